import type { Turn } from '../../core/turn';
import type { CommitOutcome, Project, Store } from '../port';
import { Batch } from './batch';
import type { Collections, TurnDoc } from './documents';
import { insertOnce } from './errors';
import { projectTurn } from './project';

type Turns = Pick<Store, 'commit' | 'dueTimers' | 'nextTimerAt' | 'nextNumbers'>;

/** Turns projected in one go by the sweep. */
const SWEEP_TURNS = 500;

export interface Projector {
  /** Brings what a conversation has committed into the other collections. */
  conversation(conversationId: string): Promise<void>;
  /** Finds what processes left that died between commit and projection. */
  sweep(): Promise<void>;
}

export function projectorOf(db: Collections, project: Project): Projector {
  async function all(filter: { conversationId?: string }): Promise<number> {
    const left = await db.turns
      .find({ unprojected: true, ...filter })
      .sort({ conversationId: 1, version: 1 })
      .limit(SWEEP_TURNS)
      .toArray();
    for (const doc of left) await projectTurn(db, project, doc);
    return left.length;
  }
  return {
    conversation: async (conversationId) => void (await all({ conversationId })),
    async sweep() {
      while ((await all({})) === SWEEP_TURNS);
    },
  };
}

export function turnsOf(db: Collections, project: Project, projector: Projector): Turns {
  const batch = new Batch(db.turns);
  /** Conversations whose last turn is committed but not projected: the next one must not overtake it. */
  const behind = new Set<string>();

  async function commit(turn: Turn): Promise<CommitOutcome> {
    if (turn.inputs.length === 0) throw new Error('a turn consumes at least one input');
    // What is no JSON fails here, alone, before it joins a batch; what is stored is what a replay reads.
    const { id, ...rest } = JSON.parse(JSON.stringify(turn)) as Turn;
    const doc: TurnDoc = { _id: id, ...rest, unprojected: true };
    const refusal = await batch.insert(doc);
    // The message names the index: not every server gives the key.
    if (refusal !== null) return refusal.message.includes('inputs') ? 'consumed' : 'stale';
    try {
      if (behind.has(turn.conversationId)) await projector.conversation(turn.conversationId);
      else await projectTurn(db, project, doc);
      behind.delete(turn.conversationId);
    } catch {
      behind.add(turn.conversationId);
      // It is committed: the next lease of the conversation, a mark, or the sweep finishes it.
    }
    return 'committed';
  }

  return {
    commit,
    async dueTimers(now, limit) {
      const due = await db.timers
        .find({ at: { $lte: now } })
        .sort({ at: 1 })
        .limit(limit)
        .toArray();
      return due.map(({ conversationId, key, at }) => ({ conversationId, key, at: at! }));
    },
    async nextTimerAt() {
      const [next] = await db.timers
        .find({ at: { $exists: true } })
        .sort({ at: 1 })
        .limit(1)
        .toArray();
      return next?.at ?? null;
    },
    async nextNumbers(series, count) {
      await insertOnce(() => db.counters.insertOne({ _id: series, next: 1 }));
      // Taken by what was read, not by what an update gives back: a compatible server was seen to give a later state.
      for (;;) {
        const { next } = (await db.counters.findOne({ _id: series }))!;
        const taken = await db.counters.updateOne({ _id: series, next }, { $set: { next: next + count } });
        if (taken.matchedCount === 1) return next;
      }
    },
  };
}
