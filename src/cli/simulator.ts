/** A conversation without a network: the real inbox, pipeline, commit and store, a clock that is set by hand. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../commit';
import type { Config } from '../core/config';
import type { Lang, MessageItem, OutPart, Part } from '../core/items';
import { createLive } from '../core/live';
import { type Log, silentLog } from '../core/log';
import { takePersonal } from '../core/personal';
import type { DeskAction, Turn } from '../core/turn';
import { createVault } from '../core/vault';
import { createInbox } from '../inbox';
import { loadKnowledge, type Knowledge } from '../knowledge';
import { stagesOf } from '../stages';
import { runPipeline } from '../pipeline';
import type { Store } from '../store/port';
import { openSqliteStore } from '../store/sqlite';
import { createWorker } from '../worker';

export interface Said {
  from: 'bot' | 'agent';
  part: OutPart;
}

export interface Simulator {
  knowledge: Knowledge;
  store: Store;
  /** Epoch milliseconds. */
  now(): number;
  /** A message of the citizen, `parts` as a channel would give them; gives what was answered at once. */
  send(parts: Part[]): Promise<Said[]>;
  /** An agent's action on the conversation. */
  act(action: DeskAction): Promise<Said[]>;
  /** Lets time pass; timers that fall due on the way fire in order. */
  wait(ms: number): Promise<Said[]>;
  /** Lets the wait for a burst's companions pass, if one is on. */
  settle(): Promise<Said[]>;
  /** Begins anew with another citizen, at the given moment. */
  restart(options: { now: number; channel: string; lang?: Lang }): void;
  /** The citizen's id on the channel. */
  citizenId(): string;
  turns: Turn[];
  close(): Promise<void>;
}

/** A pause between two messages typed one after the other. */
const TYPING_MS = 400;

/**
 * @param config settings; KAPI_DATA_DIR keeps the trained model, records go to a folder of their own that ends with the simulator
 */
export async function createSimulator(config: Config, log: Log = silentLog): Promise<Simulator> {
  const folder = mkdtempSync(join(tmpdir(), 'kapi-sim-'));
  const store = await openSqliteStore({ path: join(folder, 'kapi.db'), project });
  const knowledge = await loadKnowledge(config, store);
  const stages = stagesOf(config, knowledge);
  // What is kept here ends with the simulator.
  const vault = createVault(randomBytes(32));
  let now = Date.now();
  let channel = 'http';
  let lang: Lang | undefined;
  let citizen = 0;
  let counter = 0;
  let said: Said[] = [];
  const turns: Turn[] = [];
  const waiting: string[] = [];
  const queue = {
    push: (id: string) => void waiting.push(id),
    pushLater: (id: string) => void waiting.push(id),
    start() {},
    stop: async () => {},
    size: () => waiting.length,
  };
  const live = createLive();
  const inbox = createInbox({
    store,
    queue,
    live,
    now: () => now,
    takePersonal: (text, bound) => takePersonal(text, vault, bound),
    saveMedia: async (_bytes, { mimeType }) => ({ kind: 'image', mimeType, hash: '0'.repeat(64) }),
    onStatus() {},
    onMedia() {},
    textMaxChars: config.KAPI_TEXT_MAX_CHARS,
  });
  const work = createWorker({
    store,
    queue,
    live,
    log,
    project,
    now: () => now,
    owner: 'simulator',
    run: (before, input, at) => runPipeline(stages, before, input, at),
    apology: (session) => ({
      text: knowledge.texts.t(session.lang, 'errors.apology', knowledge.city[session.lang]),
      reason: 'desk.reason_failed',
    }),
    onTurn(turn, outbound) {
      turns.push(turn);
      // A timer of an earlier citizen may fall due while another one writes.
      if (turn.session.peer.to === `citizen-${citizen}`)
        said.push(...outbound.map((row): Said => ({ from: row.author, part: row.part })));
    },
  });

  async function run(): Promise<Said[]> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await work(id);
    const done = said;
    said = [];
    return done;
  }

  async function wait(ms: number): Promise<Said[]> {
    const end = now + ms;
    const out: Said[] = [];
    for (let at = await store.nextTimerAt(); at !== null && at <= end; at = await store.nextTimerAt()) {
      now = Math.max(now, at);
      await inbox.timers(await store.dueTimers(now, 100));
      out.push(...(await run()));
    }
    now = end;
    return out;
  }

  return {
    knowledge,
    store,
    turns,
    wait,
    now: () => now,
    citizenId: () => `citizen-${citizen}`,
    async send(parts) {
      now += TYPING_MS;
      const item: MessageItem = {
        type: 'message',
        channel,
        account: 'default',
        eventId: `m${++counter}`,
        sender: { ids: [`citizen-${citizen}`] },
        at: now,
        parts,
        ...(lang === undefined ? {} : { lang }),
      };
      await inbox.accept([item]);
      return run();
    },
    async act(action) {
      const id = await store.conversationOf(channel, 'default', `citizen-${citizen}`);
      if (id !== null) await inbox.act(id, `a${++counter}`, action);
      return run();
    },
    settle: () => wait(config.KAPI_BURST_MAX_MS),
    restart(options) {
      citizen++;
      now = options.now;
      channel = options.channel;
      lang = options.lang;
      turns.length = 0;
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
