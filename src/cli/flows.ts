import { readConfig } from '../core/config';
import { KapiError, KINDS } from '../core/errors';
import { loadKnowledge } from '../knowledge';
import { nobody } from './nobody';
import { out } from './lines';

/** Checks every flow, text and action that flows name; faults with file, line and mend on standard error. */
export async function run(_options: object, [what]: string[]): Promise<number> {
  if (what !== 'check') throw new KapiError(KINDS.badInput, 'Say: kapi flows check', { field: 'flows' });
  try {
    const { flows, actions } = await loadKnowledge(readConfig(process.env), nobody);
    out({ flows: flows.size, actions: actions.size, faults: 0 });
    return 0;
  } catch (error) {
    if (!(error instanceof KapiError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
