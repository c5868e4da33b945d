/** The embedded store: one SQLite file, one process, no server to run. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { KapiError, KINDS } from '../../core/errors';
import type { Project, Reader, Store } from '../port';
import { inputsOf } from './inputs';
import { outboxOf } from './outbox';
import { mediaOf, peopleOf } from './people';
import { readsOf } from './reads';
import { migrate } from './schema';
import { slotsOf } from './slots';
import { turnsOf } from './turns';
import { storeDown, Writer } from './writer';

export interface SqliteOptions {
  path: string;
  project: Project;
  /** Page cache in KiB. */
  cacheKib?: number;
  /** Upper bound of the file in pages: tests fill the disk by it. */
  maxPages?: number;
}

const CACHE_KIB = 32_768;
/** Pages (4 KiB) written before the log is folded into the file: the same page changed often is then written once. */
const CHECKPOINT_PAGES = 8_000;
const BACKUP_WAIT_MS = 10_000;

/**
 * Opens or creates the file.
 *
 * @throws KapiError config when another process has it open, or its schema is newer than this program
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  mkdirSync(dirname(options.path), { recursive: true });
  const lock = lockFile(`${options.path}.lock`);
  const db = new Database(options.path, { timeout: 0 });
  try {
    db.pragma('journal_mode = WAL');
    // FULL: a commit is on the disk before anyone is told so, also through a power cut.
    db.pragma('synchronous = FULL');
    db.pragma(`cache_size = -${options.cacheKib ?? CACHE_KIB}`);
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    migrate(db);
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`);
  } catch (error) {
    db.close();
    lock.close();
    throw error;
  }
  const writer = new Writer(db);
  const touch = db.prepare("INSERT INTO kv (key, value) VALUES ('check', ?) ON CONFLICT DO UPDATE SET value = excluded.value");
  return {
    kind: 'sqlite',
    ...inputsOf(db, writer),
    ...turnsOf(db, writer, options.project),
    ...outboxOf(db, writer),
    ...readsOf(db),
    ...slotsOf(db, writer),
    ...peopleOf(db, writer),
    ...mediaOf(db, writer),
    check: () => writer.write(() => void touch.run(String(process.pid))),
    backup: async (path) => copyTo(db, path),
    async close() {
      if (!db.open) return;
      writer.flush();
      db.close();
      lock.close();
    },
  };
}

/** Reads a store that may be in use by another process: lists and replays while the line runs. Nothing can be written. */
export function openSqliteReader(path: string): Reader {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: BACKUP_WAIT_MS });
  const kv = db.prepare('SELECT value FROM kv WHERE key = ?').pluck();
  return {
    ...readsOf(db),
    kvGet: async (key) => (kv.get(key) as string | undefined) ?? null,
    close: async () => void db.close(),
  };
}

/** Writes a consistent copy of a store that may be in use by another process: `kapi backup` while the line runs. */
export function backupSqlite(from: string, to: string): void {
  const db = new Database(from, { readonly: true, fileMustExist: true, timeout: BACKUP_WAIT_MS });
  try {
    copyTo(db, to);
  } finally {
    db.close();
  }
}

/** Reads of a store that may be in use by another process. */
export function openReading(path: string): Pick<Store, 'lessons'> & { close(): void } {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: BACKUP_WAIT_MS });
  return { lessons: readsOf(db).lessons, close: () => db.close() };
}

/** VACUUM INTO reads one snapshot, so it ends whatever is written meanwhile. */
function copyTo(db: Database.Database, path: string): void {
  try {
    db.prepare('VACUUM INTO ?').run(path);
  } catch (error) {
    throw storeDown(error);
  }
}

/** A lock that the system releases when the process dies: an open exclusive transaction on a file of its own. */
function lockFile(path: string): Database.Database {
  const lock = new Database(path, { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new KapiError(KINDS.config, 'Another Kapı runs on this data folder: stop it, or set KAPI_DATA_DIR to another folder.', {
      field: 'KAPI_DATA_DIR',
      cause: error,
    });
  }
}
