import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../../src/commit';
import { newId } from '../../src/core/ids';
import { createLive } from '../../src/core/live';
import { silentLog } from '../../src/core/log';
import { newSession } from '../../src/core/session';
import type { StoredInput } from '../../src/core/turn';
import { createMemoryQueue } from '../../src/queue/memory';
import type { Store } from '../../src/store/port';
import { openSqliteStore } from '../../src/store/sqlite';
import { createWorker, type WorkerDeps } from '../../src/worker';
import { message, NOW, turnOf } from '../store/support';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-worker-'));
  store = await openSqliteStore({ path: join(folder, 'kapi.db'), project });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const queueOf = () => createMemoryQueue(8, () => {});
function workerOf(run: WorkerDeps['run'], queue = queueOf()) {
  const apology = () => ({ text: 'özür dileriz', reason: 'desk.reason_failed' });
  const deps = { store, queue, live: createLive(), log: silentLog, now: () => NOW, owner: 'test', project, onTurn() {}, apology };
  return createWorker({ ...deps, run });
}

test('a burst’s timer that fails again and again still answers the messages that waited for it', async () => {
  const [first] = await store.accept([message('e1')]);
  const { conversationId } = first!;
  const burst = {
    since: NOW,
    texts: ['çukur'],
    intent: null,
    department: null,
    entities: [],
    media: [],
    location: null,
    owes: ['e1'],
  };
  await store.commit(
    turnOf(conversationId, 1, [first!.id], [{ type: 'timer.set', key: 'burst', at: NOW + 5 }], {
      burst,
      timers: { burst: NOW + 5 },
    }),
  );
  await store.accept([
    {
      id: newId(),
      conversationId,
      senderIds: [],
      channel: 'timer',
      account: '',
      eventId: `${conversationId}:burst:${NOW + 5}`,
      kind: 'timer',
      at: NOW + 5,
      acceptedAt: NOW + 5,
      body: { kind: 'timer', key: 'burst' },
    },
  ]);
  const work = workerOf(async () => {
    throw new Error('always');
  });
  for (let tries = 0; tries < 4; tries++) await work(conversationId);
  const [row] = await store.outboxOpen(5);
  expect(row!.outbound).toMatchObject({ inReplyTo: ['e1'], part: { text: 'özür dileriz' } });
  expect(await store.deadLetters(5)).toHaveLength(1);
  expect(await store.nextTimerAt()).toBeNull();
  const after = (await store.session(conversationId))!.session;
  expect([after.burst, after.timers, after.waiting!.reason]).toEqual([null, {}, 'desk.reason_failed']);
});

test('what an ended process left is tried one by one, while others go on beside', async () => {
  const accept = async (sender: string): Promise<string> =>
    (await store.accept([message(`e-${sender}`, sender)]))[0]!.conversationId;
  const left = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(accept));
  const fresh = await accept('fresh');
  const running = new Set<string>();
  const done: string[] = [];
  let most = 0;
  let beside = false;
  const queue = queueOf();
  const work = workerOf(async (_before, input: StoredInput) => {
    running.add(input.conversationId);
    most = Math.max(most, left.filter((id) => running.has(id)).length);
    beside ||= running.has(fresh) && running.size > 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    running.delete(input.conversationId);
    done.push(input.conversationId);
    return { session: newSession({ channel: 'http', account: 'default', to: 'x' }, 'tr'), events: [], calls: [] };
  }, queue);
  work.suspect(left);
  // Each twice, as the start and the sweeper may do.
  for (const id of [...left, fresh, ...left]) queue.push(id);
  queue.start(work);
  for (let waited = 0; done.length < 6 && waited < 100; waited++) await new Promise((resolve) => setTimeout(resolve, 20));
  await queue.stop();
  expect(done.sort()).toEqual([...left, fresh].sort());
  expect([most, beside]).toEqual([1, true]);
});
