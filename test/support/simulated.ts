/** The line of the working tree without a network, in a data folder of its own, for all tests of a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '../../src/cli/simulator';
import { readConfig } from '../../src/core/config';

/** Starts it before the tests and takes it away after them. `name` marks its folder; what is given is read once it runs. */
export function simulated(name: string, settings: Record<string, string> = {}): () => Simulator {
  let simulator: Simulator;
  let data: string;
  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), `kapi-${name}-`));
    simulator = await createSimulator(readConfig({ KAPI_DATA_DIR: data, ...settings }));
  }, 60_000);
  afterAll(async () => {
    await simulator?.close();
    rmSync(data, { recursive: true, force: true });
  });
  return () => simulator;
}
