import { replayDecision } from '../../domains/eligibility';
import { rulesIn } from '../../knowledge';
import { withCity } from '../city';
import { out } from '../lines';

interface Options {
  programme?: string;
  id?: string;
  limit: string;
}

/**
 * Makes kept decisions again: with the very conditions that were used, and with those the pack holds now. One JSON line each;
 * exit 1 when one comes out differently with its own conditions.
 */
export async function run({ programme, id, limit }: Options): Promise<number> {
  return withCity(async ({ pack, store }) => {
    const rules = rulesIn({ kvGet: store.kvGet, kvInit: async (_key, value) => value });
    const found = await store.decisions({ ...(programme === undefined ? {} : { programme }), limit: Number(limit) });
    const wanted = found.filter((decision) => id === undefined || decision.id === id);
    let different = 0;
    for (const decision of wanted) {
      const replayed = await replayDecision(decision, pack, rules);
      if (!replayed.same) different++;
      out(replayed);
    }
    out({ decisions: wanted.length, different });
    return different > 0 ? 1 : 0;
  });
}
