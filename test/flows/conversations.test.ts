/** Recorded conversations: what is said now must be what was recorded. `npm run chat -- --script X --record X` records anew. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flowsOf, readScript, replay } from '../../src/cli/script';
import { createSimulator, type Simulator } from '../../src/cli/simulator';
import { readConfig } from '../../src/core/config';

const FOLDER = join(__dirname, 'conversations');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
let simulator: Simulator;
let data: string;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'kapi-flows-'));
  simulator = await createSimulator(readConfig({ KAPI_DATA_DIR: data }));
}, 60_000);

afterAll(async () => {
  await simulator.close();
  rmSync(data, { recursive: true, force: true });
});

test.each(FILES)('%s', async (file) => {
  const script = readScript(join(FOLDER, file));
  expect(await replay(simulator, script)).toEqual(script.lines);
  expect(script.flows).toEqual(flowsOf(simulator));
});

test('every flow has a recorded conversation', () => {
  const walked = new Set(FILES.flatMap((file) => readScript(join(FOLDER, file)).flows));
  expect([...simulator.knowledge.flows.keys()].filter((name) => !walked.has(name))).toEqual([]);
});
