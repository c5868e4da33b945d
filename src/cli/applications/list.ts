import { deliveryList } from '../../domains/applications';
import { withCity } from '../city';
import { out } from '../lines';
import { applicationsOf } from './read';

interface Options {
  programme: string;
  delivery?: string;
}

/** Who waits, for the field team: by neighbourhood, the longest waiting first; one JSON line each. */
export async function run({ programme, delivery }: Options): Promise<number> {
  return withCity(async ({ pack, store }) => {
    const tickets = await applicationsOf(store, pack, programme);
    const options = { pack, now: Date.now(), programme, ...(delivery === undefined ? {} : { delivery }) };
    for (const row of deliveryList(tickets, options)) out(row);
    return 0;
  });
}
