import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../core/config';
import { KapiError, KINDS } from '../core/errors';
import { ROOT } from '../core/paths';
import { loadUnderstanding } from '../nlu';
import { readRows, trainFile } from '../nlu/model-file';
import { out } from './lines';

interface Options {
  data?: string[];
  out?: string;
}

/** Trains the line's own model afresh, or with --data a model of the named files alone. */
export async function run(options: Options): Promise<number> {
  const dataDir = join(ROOT, 'data');
  if (options.data || options.out) {
    if (!options.data || !options.out)
      throw new KapiError(KINDS.badInput, 'train: --data and --out go together.', { field: options.data ? 'out' : 'data' });
    const started = performance.now();
    const model = trainFile(readRows(options.data.map((file) => resolve(file))), dataDir, resolve(options.out));
    out({ ...model, ms: Math.round(performance.now() - started), model: resolve(options.out) });
    return 0;
  }
  const cacheDir = join(resolve(readConfig(process.env).KAPI_DATA_DIR), 'model');
  rmSync(cacheDir, { recursive: true, force: true });
  loadUnderstanding({ dataDir, cacheDir, gazetteers: [], onTrain: (event) => event.phase === 'done' && out(event) });
  return 0;
}
