import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../core/config';
import { ROOT } from '../core/paths';
import { loadUnderstanding } from '../nlu';
import { out } from './lines';

/** Trains the model afresh, also when the data has not changed. */
export async function run(): Promise<number> {
  const cacheDir = join(resolve(readConfig(process.env).KAPI_DATA_DIR), 'model');
  rmSync(cacheDir, { recursive: true, force: true });
  loadUnderstanding({
    dataDir: join(ROOT, 'data'),
    cacheDir,
    gazetteers: [],
    onTrain: (event) => event.phase === 'done' && out(event),
  });
  return 0;
}
