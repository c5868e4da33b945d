import { join, resolve } from 'node:path';
import { KapiError, KINDS } from '../core/errors';
import { ROOT } from '../core/paths';
import { trainCommitted } from '../nlu';
import { readRows, trainFile } from '../nlu/model-file';
import { out } from './lines';

interface Options {
  data?: string[];
  out?: string;
  check?: boolean;
}

/** Trains the line's own model into data/nlu/model.bin, or with --data a model of the named files alone. */
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
  const started = performance.now();
  const { same, ...trained } = trainCommitted(dataDir, options.check === true);
  out({ ...trained, ms: Math.round(performance.now() - started), same });
  if (!same) process.stderr.write('data/nlu/model.bin is not what these sentences give: run kapi train and commit it.\n');
  return same ? 0 : 1;
}
