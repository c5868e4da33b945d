import { figuresOf } from '../../domains/applications';
import { withCity } from '../city';
import { out } from '../lines';
import { applicationsOf } from './read';

/** Families reached, sets handed over, who waits: one JSON line a year. */
export async function run({ programme }: { programme: string }): Promise<number> {
  return withCity(async ({ pack, store }) => {
    for (const figures of figuresOf(await applicationsOf(store, pack, programme), { pack, programme })) out(figures);
    return 0;
  });
}
