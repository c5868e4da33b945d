import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { project } from '../../../../src/commit';
import { newId } from '../../../../src/core/ids';
import { newSession } from '../../../../src/core/session';
import { type Event, type Turn, turnId } from '../../../../src/core/turn';
import type { NewInput, Store } from '../../../../src/store/port';
import { backupSqlite, openSqliteStore } from '../../../../src/store/sqlite';

let folder: string;
let path: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-store-'));
  path = join(folder, 'kapi.db');
  store = await openSqliteStore({ path, project });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const NOW = 1_774_416_600_000;
const message = (eventId: string, sender: string | string[] = 'ayse', text = 'merhaba'): NewInput => {
  const ids = typeof sender === 'string' ? [sender] : sender;
  const item = {
    type: 'message' as const,
    channel: 'http',
    account: 'default',
    eventId,
    sender: { ids },
    at: NOW,
    parts: [{ kind: 'text' as const, text }],
  };
  return {
    id: newId(),
    senderIds: ids,
    channel: 'http',
    account: 'default',
    eventId,
    kind: 'message',
    at: NOW,
    acceptedAt: NOW,
    body: { kind: 'message', item },
  };
};
const accept = async (input: NewInput) => (await store.accept([input]))[0]!;
const turnOf = (conversationId: string, version: number, inputs: string[], events: Event[] = []): Turn => {
  const session = newSession({ channel: 'http', account: 'default', to: 'ayse' }, 'tr');
  return { id: turnId(conversationId, version), conversationId, version, inputs, at: NOW + version, session, events, calls: [] };
};
const reply = (text: string, to: string): Event => ({
  type: 'reply',
  part: { kind: 'text', text },
  inReplyTo: [to],
  purpose: 'reply',
  author: 'bot',
});

describe('accept', () => {
  test('the same event is stored once, also 50 times at once', async () => {
    const results = (await Promise.all(Array.from({ length: 50 }, () => store.accept([message('e1')])))).flat();
    expect(results.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect((await store.stats()).inputs).toBe(1);
  });

  test('two first messages at once make one conversation; a known id decides, the others are learnt', async () => {
    const [a, b] = await Promise.all([accept(message('e1')), accept(message('e2'))]);
    expect(a.conversationId).toBe(b.conversationId);
    const c = await accept(message('e3', ['new-id', 'ayse']));
    expect(c.conversationId).toBe(a.conversationId);
    expect((await accept(message('e4', 'new-id'))).conversationId).toBe(a.conversationId);
    expect((await accept(message('e5', 'somebody else'))).conversationId).not.toBe(a.conversationId);
  });

  test('a batch is stored whole or not at all', async () => {
    const broken = {
      ...message('e2'),
      body: {
        toJSON: () => {
          throw new Error('no JSON');
        },
      },
    } as unknown as NewInput;
    await expect(store.accept([message('e1'), broken])).rejects.toThrow('no JSON');
    expect((await store.stats()).inputs).toBe(0);
  });
});

describe('commit', () => {
  test('consumes its inputs, keeps the session and writes what follows', async () => {
    const { id, conversationId } = await accept(message('e1'));
    expect(await store.commit(turnOf(conversationId, 1, [id], [reply('Buyurun', 'e1')]))).toBe('committed');
    expect(await store.take(conversationId, 'me', 1_000, NOW)).toBeNull();
    expect((await store.session(conversationId))!.version).toBe(1);
    expect((await store.outboxOpen(10)).map(({ outbound }) => outbound.id)).toEqual([`${conversationId}:1:0`]);
  });

  test('of 50 turns of one version one wins; an input belongs to one turn', async () => {
    const { id, conversationId } = await accept(message('e1'));
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => store.commit(turnOf(conversationId, 1, [id], [reply('x', 'e1')]))),
    );
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    expect(await store.outboxOpen(100)).toHaveLength(1);
    const second = await accept(message('e2'));
    expect(await store.commit(turnOf(conversationId, 1, [second.id]))).toBe('stale');
    expect(await store.commit(turnOf(conversationId, 2, [second.id, id]))).toBe('consumed');
    // A turn that lost has consumed nothing.
    expect(await store.commit(turnOf(conversationId, 2, [second.id]))).toBe('committed');
  });

  test('a bad turn fails alone among those that share its transaction', async () => {
    const good = await accept(message('e1', 'ayse'));
    const bad = await accept(message('e2', 'mehmet'));
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const broken = { ...turnOf(bad.conversationId, 1, [bad.id]), calls: loop } as unknown as Turn;
    const results = await Promise.allSettled([store.commit(turnOf(good.conversationId, 1, [good.id])), store.commit(broken)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await store.backlog(10)).toEqual([bad.conversationId]);
  });

  test('taking over cancels what the bot of this conversation had waiting, and nothing else', async () => {
    const mine = await accept(message('e1', 'ayse'));
    const other = await accept(message('e2', 'mehmet'));
    await store.commit(turnOf(mine.conversationId, 1, [mine.id], [reply('a', 'e1')]));
    await store.commit(turnOf(other.conversationId, 1, [other.id], [reply('b', 'e2')]));
    const taken = await accept(message('e3', 'ayse'));
    const take: Event = { type: 'handoff.taken', agentId: '1', agentName: 'Ali' };
    await store.commit(turnOf(mine.conversationId, 2, [taken.id], [take, reply('devraldı', 'e3')]));
    const open = (await store.outboxOpen(10)).map(({ outbound }) => outbound.part);
    expect(open).toEqual([
      { kind: 'text', text: 'b' },
      { kind: 'text', text: 'devraldı' },
    ]);
  });
});

