import type { Database } from 'better-sqlite3';
import { KapiError, KINDS } from '../../core/errors';
import type { Agent, AgentSession, MediaRow, Store } from '../port';
import type { Writer } from './writer';

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

const AGENT = 'id, login, name, role, departments, password_hash AS passwordHash, created_at AS createdAt';

export function peopleOf(db: Database, writer: Writer): People {
  const agents = db.prepare(`SELECT ${AGENT} FROM agents ORDER BY name`);
  const byLogin = db.prepare(`SELECT ${AGENT} FROM agents WHERE login = ?`);
  const byId = db.prepare(`SELECT ${AGENT} FROM agents WHERE id = ?`);
  const add = db.prepare(
    'INSERT INTO agents (id, login, name, role, departments, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (login) DO NOTHING',
  );
  const departments = db.prepare('UPDATE agents SET departments = ? WHERE id = ?');
  const password = db.prepare('UPDATE agents SET password_hash = ? WHERE id = ?');
  const endAll = db.prepare('DELETE FROM agent_sessions WHERE agent_id = ?');
  const addSession = db.prepare('INSERT INTO agent_sessions (id, agent_id, created_at, expires_at) VALUES (?, ?, ?, ?)');
  const session = db.prepare(
    'SELECT id, agent_id AS agentId, created_at AS createdAt, expires_at AS expiresAt FROM agent_sessions WHERE id = ? AND expires_at > ?',
  );
  const end = db.prepare('DELETE FROM agent_sessions WHERE id = ?');
  const get = db.prepare('SELECT value FROM kv WHERE key = ?').pluck();
  const init = db.prepare('INSERT INTO kv (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const set = db.prepare('INSERT INTO kv (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
  const take = db.prepare('DELETE FROM kv WHERE key = ? AND value = ?');
  const orNull = <T>(row: unknown): T | null => (row as T | undefined) ?? null;
  const agentOf = (row: unknown): Agent => {
    const { departments: keys, ...rest } = row as Omit<Agent, 'departments'> & { departments: string };
    return { ...rest, departments: JSON.parse(keys) as string[] };
  };
  const optional = (row: unknown): Agent | null => (row === undefined ? null : agentOf(row));
  return {
    agents: async () => agents.all().map(agentOf),
    agentByLogin: async (login) => optional(byLogin.get(login)),
    agent: async (id) => optional(byId.get(id)),
    agentAdd: (a) =>
      writer.write(() => {
        if (add.run(a.id, a.login, a.name, a.role, JSON.stringify(a.departments), a.passwordHash, a.createdAt).changes === 0)
          throw new KapiError(KINDS.conflict, 'this login is taken', { field: 'login' });
      }),
    agentDepartments: (id, keys) => writer.write(() => void departments.run(JSON.stringify(keys), id)),
    agentPassword: (id, hash) =>
      writer.write(() => {
        password.run(hash, id);
        endAll.run(id);
      }),
    agentSessionAdd: (s) => writer.write(() => void addSession.run(s.id, s.agentId, s.createdAt, s.expiresAt)),
    agentSession: async (id, now) => orNull<AgentSession>(session.get(id, now)),
    agentSessionEnd: (id) => writer.write(() => void end.run(id)),
    kvGet: async (key) => orNull<string>(get.get(key)),
    kvInit: (key, value) =>
      writer.write(() => {
        init.run(key, value);
        return get.get(key) as string;
      }),
    kvSet: (key, value) => writer.write(() => void set.run(key, value)),
    kvTake: (key, value) => writer.write(() => take.run(key, value).changes === 1),
  };
}

type Media = Pick<Store, 'mediaAdd' | 'mediaDue' | 'mediaOf' | 'mediaMark' | 'mediaBelongs'>;

const MEDIA_COLUMNS: Record<string, string> = {
  conversationId: 'conversation_id',
  channel: 'channel',
  account: 'account',
  state: 'state',
  tries: 'tries',
  nextAt: 'next_at',
  hash: 'hash',
  mimeType: 'mime_type',
  size: 'size',
  error: 'error',
  ref: 'ref',
};

export function mediaOf(db: Database, writer: Writer): Media {
  const add = db.prepare(
    `INSERT INTO media (id, conversation_id, channel, account, ref, state, tries, next_at, hash, mime_type, size, error)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const columns =
    'id, conversation_id AS conversationId, channel, account, ref, state, tries, next_at AS nextAt, hash, mime_type AS mimeType, size, error';
  const due = db.prepare(`SELECT ${columns} FROM media WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at LIMIT ?`);
  const owned = db.prepare(`SELECT ${columns} FROM media WHERE conversation_id = ? ORDER BY id`);
  const parse = (rows: unknown[]): MediaRow[] =>
    (rows as (Omit<MediaRow, 'ref'> & { ref: string })[]).map((row) => ({ ...row, ref: JSON.parse(row.ref) }));
  const belongs = db.prepare(
    "SELECT mime_type AS mimeType FROM media WHERE conversation_id = ? AND hash = ? AND state = 'stored'",
  );
  return {
    mediaAdd: (rows) =>
      writer.write(() => {
        for (const m of rows)
          add.run(
            m.id,
            m.conversationId,
            m.channel,
            m.account,
            JSON.stringify(m.ref),
            m.state,
            m.tries,
            m.nextAt,
            m.hash,
            m.mimeType,
            m.size,
            m.error,
          );
      }),
    mediaDue: async (now, limit) => parse(due.all(now, limit)),
    mediaOf: async (conversationId) => parse(owned.all(conversationId)),
    mediaMark: (id, change) =>
      writer.write(() => {
        const entries = Object.entries(change).filter(
          ([name, value]) => MEDIA_COLUMNS[name] !== undefined && value !== undefined,
        );
        if (entries.length === 0) return;
        const sets = entries.map(([name]) => `${MEDIA_COLUMNS[name]} = ?`).join(', ');
        db.prepare(`UPDATE media SET ${sets} WHERE id = ?`).run(
          ...entries.map(([name, value]) => (name === 'ref' ? JSON.stringify(value) : value)),
          id,
        );
      }),
    async mediaBelongs(conversationId, hash) {
      const row = belongs.get(conversationId, hash) as { mimeType: string | null } | undefined;
      return row ? { mimeType: row.mimeType ?? 'application/octet-stream' } : null;
    },
  };
}
