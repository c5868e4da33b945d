import type { Database } from 'better-sqlite3';
import { KapiError, KINDS } from '../../core/errors';

/**
 * One entry a schema version, applied in order, never edited after a release.
 *
 * `inputs` holds messages, agents' actions and due timers alike: what waits for a turn is one partial index. Ids are ordered
 * by acceptance, so the clustered key appends. `outbox.seq` is the order of sending within a conversation; its ids begin with
 * the conversation's, so the unique key finds a conversation's rows too. `turns` only appends: what fences them is the
 * conversation's version, and an index in the order of conversations would touch a page of its own for every message
 * (measured: a quarter of the throughput, with the larger checkpoint).
 */
const MIGRATIONS: string[] = [
  `
  CREATE TABLE inputs (
    id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, event_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL, account TEXT NOT NULL, event_id TEXT NOT NULL, kind TEXT NOT NULL,
    at INTEGER NOT NULL, accepted_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    turn TEXT, reading TEXT, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX inputs_waiting ON inputs(conversation_id, id) WHERE turn IS NULL;
  CREATE INDEX inputs_thread ON inputs(conversation_id, accepted_at);
  CREATE TABLE identities (id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE conversations (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, session TEXT NOT NULL,
    channel TEXT NOT NULL, account TEXT NOT NULL, to_id TEXT NOT NULL, name TEXT, lang TEXT NOT NULL,
    holder_id TEXT, holder_name TEXT, waiting_since INTEGER, waiting_reason TEXT, department TEXT, updated_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX conversations_waiting ON conversations(waiting_since) WHERE waiting_since IS NOT NULL;
  CREATE INDEX conversations_held ON conversations(holder_id, updated_at) WHERE holder_id IS NOT NULL;
  CREATE INDEX conversations_recent ON conversations(updated_at);
  CREATE TABLE turns (
    seq INTEGER PRIMARY KEY, conversation_id TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
    inputs TEXT NOT NULL, events TEXT NOT NULL, calls TEXT NOT NULL
  );
  CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, conversation_id TEXT NOT NULL, author TEXT NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, created_at INTEGER NOT NULL,
    channel TEXT NOT NULL, account TEXT NOT NULL, platform_key TEXT, error TEXT, resent INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL
  );
  CREATE INDEX outbox_open ON outbox(seq) WHERE state IN ('pending', 'sending', 'uncertain');
  CREATE INDEX outbox_platform ON outbox(platform_key) WHERE platform_key IS NOT NULL;
  CREATE TABLE early_statuses (platform_key TEXT PRIMARY KEY, state TEXT NOT NULL, at INTEGER NOT NULL, error TEXT) WITHOUT ROWID;
  CREATE TABLE tickets (
    number TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, status TEXT NOT NULL, department TEXT, created_at INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX tickets_conversation ON tickets(conversation_id, created_at);
  CREATE INDEX tickets_status ON tickets(status, created_at);
  CREATE TABLE timers (
    conversation_id TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (conversation_id, key)
  ) WITHOUT ROWID;
  CREATE INDEX timers_due ON timers(at);
  CREATE TABLE notes (
    id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, at INTEGER NOT NULL, agent_id TEXT NOT NULL, agent_name TEXT NOT NULL, text TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX notes_thread ON notes(conversation_id, at);
  CREATE TABLE dead_letters (id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE counters (series TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE media (
    id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, channel TEXT NOT NULL, ref TEXT NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL, next_at INTEGER NOT NULL, hash TEXT, mime_type TEXT, size INTEGER, error TEXT
  ) WITHOUT ROWID;
  CREATE INDEX media_due ON media(next_at) WHERE state = 'waiting';
  CREATE INDEX media_owner ON media(conversation_id, hash);
  CREATE TABLE agents (
    id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, password_hash TEXT NOT NULL, created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE agent_sessions (
    id TEXT PRIMARY KEY, agent_id TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE kv (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  "ALTER TABLE media ADD COLUMN account TEXT NOT NULL DEFAULT 'default'",
  `
  CREATE TABLE person_links (
    id TEXT PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, at INTEGER NOT NULL, ended_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX person_links_a ON person_links(a) WHERE ended_at IS NULL;
  CREATE INDEX person_links_b ON person_links(b) WHERE ended_at IS NULL;
  `,
  `
  ALTER TABLE agents ADD COLUMN departments TEXT NOT NULL DEFAULT '[]';
  CREATE TABLE lessons (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, conversation_id TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL,
    was TEXT NOT NULL, intent TEXT, by TEXT NOT NULL
  );
  CREATE INDEX lessons_conversation ON lessons(conversation_id);
  `,
  `
  ALTER TABLE tickets ADD COLUMN intent TEXT GENERATED ALWAYS AS (json_extract(body, '$.intent')) VIRTUAL;
  CREATE INDEX tickets_intent ON tickets(intent, created_at);
  CREATE TABLE decisions (
    id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, programme TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX decisions_programme ON decisions(programme, at);
  CREATE INDEX decisions_conversation ON decisions(conversation_id, at);
  CREATE TABLE slots (id TEXT PRIMARY KEY, number TEXT NOT NULL, conversation_id TEXT NOT NULL, until INTEGER) WITHOUT ROWID;
  CREATE INDEX slots_number ON slots(number);
  `,
  `
  CREATE TABLE ticket_hashes (hash TEXT NOT NULL, number TEXT NOT NULL, created_at INTEGER NOT NULL, PRIMARY KEY (hash, number)) WITHOUT ROWID;
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings the file to this program's schema.
 *
 * @throws KapiError config when the file was written by a newer program: going on could lose what that one knows.
 */
export function migrate(db: Database): void {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > SCHEMA_VERSION)
    throw new KapiError(
      KINDS.config,
      `The database is of schema ${found}, this Kapı knows up to ${SCHEMA_VERSION}: start the newer version, or restore an older backup into KAPI_DATA_DIR.`,
      { field: 'KAPI_DATA_DIR' },
    );
  for (let version = found; version < SCHEMA_VERSION; version++)
    db.transaction(() => {
      db.exec(MIGRATIONS[version]!);
      db.pragma(`user_version = ${version + 1}`);
    })();
}
