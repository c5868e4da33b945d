/**
 * The planner's own thread: a search of ten milliseconds never keeps a message waiting. Started by remote.ts with the
 * files to open; answers each call by its number.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { openLocal, type TransitFiles } from './open';
import { type Answered, type Called, type Opened, snapshotOf } from './remote';

async function main(): Promise<void> {
  const port = parentPort!;
  const planner = await openLocal(workerData as TransitFiles).catch((error: Error) => {
    port.postMessage({ failed: error.message } satisfies Opened);
  });
  if (!planner) return;
  port.on('message', async ({ id, method, args }: Called) => {
    const answer: Answered = { id };
    try {
      const ask = planner[method] as (...given: unknown[]) => Promise<unknown>;
      answer.result = await ask(...args);
    } catch (error) {
      answer.error = String(error);
    }
    port.postMessage(answer);
  });
  port.postMessage({ snapshot: snapshotOf(planner) } satisfies Opened);
}

void main();
