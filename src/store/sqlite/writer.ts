import type { Database } from 'better-sqlite3';
import { KapiError, KINDS } from '../../core/errors';

interface Job {
  work: () => unknown;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: writes that arrive in the same turn of the event loop share one transaction and one fsync. Each runs in a
 * SAVEPOINT of its own, so that a bad one fails alone. A promise resolves only after the shared COMMIT is on disk.
 */
export class Writer {
  private jobs: Job[] = [];
  private armed = false;
  private readonly begin;
  private readonly commit;
  private readonly rollback;
  private readonly save;
  private readonly release;
  private readonly undo;

  constructor(private readonly db: Database) {
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commit = db.prepare('COMMIT');
    this.rollback = db.prepare('ROLLBACK');
    this.save = db.prepare('SAVEPOINT job');
    this.release = db.prepare('RELEASE job');
    this.undo = db.prepare('ROLLBACK TO job');
  }

  /** Runs `work` (synchronous) within the next shared transaction. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.jobs.push({ work, resolve: resolve as (value: never) => void, reject });
      if (this.armed) return;
      this.armed = true;
      setImmediate(() => this.flush());
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    this.armed = false;
    const jobs = this.jobs;
    if (jobs.length === 0) return;
    this.jobs = [];
    const done: { job: Job; value?: unknown; error?: unknown }[] = [];
    try {
      this.begin.run();
      for (const job of jobs) done.push(this.attempt(job));
      this.commit.run();
    } catch (error) {
      if (this.db.inTransaction) this.rollback.run();
      const down = storeDown(error);
      for (const job of jobs) job.reject(down);
      return;
    }
    for (const { job, value, error } of done)
      if (error === undefined) job.resolve(value as never);
      else job.reject(error);
  }

  private attempt(job: Job): { job: Job; value?: unknown; error?: unknown } {
    this.save.run();
    try {
      const value = job.work();
      this.release.run();
      return { job, value };
    } catch (error) {
      // A full disk ends the whole transaction by itself: then nobody of this group is told "stored".
      if (!this.db.inTransaction) throw error;
      this.undo.run();
      this.release.run();
      return { job, error: storeDown(error) };
    }
  }
}

/** SQLite's own failures (locked, full, I/O) become the error on which platforms send again; others pass as they are. */
export function storeDown(error: unknown): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && code.startsWith('SQLITE_'))
    return new KapiError(KINDS.storeDown, `the store cannot write now (${code})`, { cause: error });
  return error;
}
