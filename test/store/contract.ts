/** What every store does. Each implementation's test file runs the whole of it. */
import type { MessageItem } from '../../src/core/items';
import { createLive } from '../../src/core/live';
import { sealedFor, takePersonal } from '../../src/core/personal';
import type { Event } from '../../src/core/turn';
import { createVault } from '../../src/core/vault';
import { createInbox } from '../../src/inbox';
import type { Agent, MediaRow, NewInput, Store } from '../../src/store/port';
import { bookingOpened, message, NOW, reply, ticketOpened, turnOf } from './support';

export interface Opened {
  store: Store;
  /** Closes the store and opens it anew on the same data. */
  reopen(): Promise<Store>;
  close(): Promise<void>;
}

/** @param open gives an empty store */
export function storeContract(open: () => Promise<Opened>): void {
  let opened: Opened;
  let store: Store;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  const accept = async (input: NewInput) => (await store.accept([input]))[0]!;

  describe('person', () => {
    const linked = (other: string): Event => ({ type: 'person.linked', other });

    test('links hold conversations together until one is ended; a conversation alone is its own person', async () => {
      const a = await accept(message('e1', 'ayse'));
      const b = await accept(message('e2', 'ayse-web'));
      const c = await accept(message('e3', 'ayse-sms'));
      expect(await store.personOf(a.conversationId)).toEqual([a.conversationId]);
      await store.commit(turnOf(a.conversationId, 1, [a.id], [linked(b.conversationId)]));
      await store.commit(turnOf(b.conversationId, 1, [b.id], [linked(c.conversationId)]));
      for (const { conversationId } of [a, b, c]) {
        const person = await store.personOf(conversationId);
        expect(person[0]).toBe(conversationId);
        expect(person.toSorted()).toEqual([a, b, c].map((one) => one.conversationId).toSorted());
      }
      store = await opened.reopen();
      await store.commit(turnOf(c.conversationId, 1, [c.id], [{ type: 'person.unlinked' }]));
      expect(await store.personOf(c.conversationId)).toEqual([c.conversationId]);
      expect((await store.personOf(a.conversationId)).toSorted()).toEqual([a.conversationId, b.conversationId].toSorted());
    });
  });

  describe('accept', () => {
    test('the same event is stored once, also 50 times at once', async () => {
      const results = (await Promise.all(Array.from({ length: 50 }, () => store.accept([message('e1')])))).flat();
      expect(results.filter(({ fresh }) => fresh)).toHaveLength(1);
      expect(new Set(results.map(({ id }) => id)).size).toBe(1);
      expect((await store.stats()).inputs).toBe(1);
    });

    test('the same event id of another account is another event', async () => {
      const { conversationId } = await accept(message('e1'));
      const other = await accept({ ...message('e1'), account: 'su-idaresi' });
      expect(other.fresh).toBe(true);
      expect(other.conversationId).not.toBe(conversationId);
    });

    test('two first messages at once make one conversation; a known id decides, the others are learnt', async () => {
      const [a, b] = await Promise.all([accept(message('e1')), accept(message('e2'))]);
      expect(a.conversationId).toBe(b.conversationId);
      const c = await accept(message('e3', ['new-id', 'ayse']));
      expect(c.conversationId).toBe(a.conversationId);
      expect((await accept(message('e4', 'new-id'))).conversationId).toBe(a.conversationId);
      expect((await accept(message('e5', 'somebody else'))).conversationId).not.toBe(a.conversationId);
      expect(await store.conversationOf('http', 'default', 'new-id')).toBe(a.conversationId);
      expect(await store.conversationOf('http', 'default', 'nobody')).toBeNull();
    });

    test('a batch with something that cannot be stored stores nothing', async () => {
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

    test('what waits is given oldest first, the longest waiting conversation first', async () => {
      const first = await accept(message('e1', 'ayse'));
      const second = await accept(message('e2', 'mehmet'));
      await accept(message('e3', 'ayse'));
      expect(await store.backlog(10)).toEqual([first.conversationId, second.conversationId]);
      expect(await store.backlog(1)).toEqual([first.conversationId]);
      const work = await store.take(first.conversationId, 'me', 1_000, NOW);
      expect(work).toMatchObject({ conversationId: first.conversationId, version: 0, session: null });
      expect(work!.inputs.map(({ eventId, tries }) => [eventId, tries])).toEqual([
        ['e1', 0],
        ['e3', 0],
      ]);
      expect(work!.inputs[0]!.body).toEqual(message('e1').body);
    });

    test('tries are counted where they survive', async () => {
      const { id, conversationId } = await accept(message('e1'));
      expect([await store.countTry(id), await store.countTry(id)]).toEqual([1, 2]);
      store = await opened.reopen();
      expect((await store.take(conversationId, 'me', 1_000, NOW))!.inputs[0]!.tries).toBe(2);
    });
  });

  describe('leases', () => {
    test('one owner at a time, until it is released or has run out', async () => {
      const { conversationId } = await accept(message('e1'));
      expect(await store.take(conversationId, 'one', 1_000, NOW)).not.toBeNull();
      expect(await store.take(conversationId, 'two', 1_000, NOW + 500)).toBeNull();
      expect(await store.take(conversationId, 'one', 1_000, NOW + 500)).not.toBeNull();
      await store.release(conversationId, 'two');
      expect(await store.take(conversationId, 'two', 1_000, NOW + 600)).toBeNull();
      await store.release(conversationId, 'one');
      expect(await store.take(conversationId, 'two', 1_000, NOW + 600)).not.toBeNull();
      expect(await store.take(conversationId, 'one', 1_000, NOW + 1_601)).not.toBeNull();
    });

    test('of 20 that take at once, one gets it', async () => {
      const { conversationId } = await accept(message('e1'));
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.take(conversationId, `worker ${index}`, 1_000, NOW)),
      );
      expect(taken.filter((work) => work !== null)).toHaveLength(1);
    });
  });

  describe('commit', () => {
    test('consumes its inputs, keeps the session and writes what follows', async () => {
      const { id, conversationId } = await accept(message('e1'));
      const turn = turnOf(conversationId, 1, [id], [reply('Buyurun', 'e1')], {
        memory: { stop: { value: '12', label: 'Çarşı' } },
      });
      expect(await store.commit(turn)).toBe('committed');
      expect(await store.take(conversationId, 'me', 1_000, NOW)).toBeNull();
      expect(await store.session(conversationId)).toEqual({ session: turn.session, version: 1 });
      const [row] = await store.outboxOpen(10);
      expect(row).toMatchObject({ state: 'pending', tries: 0, platformId: null, error: null, resent: false });
      expect(row!.outbound).toMatchObject({ id: `${conversationId}:1:0`, inReplyTo: ['e1'], part: { text: 'Buyurun' } });
      expect(await store.stats()).toEqual({ inputs: 1, unconsumed: 0, turns: 1, outboxOpen: 1, tickets: 0, conversations: 1 });
    });

    test('the next turn starts from the session of the newest', async () => {
      const first = await accept(message('e1'));
      await store.commit(turnOf(first.conversationId, 1, [first.id], [], { misses: 1 }));
      const second = await accept(message('e2'));
      await store.commit(turnOf(first.conversationId, 2, [second.id], [], { misses: 2 }));
      await accept(message('e3'));
      const work = await store.take(first.conversationId, 'me', 1_000, NOW);
      expect([work!.version, work!.session!.misses, work!.inputs.length]).toEqual([2, 2, 1]);
      expect(await store.conversation(first.conversationId)).toMatchObject({ version: 2, updatedAt: NOW + 2 });
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

    test('a bad turn fails alone among those that are written together', async () => {
      const good = await accept(message('e1', 'ayse'));
      const bad = await accept(message('e2', 'mehmet'));
      const loop: Record<string, unknown> = {};
      loop.self = loop;
      const broken = { ...turnOf(bad.conversationId, 1, [bad.id]), calls: loop } as never;
      const results = await Promise.allSettled([store.commit(turnOf(good.conversationId, 1, [good.id])), store.commit(broken)]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(await store.backlog(10)).toEqual([bad.conversationId]);
    });

    test('taking over cancels what the bot of this conversation had waiting, and nothing else', async () => {
      const mine = await accept(message('e1', 'ayse'));
      const other = await accept(message('e2', 'mehmet'));
      await store.commit(turnOf(mine.conversationId, 1, [mine.id], [reply('a', 'e1'), reply('elle', 'e1', 'agent')]));
      await store.commit(turnOf(other.conversationId, 1, [other.id], [reply('b', 'e2')]));
      const taken = await accept(message('e3', 'ayse'));
      const take: Event = { type: 'handoff.taken', agentId: '1', agentName: 'Ali' };
      await store.commit(turnOf(mine.conversationId, 2, [taken.id], [take, reply('devraldı', 'e3')]));
      const open = (await store.outboxOpen(10)).map(({ outbound }) => (outbound.part as { text: string }).text);
      expect(open.sort()).toEqual(['b', 'devraldı', 'elle']);
    });

    test('a reading, a dead letter and a note are kept with their turn', async () => {
      const { id, conversationId } = await accept(message('e1'));
      const reading = { intent: 'road.pothole', confidence: 0.9 } as never;
      await store.commit(
        turnOf(
          conversationId,
          1,
          [id],
          [
            { type: 'read', inputId: id, reading },
            { type: 'dead_letter', reason: 'desk.reason_failed' },
            { type: 'note', agentId: '1', agentName: 'Ali', text: 'arandı' },
          ],
        ),
      );
      const rows = await store.thread(conversationId, { limit: 10 });
      expect(rows[0]).toMatchObject({ kind: 'message', reading: { intent: 'road.pothole' } });
      expect(rows[1]).toMatchObject({ kind: 'note', note: { agentName: 'Ali', text: 'arandı' } });
      expect(await store.deadLetters(5)).toEqual([
        { id: `${conversationId}:1:1`, conversationId, at: NOW + 1, reason: 'desk.reason_failed' },
      ]);
    });
  });

  describe('timers', () => {
    test('the newest word of a timer stands', async () => {
      const { id, conversationId } = await accept(message('e1'));
      expect(await store.nextTimerAt()).toBeNull();
      const set = (key: string, at: number): Event => ({ type: 'timer.set', key, at });
      await store.commit(turnOf(conversationId, 1, [id], [set('burst', NOW + 50), set('hand_back', NOW + 90)]));
      expect(await store.nextTimerAt()).toBe(NOW + 50);
      expect(await store.dueTimers(NOW + 49, 10)).toEqual([]);
      expect(await store.dueTimers(NOW + 90, 10)).toEqual([
        { conversationId, key: 'burst', at: NOW + 50 },
        { conversationId, key: 'hand_back', at: NOW + 90 },
      ]);
      const second = await accept(message('e2'));
      const clear: Event = { type: 'timer.clear', key: 'burst' };
      await store.commit(turnOf(conversationId, 2, [second.id], [set('burst', NOW + 60), clear, set('hand_back', NOW + 95)]));
      expect(await store.dueTimers(NOW + 100, 10)).toEqual([{ conversationId, key: 'hand_back', at: NOW + 95 }]);
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
      expect(await store.outboxMark([{ id: 'nothing:1:0', state: 'sent' }])).toEqual([]);
      expect(await store.outboxOpen(10)).toEqual([]);
    });

    test('a retry keeps its count, time and reason', async () => {
      const id = await sentRow();
      await store.outboxMark([{ id, state: 'pending', countTry: true, nextAt: NOW + 500, error: 'meşgul' }]);
      await store.outboxMark([{ id, state: 'uncertain', countTry: true, resent: true }]);
      store = await opened.reopen();
      expect((await store.outboxOpen(10))[0]).toMatchObject({ state: 'uncertain', tries: 2, nextAt: NOW + 500, resent: true });
    });

    test('a status before its receipt is kept; a late one never goes back; failed may follow sent', async () => {
      const id = await sentRow();
      const conversationId = id.split(':')[0]!;
      const status = (state: 'sent' | 'delivered' | 'read' | 'failed') =>
        store.status([{ type: 'status', channel: 'http', account: 'default', platformId: 'p1', state, at: NOW }]);
      const row = async () =>
        (await store.thread(conversationId, { limit: 10 })).find(({ kind }) => kind === 'outbound')!.outbound!;
      await status('delivered');
      await status('sent');
      await store.outboxMark([{ id, state: 'sent', platformId: 'p1' }]);
      expect(await row()).toMatchObject({ state: 'delivered', platformId: 'p1' });
      await status('sent');
      expect((await row()).state).toBe('delivered');
      await store.status([
        { type: 'status', channel: 'http', account: 'default', outboundId: id, state: 'read', at: NOW },
        { type: 'status', channel: 'http', account: 'another', outboundId: id, state: 'failed', at: NOW },
      ]);
      expect((await row()).state).toBe('read');
      await status('failed');
      expect((await row()).state).toBe('failed');
    });

    test('a row that the closed window failed is open again once; then it has failed, and both are told', async () => {
      const id = await sentRow();
      const failed = {
        type: 'status' as const,
        channel: 'http',
        account: 'default',
        outboundId: id,
        state: 'failed' as const,
        at: NOW,
      };
      await store.outboxMark([{ id, state: 'sent' }]);
      const closed = { ...failed, error: 'window_closed' };
      expect(await store.status([closed, { ...failed, outboundId: 'nobody:1:0' }])).toEqual({ failed: [], again: [id] });
      expect((await store.outboxOpen(10)).map((row) => [row.state, row.error])).toEqual([['pending', 'window_closed']]);
      await store.outboxMark([{ id, state: 'sent', error: 'window_closed', platformId: 'p9' }]);
      expect(await store.status([closed])).toEqual({ failed: [id], again: [] });
      expect(await store.status([closed])).toEqual({ failed: [id], again: [] });
      expect(await store.outboxOpen(10)).toEqual([]);
    });

    test('open rows are paged without a gap, in order within a conversation', async () => {
      const ids: string[] = [];
      for (const sender of ['a', 'b', 'c']) {
        const { id, conversationId } = await accept(message(`e-${sender}`, sender));
        await store.commit(turnOf(conversationId, 1, [id], [reply('1', 'x'), reply('2', 'x')]));
        const next = await accept(message(`f-${sender}`, sender));
        await store.commit(turnOf(conversationId, 2, [next.id], [reply('3', 'x')]));
        ids.push(conversationId);
      }
      const seen: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await store.outboxOpen(4, after);
        seen.push(...page.map(({ outbound }) => outbound.id));
        if (page.length < 4) break;
        after = page.at(-1)!.outbound.id;
      }
      expect(seen).toHaveLength(9);
      for (const id of ids)
        expect(seen.filter((row) => row.startsWith(`${id}:`))).toEqual([`${id}:1:0`, `${id}:1:1`, `${id}:2:0`]);
    });
  });

  describe('the desk reads', () => {
    test('a thread is one conversation, oldest first, and goes on after a known row', async () => {
      const first = await accept(message('e1'));
      const stranger = await accept(message('x1', 'mehmet'));
      await store.commit(turnOf(stranger.conversationId, 1, [stranger.id], [reply('yabancı', 'x1')]));
      const note: Event = { type: 'note', agentId: '1', agentName: 'Ali', text: 'not' };
      await store.commit(turnOf(first.conversationId, 1, [first.id], [reply('bir', 'e1'), note, reply('iki', 'e1')]));
      const rows = await store.thread(first.conversationId, { limit: 10 });
      expect(rows.map(({ kind }) => kind)).toEqual(['message', 'note', 'outbound', 'outbound']);
      const ids = rows.map(({ id }) => id);
      const page = async (options: { after?: string; limit: number }) =>
        (await store.thread(first.conversationId, options)).map(({ id }) => id);
      expect(await page({ limit: 2 })).toEqual(ids.slice(2));
      expect(await page({ after: ids[1]!, limit: 10 })).toEqual(ids.slice(2));
      expect(await page({ after: ids[0]!, limit: 1 })).toEqual(ids.slice(1, 2));
    });

    test('conversations by view', async () => {
      const at = async (sender: string, change: Parameters<typeof turnOf>[4]): Promise<string> => {
        const { id, conversationId } = await accept(message(`e-${sender}`, sender));
        await store.commit(turnOf(conversationId, 1, [id], [], change));
        return conversationId;
      };
      const waiting = (since: number) => ({ waiting: { since, reason: 'asked', department: 'su' } });
      const later = await at('later', waiting(NOW + 5));
      const sooner = await at('sooner', waiting(NOW));
      const mine = await at('mine', { holder: { agentId: 'a1', name: 'Ali', since: NOW } });
      const theirs = await at('theirs', { holder: { agentId: 'a2', name: 'Ayşe', since: NOW } });
      const nobody = await at('nobody', {});
      const view = async (name: 'waiting' | 'mine' | 'held' | 'recent', limit = 10) =>
        (await store.conversations(name, { agentId: 'a1', limit })).map(({ id }) => id);
      expect(await view('waiting')).toEqual([sooner, later]);
      expect(await view('waiting', 1)).toEqual([sooner]);
      expect(await view('mine')).toEqual([mine]);
      expect((await view('held')).sort()).toEqual([mine, theirs].sort());
      expect((await view('recent')).sort()).toEqual([later, sooner, mine, theirs, nobody].sort());
      expect(await store.conversation(sooner)).toMatchObject({
        waitingSince: NOW,
        waitingReason: 'asked',
        department: 'su',
        lang: 'tr',
      });
      expect(await store.conversation('nobody')).toBeNull();
    });
  });

  describe('tickets', () => {
    test('a record with its steps; a stranger’s turn cannot touch it', async () => {
      const { id, conversationId } = await accept(message('e1'));
      await store.commit(turnOf(conversationId, 1, [id], [ticketOpened('PB-26-000001')]));
      const second = await accept(message('e2'));
      const media = [{ ref: 'foto' }] as never;
      await store.commit(
        turnOf(
          conversationId,
          2,
          [second.id],
          [
            { type: 'ticket.added', number: 'PB-26-000001', media, lat: 40.2, lon: 36.1, place: 'Gazi Cad.' },
            { type: 'ticket.status', number: 'PB-26-000001', status: 'in_progress', text: 'ekip yolda', by: 'Ali' },
          ],
        ),
      );
      const stranger = await accept(message('x1', 'mehmet'));
      await store.commit(
        turnOf(
          stranger.conversationId,
          1,
          [stranger.id],
          [{ type: 'ticket.status', number: 'PB-26-000001', status: 'closed', text: '', by: 'x' }],
        ),
      );
      const ticket = (await store.ticket('PB-26-000001'))!;
      expect(ticket).toMatchObject({
        status: 'in_progress',
        lat: 40.2,
        lon: 36.1,
        place: 'Gazi Cad.',
        media,
        updatedAt: NOW + 2,
      });
      expect(ticket.steps.map(({ kind, status }) => [kind, status])).toEqual([
        ['opened', 'open'],
        ['added', undefined],
        ['status', 'in_progress'],
      ]);
      expect(await store.ticketsOf(conversationId, 5)).toEqual([ticket]);
      expect(await store.tickets({ status: 'in_progress', department: 'fen', limit: 5 })).toEqual([ticket]);
      expect(await store.tickets({ status: 'open', limit: 5 })).toEqual([]);
      expect(await store.ticket('PB-26-999999')).toBeNull();
    });

    test('blocks of numbers drawn at once never overlap', async () => {
      const firsts = await Promise.all(Array.from({ length: 20 }, () => store.nextNumbers('t', 7)));
      expect([...firsts].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => 1 + 7 * index));
    });
  });

  test('attachments wait, are stored, and belong to their conversation', async () => {
    const row: MediaRow = {
      account: 'default',
      id: 'i1:0',
      conversationId: 'c1',
      channel: 'http',
      ref: { url: 'https://example.org/a.jpg' } as never,
      state: 'waiting',
      tries: 0,
      nextAt: NOW,
      hash: null,
      mimeType: null,
      size: null,
      error: null,
    };
    await store.mediaAdd([row, { ...row, id: 'i1:1', nextAt: NOW + 10 }]);
    await store.mediaAdd([row]);
    expect(await store.mediaDue(NOW, 10)).toEqual([row]);
    expect(await store.mediaDue(NOW + 10, 10)).toHaveLength(2);
    await store.mediaMark('i1:0', { state: 'stored', hash: 'abc', mimeType: 'image/jpeg', size: 5 });
    expect(await store.mediaDue(NOW, 10)).toEqual([]);
    expect(await store.mediaBelongs('c1', 'abc')).toEqual({ mimeType: 'image/jpeg' });
    expect(await store.mediaBelongs('c2', 'abc')).toBeNull();
    expect((await store.mediaOf('c1')).map(({ id, state }) => [id, state])).toEqual([
      ['i1:0', 'stored'],
      ['i1:1', 'waiting'],
    ]);
    expect(await store.mediaOf('c2')).toEqual([]);
  });

  test('agents and their log-ins', async () => {
    const agent: Agent = {
      id: 'a1',
      login: 'ali',
      name: 'Ali Kaya',
      role: 'agent',
      departments: ['su'],
      passwordHash: 'h',
      createdAt: NOW,
    };
    await store.agentAdd(agent);
    await expect(store.agentAdd({ ...agent, id: 'a2' })).rejects.toMatchObject({ kind: { code: 'conflict' } });
    expect(await store.agents()).toEqual([agent]);
    expect(await store.agentByLogin('ali')).toEqual(agent);
    expect(await store.agentByLogin('veli')).toBeNull();
    const session = { id: 's1', agentId: 'a1', createdAt: NOW, expiresAt: NOW + 100 };
    await store.agentSessionAdd(session);
    expect(await store.agentSession('s1', NOW + 99)).toEqual(session);
    expect(await store.agentSession('s1', NOW + 100)).toBeNull();
    await store.agentPassword('a1', 'h2');
    expect(await store.agentSession('s1', NOW)).toBeNull();
    expect((await store.agent('a1'))!.passwordHash).toBe('h2');
    await store.agentSessionAdd({ ...session, id: 's2' });
    await store.agentSessionEnd('s2');
    expect(await store.agentSession('s2', NOW)).toBeNull();
  });

  test('an agent’s departments', async () => {
    const agent: Agent = {
      id: 'a9',
      login: 'ayla',
      name: 'Ayla',
      role: 'agent',
      departments: [],
      passwordHash: 'h',
      createdAt: NOW,
    };
    await store.agentAdd(agent);
    await store.agentDepartments('a9', ['sosyal', 'su']);
    expect((await store.agent('a9'))!.departments).toEqual(['sosyal', 'su']);
  });

  describe('a number that names a person', () => {
    const IDENTITY = '10000000146';
    const vault = createVault(Buffer.alloc(32, 7));

    /** Everything of the conversation that the store gives back. */
    async function all(conversationId: string): Promise<string> {
      const [session, thread, tickets, lessons] = await Promise.all([
        store.session(conversationId),
        store.thread(conversationId, { limit: 100 }),
        store.ticketsOf(conversationId, 100),
        store.lessons({ skip: 0, limit: 100 }),
      ]);
      return JSON.stringify([session, thread, tickets, lessons]);
    }

    const inbox = () =>
      createInbox({
        store,
        queue: { push() {}, pushLater() {}, start() {}, stop: async () => {}, size: () => 0 },
        live: createLive(),
        now: () => NOW,
        takePersonal: (text, bound) => takePersonal(text, vault, bound),
        saveMedia: async () => ({ kind: 'image' }),
        onStatus() {},
        onMedia() {},
        textMaxChars: 4096,
      });
    const says = (eventId: string, text: string): MessageItem => ({
      type: 'message',
      channel: 'http',
      account: 'default',
      eventId,
      sender: { ids: ['ayse'] },
      at: NOW,
      parts: [{ kind: 'text', text }],
    });
    const personalOf = async (conversationId: string, at: number) => {
      const { inputs } = (await store.take(conversationId, 'me', 1_000, NOW + at))!;
      const body = inputs.at(-1)!.body;
      const part = body.kind === 'message' ? body.item.parts[0] : undefined;
      return { input: inputs.at(-1)!.id, personal: part?.kind === 'text' ? part.personal : undefined };
    };

    test('is kept as stars and a hash; sealed when the open question asks, and opens for the department only', async () => {
      await inbox().accept([says('e1', `yardım istiyorum tc ${IDENTITY}`)]);
      const id = (await store.conversationOf('http', 'default', 'ayse'))!;
      const first = await personalOf(id, 0);
      expect(first.personal).toEqual([{ kind: 'identity_number', valid: true, masked: '*********46', hash: expect.any(String) }]);
      const question = {
        id: 'q1',
        by: 'flow' as const,
        slot: 'identity',
        accepts: ['identity_number' as const],
        choices: [],
        text: '?',
        askedAt: NOW,
        misses: 0,
        optional: false,
        sealedFor: 'sosyal',
      };
      expect(await store.commit(turnOf(id, 1, [first.input], [], { question }))).toBe('committed');
      await store.release(id, 'me');

      await inbox().accept([says('e2', IDENTITY)]);
      const { input, personal } = await personalOf(id, 10);
      const [answer] = personal!;
      expect(answer!.hash).toBe(first.personal![0]!.hash);
      const { kind, masked, hash, sealed } = answer!;
      const opened = ticketOpened('PB-26-000777');
      if (opened.type !== 'ticket.opened') throw new Error('a ticket');
      const field = { kind, masked, hash, sealed: sealed!, department: 'sosyal' };
      const ticket: Event = { ...opened, ticket: { ...opened.ticket, sealed: [field] } };
      expect(await store.commit(turnOf(id, 2, [input], [ticket]))).toBe('committed');

      const kept = (await store.ticket('PB-26-000777'))!.sealed![0]!;
      expect(vault.open(kept.sealed, sealedFor(id, 'sosyal'))).toBe(IDENTITY);
      expect(vault.open(kept.sealed, sealedFor(id, 'su'))).toBeNull();
      expect(await store.ticketsOfHash(kept.hash, 10)).toEqual(['PB-26-000777']);
      expect(await store.ticketsOfHash('0'.repeat(32), 10)).toEqual([]);
      // An agent's note is stored like a citizen's words.
      await inbox().act(id, 'action-1', { do: 'note', agentId: 'a', agentName: 'A', text: `tc ${IDENTITY}` });
      const noted = (await store.take(id, 'me', 1_000, NOW + 20))!.inputs.at(-1)!.body;
      expect(JSON.stringify(noted)).toContain('tc *********46');
      expect(await all(id)).not.toContain(IDENTITY);
      expect(await all(id)).toContain('*********46');
    });
  });

  test('an agent’s word on a message stands beside it, and what was shown is kept in order', async () => {
    const { id: input, conversationId } = await accept(message('e1'));
    const reading = {
      intent: 'road.pothole',
      confidence: 0.5,
      decision: 'ask' as const,
      also: [],
      alternatives: [],
      entities: [],
      department: 'fen',
      lang: 'tr' as const,
    };
    await store.commit(turnOf(conversationId, 1, [input], [{ type: 'read', inputId: input, reading }]));
    const { id: act } = await accept(message('e2'));
    const corrected = { ...reading, corrected: { intent: 'road.pavement', by: 'Ayla' } };
    const lesson = { text: 'yol bozuk', was: 'road.pothole', intent: 'road.pavement', by: 'agent' as const };
    const events: Event[] = [
      { type: 'corrected', inputId: input, reading: corrected },
      { type: 'learnt', ...lesson },
      { type: 'learnt', ...lesson, intent: null, by: 'citizen' },
    ];
    await store.commit(turnOf(conversationId, 2, [act], events));
    const [row] = await store.thread(conversationId, { limit: 10 });
    expect(row!.reading).toEqual(corrected);
    expect(await store.lessons({ skip: 0, limit: 10 })).toEqual([
      { ...lesson, id: `${conversationId}:2:1`, conversationId, at: NOW + 2 },
      { ...lesson, id: `${conversationId}:2:2`, conversationId, at: NOW + 2, intent: null, by: 'citizen' },
    ]);
    expect(await store.lessons({ skip: 1, limit: 1 })).toMatchObject([{ by: 'citizen' }]);
  });

  test('small facts: the first word stands, and a one-time one is taken once', async () => {
    const values = await Promise.all(['a', 'b', 'c'].map((value) => store.kvInit('secret', value)));
    expect(new Set(values).size).toBe(1);
    await store.kvSet('link', 'x');
    await store.kvSet('link', 'y');
    expect(await store.kvTake('link', 'x')).toBe(false);
    const taken = await Promise.all([store.kvTake('link', 'y'), store.kvTake('link', 'y')]);
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await store.kvGet('link')).toBeNull();
  });

  test('what is stored is there after a reopening', async () => {
    const { conversationId } = await accept(message('e1'));
    store = await opened.reopen();
    expect(await store.backlog(10)).toEqual([conversationId]);
    await store.check();
  });

  describe('decisions', () => {
    test('are kept with the turn, listed newest first by programme and conversation, and written once', async () => {
      const { id, conversationId } = await accept(message('e1'));
      const decision = {
        programme: 'hosgeldin-bebek',
        ruleFrom: '2026-01-01',
        rule: 'abc',
        answers: { residence: 'yes', birthDate: '2026-03-01' },
        status: 'eligible',
        failing: [],
        waiting: [],
        missingDocuments: [],
      };
      const food = { ...decision, programme: 'gida-destegi', status: 'not_eligible', failing: ['income'] };
      const turn = turnOf(
        conversationId,
        1,
        [id],
        [
          { type: 'decision', decision },
          { type: 'decision', decision: food },
        ],
      );
      expect(await store.commit(turn)).toBe('committed');
      expect(await store.decisions({ programme: 'hosgeldin-bebek', limit: 10 })).toEqual([
        { ...decision, id: `${turn.id}:0`, conversationId, at: turn.at },
      ]);
      expect((await store.decisions({ conversationId, limit: 10 })).map(({ programme }) => programme)).toEqual([
        'gida-destegi',
        'hosgeldin-bebek',
      ]);
      expect(await store.decisions({ programme: 'yok', limit: 10 })).toEqual([]);
    });
  });

  describe('records of one kind', () => {
    test('are listed by intent', async () => {
      const { id, conversationId } = await accept(message('e1'));
      await store.commit(turnOf(conversationId, 1, [id], [ticketOpened('T-1'), bookingOpened('T-2', [])]));
      expect((await store.tickets({ intent: 'facility.booking', limit: 10 })).map(({ number }) => number)).toEqual(['T-2']);
    });
  });

  describe('slots', () => {
    const HOLD = NOW + 600_000;
    const claim = (slots: string[], number: string, conversationId = number, now = NOW) =>
      store.slotsClaim({ slots, number, conversationId, now, until: now + 600_000 });

    test('of 50 racing claims on one slot exactly one wins', async () => {
      const results = await Promise.all(Array.from({ length: 50 }, (_, index) => claim(['saha|18'], `T-${index}`)));
      const won = results.filter(({ number }) => number !== null);
      expect(won).toHaveLength(1);
      expect(results.filter(({ number, taken }) => number === null && taken[0] === 'saha|18')).toHaveLength(49);
      expect(await store.slotsTaken('saha|', NOW)).toEqual(['saha|18']);
    });

    test('of 50 racing claims on overlapping slots no slot has two owners, and a loser keeps none', async () => {
      const wanted = Array.from({ length: 50 }, (_, index) => [`kamp|${index % 5}`, `kamp|${(index % 5) + 1}`]);
      const results = await Promise.all(wanted.map((slots, index) => claim(slots, `T-${index}`)));
      const owned = wanted.flatMap((slots, index) => (results[index]!.number === null ? [] : slots));
      expect(new Set(owned).size).toBe(owned.length);
      expect(owned.length).toBeGreaterThanOrEqual(2);
      expect(await store.slotsTaken('kamp|', NOW)).toEqual([...owned].sort());
    });

    test('a turn that runs again does not lose to itself; another conversation does', async () => {
      expect(await claim(['a|1', 'a|2'], 'T-1', 'c1')).toEqual({ number: 'T-1', taken: [] });
      expect(await claim(['a|1', 'a|2'], 'T-9', 'c1')).toEqual({ number: 'T-1', taken: [] });
      expect(await claim(['a|2', 'a|3'], 'T-2', 'c2')).toEqual({ number: null, taken: ['a|2'] });
      expect(await store.slotsTaken('a|', NOW)).toEqual(['a|1', 'a|2']);
    });

    test('what is held and never opened is free after its time; what was opened stays until it is withdrawn', async () => {
      const { id, conversationId } = await accept(message('e1'));
      await claim(['b|1'], 'T-1', conversationId);
      await claim(['b|2'], 'T-2', conversationId);
      await store.commit(turnOf(conversationId, 1, [id], [bookingOpened('T-1', ['b|1'])]));
      expect(await store.slotsTaken('b|', HOLD)).toEqual(['b|1']);
      expect((await claim(['b|1'], 'T-3', 'c3', HOLD + 1)).number).toBeNull();
      expect((await claim(['b|2'], 'T-4', 'c4', HOLD + 1)).number).toBe('T-4');

      const { id: second } = await accept(message('e2'));
      const withdrawn = { type: 'ticket.status', number: 'T-1', status: 'cancelled', text: '', by: 'citizen' } as const;
      await store.commit(turnOf(conversationId, 2, [second], [withdrawn]));
      expect((await claim(['b|1'], 'T-5', 'c5', HOLD + 1)).number).toBe('T-5');
    });

    test('survive a restart', async () => {
      await claim(['c|1'], 'T-1');
      store = await opened.reopen();
      expect((await claim(['c|1'], 'T-2')).number).toBeNull();
    });
  });
}
