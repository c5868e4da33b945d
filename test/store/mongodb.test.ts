import { randomBytes } from 'node:crypto';
import { project } from '../../src/commit';
import { openMongoStore } from '../../src/store/mongodb';
import type { Store } from '../../src/store/port';
import { type MongoServer, startMongo, whyNoMongo } from '../support/mongo';
import { storeContract } from './contract';
import { message, NOW, reply, turnOf } from './support';

const missing = whyNoMongo();
// The continuous checks insist; elsewhere the reason is printed.
if (missing && process.env.KAPI_TEST_MONGODB === 'required') throw new Error(`the MongoDB suite cannot run: ${missing}`);
if (missing) console.warn(`MongoDB suite skipped: ${missing}`);

(missing ? describe.skip : describe)('MongoDB', () => {
  let server: MongoServer;
  beforeAll(async () => {
    server = await startMongo();
  }, 90_000);
  afterAll(() => server?.stop(), 30_000);

  const fresh = (): string => server.uri(`kapi_test_${randomBytes(6).toString('hex')}`);

  storeContract(async () => {
    const uri = fresh();
    let store = await openMongoStore({ uri, project });
    return {
      store,
      async reopen() {
        await store.close();
        store = await openMongoStore({ uri, project });
        return store;
      },
      close: () => store.close(),
    };
  });

  describe('a process that died between commit and projection', () => {
    /** A conversation with one turn committed and nothing of it projected. */
    async function left(): Promise<{ uri: string; conversationId: string; secondId: string }> {
      const uri = fresh();
      const dying = await openMongoStore({
        uri,
        project: () => {
          throw new Error('killed');
        },
      });
      const [first] = await dying.accept([message('e1')]);
      const [second] = await dying.accept([message('e2')]);
      const turn = turnOf(
        first!.conversationId,
        1,
        [first!.id],
        [reply('bir', 'e1'), { type: 'timer.set', key: 'burst', at: NOW }],
      );
      expect(await dying.commit(turn)).toBe('committed');
      expect(await dying.outboxOpen(10)).toEqual([]);
      await dying.close();
      return { uri, conversationId: first!.conversationId, secondId: second!.id };
    }

    test('the next start finishes it', async () => {
      const { uri, conversationId, secondId } = await left();
      const store = await openMongoStore({ uri, project });
      expect((await store.outboxOpen(10)).map(({ outbound }) => outbound.id)).toEqual([`${conversationId}:1:0`]);
      expect(await store.dueTimers(NOW, 10)).toHaveLength(1);
      const work = await store.take(conversationId, 'me', 1_000, NOW);
      expect([work!.version, work!.inputs.map(({ id }) => id)]).toEqual([1, [secondId]]);
      await store.close();
    });

    test('a mark on a row that is not there yet finds it', async () => {
      const uri = fresh();
      let failing = false;
      const store = await openMongoStore({
        uri,
        project: (turn) => {
          if (failing) throw new Error('the server was away');
          return project(turn);
        },
      });
      const [input] = await store.accept([message('e1')]);
      failing = true;
      const { conversationId } = input!;
      expect(await store.commit(turnOf(conversationId, 1, [input!.id], [reply('bir', 'e1')]))).toBe('committed');
      failing = false;
      const id = `${conversationId}:1:0`;
      expect(await store.outboxMark([{ id, state: 'sent' }])).toEqual([id]);
      expect(await store.outboxOpen(10)).toEqual([]);
      await store.close();
    });

    test('a turn does not overtake the one before it', async () => {
      const uri = fresh();
      let failing = false;
      const store = await openMongoStore({
        uri,
        project: (turn) => {
          if (failing) throw new Error('the server was away');
          return project(turn);
        },
      });
      const [first] = await store.accept([message('e1')]);
      const [second] = await store.accept([message('e2')]);
      const { conversationId } = first!;
      failing = true;
      await store.commit(turnOf(conversationId, 1, [first!.id], [reply('bir', 'e1')]));
      failing = false;
      await store.commit(turnOf(conversationId, 2, [second!.id], [reply('iki', 'e2')]));
      expect((await store.outboxOpen(10)).map(({ outbound }) => outbound.id)).toEqual([
        `${conversationId}:1:0`,
        `${conversationId}:2:0`,
      ]);
      await store.close();
    });
  });

  test('two processes on one database share the work without doubling it', async () => {
    const uri = fresh();
    const [one, two] = await Promise.all([openMongoStore({ uri, project }), openMongoStore({ uri, project })]);
    const stores: Store[] = [one!, two!];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => stores[index % 2]!.accept([message(`e${index % 10}`, 'ayse')])),
    );
    expect(results.flat().filter(({ fresh: isFresh }) => isFresh)).toHaveLength(10);
    const { conversationId } = results[0]![0]!;
    const inputs = (await one!.take(conversationId, 'one', 1_000, NOW))!.inputs.map(({ id }) => id);
    const outcomes = await Promise.all(
      stores.flatMap((store) => inputs.map((id) => store.commit(turnOf(conversationId, 1, [id], [reply('x', 'e')])))),
    );
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  test('a database of a newer program, and a server that is not there, are refused in one line', async () => {
    const uri = fresh();
    const store = await openMongoStore({ uri, project });
    await store.kvSet('schema_version', '99');
    await store.close();
    await expect(openMongoStore({ uri, project })).rejects.toThrow('The database is of schema 99');
    await expect(openMongoStore({ uri: 'mongodb://127.0.0.1:9/kapi', project })).rejects.toThrow(
      /^MONGODB_URI: the server cannot be used/,
    );
  }, 20_000);
});
