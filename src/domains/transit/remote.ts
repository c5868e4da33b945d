import { Worker } from 'node:worker_threads';
import { KapiError, KINDS } from '../../core/errors';
import type { Gazetteer } from '../../core/reading';
import type { TransitFiles } from './open';
import type { TransitSettings } from './settings';
import { stateOf } from './state';
import type { FeedInfo, TransitPlanner } from './types';

/** Searches leave much litter that is soon of no use: without a limit the young generation takes 50 MB more. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/** Methods that are asked in the planner's thread; what is fixed once the feed is loaded is kept here. */
const ASKED = ['locate', 'journeys', 'range', 'departures', 'serviceDay', 'line', 'linesAt', 'nearest', 'ride', 'trip'] as const;
type Method = (typeof ASKED)[number];

/** What a thread tells of its planner when it is ready. */
export interface Snapshot {
  feed: FeedInfo;
  settings: TransitSettings;
  gazetteers: Gazetteer[];
}

export type Opened = { snapshot: Snapshot } | { failed: string };
export interface Called {
  id: number;
  method: Method;
  args: unknown[];
}
export interface Answered {
  id: number;
  result?: unknown;
  error?: string;
}

export const snapshotOf = (planner: TransitPlanner): Snapshot => ({
  feed: planner.feed(),
  settings: planner.settings(),
  gazetteers: planner.gazetteers(),
});

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Opens a planner in a thread of its own. The thread keeps no process alive, save while an answer is due.
 *
 * @throws KapiError `config` where settings, places or feed cannot be read
 */
export async function openRemote(files: TransitFiles): Promise<TransitPlanner> {
  const worker = new Worker(require.resolve('./thread'), { workerData: files, resourceLimits: LIMITS });
  const opened = await new Promise<Opened>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  }).catch(async (cause: Error) => {
    await worker.terminate();
    throw new KapiError(KINDS.config, `the timetable cannot be opened: ${cause.message}`, { field: 'KAPI_GTFS', cause });
  });
  if ('failed' in opened) {
    await worker.terminate();
    throw new KapiError(KINDS.config, opened.failed, { field: 'KAPI_GTFS' });
  }
  worker.removeAllListeners('error');
  return remoteOf(worker, opened.snapshot);
}

function remoteOf(worker: Worker, { feed, settings, gazetteers }: Snapshot): TransitPlanner {
  const waiting = new Map<number, Waiting>();
  let next = 1;
  let dead: Error | undefined;
  let idle = (): void => {};
  const settle = (id: number, job: (one: Waiting) => void) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) {
      worker.unref();
      idle();
    }
    if (one) job(one);
  };
  const fail = (error: Error) => {
    dead = error;
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(error));
  };
  worker.on('message', ({ id, result, error }: Answered) =>
    settle(id, ({ resolve, reject }) => (error === undefined ? resolve(result) : reject(new Error(error)))),
  );
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the planner has ended')));
  worker.unref();
  const call = (method: Method, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (dead) return reject(dead);
      const id = next++;
      if (waiting.size === 0) worker.ref();
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, method, args } satisfies Called);
    });
  const asked = Object.fromEntries(ASKED.map((method) => [method, (...args: unknown[]) => call(method, args)]));
  return {
    ...(asked as unknown as Pick<TransitPlanner, Method>),
    feed: () => feed,
    settings: () => settings,
    state: (at) => stateOf(feed, settings, at),
    gazetteers: () => gazetteers,
    /** What was asked before is answered first. */
    async close() {
      if (waiting.size > 0) await new Promise<void>((resolve) => (idle = resolve));
      worker.removeAllListeners('exit');
      dead = new Error('the planner is closed');
      await worker.terminate();
    },
  };
}
