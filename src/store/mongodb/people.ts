import type { mongo } from 'mongoose';
import { KapiError, KINDS } from '../../core/errors';
import type { Agent, MediaRow, Store } from '../port';
import type { Collections, Documents } from './documents';
import { insertOnce } from './errors';

type People = Pick<
  Store,
  | 'agents'
  | 'agentByLogin'
  | 'agent'
  | 'agentAdd'
  | 'agentDepartments'
  | 'agentPassword'
  | 'agentSessionAdd'
  | 'agentSession'
  | 'agentSessionEnd'
  | 'kvGet'
  | 'kvInit'
  | 'kvSet'
  | 'kvTake'
>;

/** A document under its own name for the key. */
function named<T extends { _id: string }>(doc: T | null): (Omit<T, '_id'> & { id: string }) | null {
  if (!doc) return null;
  const { _id, ...rest } = doc;
  return { id: _id, ...rest };
}

/** An agent added before there were departments has none. */
function agentOf(doc: Documents['agents'] | null): Agent | null {
  const agent = named(doc);
  return agent && { ...agent, departments: agent.departments ?? [] };
}

export function peopleOf(db: Collections): People {
  const kvGet = async (key: string): Promise<string | null> => (await db.kv.findOne({ _id: key }))?.value ?? null;
  return {
    agents: async () => (await db.agents.find().sort({ name: 1 }).toArray()).map((doc) => agentOf(doc)!),
    agentByLogin: async (login) => agentOf(await db.agents.findOne({ login })),
    agent: async (id) => agentOf(await db.agents.findOne({ _id: id })),
    async agentAdd({ id, ...agent }) {
      if (!(await insertOnce(() => db.agents.insertOne({ _id: id, ...agent }))))
        throw new KapiError(KINDS.conflict, 'this login is taken', { field: 'login' });
    },
    async agentDepartments(id, departments) {
      await db.agents.updateOne({ _id: id }, { $set: { departments } });
    },
    async agentPassword(id, passwordHash) {
      await db.agents.updateOne({ _id: id }, { $set: { passwordHash } });
      await db.agent_sessions.deleteMany({ agentId: id });
    },
    async agentSessionAdd({ id, ...session }) {
      await db.agent_sessions.insertOne({ _id: id, ...session });
    },
    agentSession: async (id, now) => named(await db.agent_sessions.findOne({ _id: id, expiresAt: { $gt: now } })),
    async agentSessionEnd(id) {
      await db.agent_sessions.deleteOne({ _id: id });
    },
    kvGet,
    async kvInit(key, value) {
      await insertOnce(() => db.kv.insertOne({ _id: key, value }));
      return (await kvGet(key))!;
    },
    async kvSet(key, value) {
      const { matchedCount } = await db.kv.updateOne({ _id: key }, { $set: { value } });
      if (matchedCount === 0 && !(await insertOnce(() => db.kv.insertOne({ _id: key, value }))))
        await db.kv.updateOne({ _id: key }, { $set: { value } });
    },
    kvTake: async (key, value) => (await db.kv.deleteOne({ _id: key, value })).deletedCount === 1,
  };
}

type Media = Pick<Store, 'mediaAdd' | 'mediaDue' | 'mediaOf' | 'mediaMark' | 'mediaBelongs'>;

export function mediaOf(db: Collections): Media {
  return {
    async mediaAdd(rows) {
      for (const { id, ...row } of rows) await insertOnce(() => db.media.insertOne({ _id: id, ...row }));
    },
    async mediaDue(now, limit) {
      const due = await db.media
        .find({ state: 'waiting', nextAt: { $lte: now } })
        .sort({ nextAt: 1 })
        .limit(limit)
        .toArray();
      return due.map((doc) => named(doc) as MediaRow);
    },
    mediaOf: async (conversationId) =>
      (await db.media.find({ conversationId }).sort({ _id: 1 }).toArray()).map((doc) => named(doc) as MediaRow),
    async mediaMark(id, change) {
      const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      if (Object.keys(set).length > 0)
        await db.media.updateOne({ _id: id }, { $set: set as mongo.MatchKeysAndValues<Documents['media']> });
    },
    async mediaBelongs(conversationId, hash) {
      const doc = await db.media.findOne({ conversationId, hash, state: 'stored' });
      return doc ? { mimeType: doc.mimeType ?? 'application/octet-stream' } : null;
    },
  };
}
