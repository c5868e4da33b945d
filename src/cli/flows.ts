import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../core/config';
import { KapiError, KINDS } from '../core/errors';
import { ROOT } from '../core/paths';
import { FLOW_SCHEMA, PART_SCHEMA } from '../engine/flow';
import { loadKnowledge } from '../knowledge';
import { nobody } from './nobody';
import { out } from './lines';

/** What editors complete and check by; printed anew when a schema of the engine has changed. */
const PRINTED = { 'flows/schema.json': FLOW_SCHEMA, 'flows/parts/schema.json': PART_SCHEMA };

/** check: every flow, text and action that flows name; faults with file, line and mend on standard error. schema: the editors' files. */
export async function run(_options: object, [what]: string[]): Promise<number> {
  if (what === 'schema') return print();
  if (what !== 'check') throw new KapiError(KINDS.badInput, 'Say: kapi flows check, or kapi flows schema', { field: 'flows' });
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

function print(): number {
  for (const [file, schema] of Object.entries(PRINTED)) {
    writeFileSync(join(ROOT, file), `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
    out({ written: file });
  }
  return 0;
}
