/** Trains the linear machines on a thread of its own; the thread that started it sleeps on the state, see train.ts. */
import { workerData } from 'node:worker_threads';
import { type LinearTask, trainLinear } from './linear';
import { STATE } from './train';

const { task, weights, state } = workerData as { task: LinearTask; weights: Float32Array; state: Int32Array };
Atomics.store(state, 0, STATE.running);
let end: number = STATE.failed;
try {
  trainLinear(task, weights);
  end = STATE.done;
} finally {
  Atomics.store(state, 0, end);
  Atomics.notify(state, 0);
}
