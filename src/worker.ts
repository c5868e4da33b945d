/** Takes a conversation, runs the pipeline on each of its waiting inputs, and commits turn by turn. */
import { KapiError } from './core/errors';
import type { Outbound } from './core/items';
import type { Live } from './core/live';
import type { Log } from './core/log';
import { newSession, type Session } from './core/session';
import { type Event, type StoredInput, type Turn, turnId } from './core/turn';
import type { Write } from './core/writes';
import type { Queue } from './queue/port';
import type { CommitOutcome, Store, Work } from './store/port';

export interface WorkerDeps {
  store: Store;
  queue: Queue;
  live: Live;
  log: Log;
  now(): number;
  /** Name under which leases are taken. */
  owner: string;
  run(
    before: Session | null,
    input: StoredInput,
    now: number,
  ): Promise<{ session: Session; events: Event[]; calls: Turn['calls'] }>;
  project(turn: Turn): Write[];
  /** Called after each committed turn. */
  onTurn(turn: Turn, outbound: Outbound[], input: StoredInput, tookMs: number): void;
  /** Says sorry in the citizen's language and calls a person. */
  apology(session: Session): { text: string; reason: string };
}

const LEASE_MS = 30_000;
const RETRY_MS = 1_000;
/** A message that failed so often is set aside, its citizen told and a person called. */
export const TRIES_MAX = 3;

/** Gives the queue's job: everything that waits in one conversation, oldest first. */
export interface Worker {
  (conversationId: string): Promise<void>;
  /** Conversations that an earlier process left in progress: one of their messages may have ended it. */
  suspect(conversationIds: string[]): void;
}

export function createWorker(deps: WorkerDeps): Worker {
  const { store, queue } = deps;
  const suspects = new Set<string>();
  /** Suspects that wait for their turn, in order. */
  const line = new Set<string>();
  let tried: string | null = null;

  /** Suspects are tried one by one: when one ends the process, only its own try was counted. */
  const work = async (conversationId: string): Promise<void> => {
    if (!suspects.has(conversationId)) return each(conversationId);
    if (tried !== null) {
      line.add(conversationId);
      return;
    }
    tried = conversationId;
    try {
      await each(conversationId);
    } finally {
      tried = null;
      // One that was cleared meanwhile runs beside; the next suspect goes on.
      for (const next of line) {
        line.delete(next);
        queue.push(next);
        if (suspects.has(next)) break;
      }
    }
  };

  const each = async (conversationId: string): Promise<void> => {
    let taken: Work | null;
    try {
      taken = await store.take(conversationId, deps.owner, LEASE_MS, deps.now());
    } catch (error) {
      later(conversationId, error);
      return;
    }
    if (!taken) {
      suspects.delete(conversationId);
      return;
    }
    let { session, version } = taken;
    for (const input of taken.inputs) {
      const turn = await turnOf(input, session, version + 1);
      if (!turn) break;
      const outcome = await commit(turn, input);
      if (outcome !== 'committed') {
        if (outcome) queue.push(conversationId);
        break;
      }
      session = turn.session;
      version = turn.version;
    }
    await store.release(conversationId, deps.owner);
    suspects.delete(conversationId);
  };
  return Object.assign(work, { suspect: (ids: string[]) => ids.forEach((id) => suspects.add(id)) });

  /** Runs the pipeline; what fails again and again becomes a dead letter. Null: try again later. */
  async function turnOf(input: StoredInput, before: Session | null, version: number): Promise<Turn | null> {
    const id = turnId(input.conversationId, version);
    const at = deps.now();
    if (input.tries >= TRIES_MAX) return deadLetter(input, before, version, at);
    try {
      // Counted before the attempt, so that one that kills the process is counted too.
      if (suspects.has(input.conversationId)) await store.countTry(input.id);
      const { session, events, calls } = await deps.run(before, input, at);
      return {
        id,
        conversationId: input.conversationId,
        version,
        inputs: [input.id],
        at,
        session: withTimers(session, events),
        events,
        calls,
      };
    } catch (error) {
      deps.log.error(
        { error: error instanceof Error ? error.stack : String(error), input: input.id, tries: input.tries + 1 },
        'a message could not be handled',
      );
      try {
        if (!(error instanceof KapiError && error.kind.retryable) && !suspects.has(input.conversationId))
          await store.countTry(input.id);
      } catch (storeError) {
        deps.log.error({ error: String(storeError), input: input.id }, 'the try could not be counted');
      }
      queue.pushLater(input.conversationId, RETRY_MS);
      return null;
    }
  }

  async function commit(turn: Turn, input: StoredInput): Promise<CommitOutcome | null> {
    try {
      const outcome = await store.commit(turn);
      if (outcome !== 'committed') return outcome;
    } catch (error) {
      later(turn.conversationId, error);
      return null;
    }
    const outbound = deps.project(turn).flatMap((write) => (write.op === 'outbound' ? [write.row] : []));
    deps.onTurn(turn, outbound, input, deps.now() - input.acceptedAt);
    return 'committed';
  }

  function later(conversationId: string, error: unknown): void {
    deps.log.error({ error: String(error), conversationId }, 'the store could not be used; the conversation waits');
    queue.pushLater(conversationId, RETRY_MS);
  }

  function deadLetter(input: StoredInput, before: Session | null, version: number, at: number): Turn {
    const { body } = input;
    const peer =
      body.kind === 'message'
        ? { channel: input.channel, account: input.account, to: body.item.sender.ids[0]! }
        : { channel: input.channel, account: input.account, to: '' };
    const session: Session = structuredClone(before ?? newSession(peer, 'tr'));
    const events: Event[] = [{ type: 'dead_letter', reason: `failed ${input.tries} times` }];
    session.suspended = null;
    if (body.kind === 'timer') events.push({ type: 'timer.clear', key: body.key });
    // Whose words are set aside: the message's own, and those that waited to be answered together.
    const owed = [...(session.burst?.owes ?? []), ...(body.kind === 'message' ? [input.eventId] : [])];
    if (body.kind !== 'action' && owed.length > 0 && !session.holder) {
      const { text, reason } = deps.apology(session);
      session.frames = [];
      session.question = null;
      session.burst = null;
      session.waiting ??= { since: at, reason, department: null };
      events.push({ type: 'reply', part: { kind: 'text', text }, inReplyTo: owed, purpose: 'reply', author: 'bot' });
      events.push({ type: 'handoff.requested', reason, department: null });
    }
    return {
      id: turnId(input.conversationId, version),
      conversationId: input.conversationId,
      version,
      inputs: [input.id],
      at,
      session: withTimers(session, events),
      events,
      calls: [],
    };
  }
}

/** The session remembers which timers are set, so that an overtaken one is known when it comes. */
function withTimers(session: Session, events: Event[]): Session {
  const timers = { ...session.timers };
  for (const event of events)
    if (event.type === 'timer.set') timers[event.key] = event.at;
    else if (event.type === 'timer.clear') delete timers[event.key];
  return { ...session, timers };
}