describe('outbox', () => {
  async function sentRow(): Promise<string> {
    const { id, conversationId } = await accept(message('e1'));
    await store.commit(turnOf(conversationId, 1, [id], [reply('x', 'e1')]));
    return `${conversationId}:1:0`;
  }

  test('a mark is made only from the states it names', async () => {
    const id = await sentRow();
    expect(await store.outboxMark([{ id, state: 'sent', from: ['sending'] }])).toEqual([]);
    expect(await store.outboxMark([{ id, state: 'sending' }])).toEqual([id]);
    expect(await store.outboxMark([{ id, state: 'sent' }])).toEqual([id]);
    expect(await store.outboxMark([{ id, state: 'pending' }])).toEqual([]);
  });

  test('a status before its receipt is kept; a late one never goes back; failed may follow sent', async () => {
    const id = await sentRow();
    const conversationId = id.split(':')[0]!;
    const status = (state: 'sent' | 'delivered' | 'read' | 'failed') =>
      store.status([{ type: 'status', channel: 'http', account: 'default', platformId: 'p1', state, at: NOW }]);
    const state = async () =>
      (await store.thread(conversationId, { limit: 10 })).find((row) => row.kind === 'outbound')!.outbound!.state;
    await status('delivered');
    await store.outboxMark([{ id, state: 'sent', platformId: 'p1' }]);
    expect(await state()).toBe('delivered');
    await status('sent');
    expect(await state()).toBe('delivered');
    await status('failed');
    expect(await state()).toBe('failed');
  });
});

test('a thread is one conversation, oldest first, and goes on after a known row', async () => {
  const first = await accept(message('e1'));
  const stranger = await accept(message('x1', 'mehmet'));
  await store.commit(turnOf(stranger.conversationId, 1, [stranger.id], [reply('yabancı', 'x1')]));
  await store.commit(
    turnOf(
      first.conversationId,
      1,
      [first.id],
      [reply('bir', 'e1'), { type: 'note', agentId: '1', agentName: 'Ali', text: 'not' }, reply('iki', 'e1')],
    ),
  );
  const rows = await store.thread(first.conversationId, { limit: 10 });
  expect(rows.map(({ kind }) => kind)).toEqual(['message', 'note', 'outbound', 'outbound']);
  expect((await store.thread(first.conversationId, { limit: 2 })).map(({ id }) => id)).toEqual(rows.slice(2).map(({ id }) => id));
  expect((await store.thread(first.conversationId, { after: rows[1]!.id, limit: 10 })).map(({ id }) => id)).toEqual(
    rows.slice(2).map(({ id }) => id),
  );
});

test('blocks of numbers drawn at once never overlap', async () => {
  const firsts = await Promise.all(Array.from({ length: 20 }, () => store.nextNumbers('t', 7)));
  expect([...firsts].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => 1 + 7 * index));
});

test('what is stored is there after a reopening', async () => {
  const { conversationId } = await accept(message('e1'));
  await store.close();
  store = await openSqliteStore({ path, project });
  expect(await store.backlog(10)).toEqual([conversationId]);
  const work = await store.take(conversationId, 'me', 1_000, NOW);
  expect(work!.inputs.map(({ eventId }) => eventId)).toEqual(['e1']);
});

describe('trouble', () => {
  test('a second process on the same folder is refused in one clear line', async () => {
    await expect(openSqliteStore({ path, project })).rejects.toThrow('Another Kapı runs on this data folder');
  });

  test('a file of a newer program is refused', async () => {
    await store.close();
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    await expect(openSqliteStore({ path, project })).rejects.toThrow('The database is of schema 99');
    const mend = new Database(path);
    mend.pragma('user_version = 1');
    mend.close();
    store = await openSqliteStore({ path, project });
  });

  test('while a stranger holds the write lock nothing is accepted, and after it all is', async () => {
    const stranger = new Database(path);
    stranger.exec('BEGIN IMMEDIATE');
    await expect(store.accept([message('e1')])).rejects.toMatchObject({ kind: { code: 'store_down' } });
    stranger.exec('ROLLBACK');
    stranger.close();
    expect(await accept(message('e1'))).toMatchObject({ fresh: true });
  });

  test('a full disk refuses before anything is acknowledged, and what was stored stays', async () => {
    const first = await accept(message('kept'));
    await store.close();
    store = await openSqliteStore({ path, project, maxPages: 60 });
    const accepted: string[] = [];
    let refused = 0;
    for (let index = 0; index < 200; index++) {
      const input = message(`f${index}`, 'ayse', 'x'.repeat(2_000));
      await store.accept([input]).then(
        () => accepted.push(input.eventId),
        (error) => {
          expect(error).toMatchObject({ kind: { code: 'store_down' } });
          refused++;
        },
      );
    }
    expect(refused).toBeGreaterThan(0);
    const work = await store.take(first.conversationId, 'me', 1_000, NOW);
    expect(work!.inputs.map(({ eventId }) => eventId)).toEqual(['kept', ...accepted]);
  });

  test('a backup of the running store is whole', async () => {
    const { conversationId } = await accept(message('e1'));
    const copy = join(folder, 'copy.db');
    backupSqlite(path, copy);
    const opened = await openSqliteStore({ path: copy, project });
    expect(await opened.backlog(10)).toEqual([conversationId]);
    await opened.close();
  });
});
