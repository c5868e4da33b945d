import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { project } from '../../../../src/commit';
import type { NewInput, Store } from '../../../../src/store/port';
import { backupSqlite, openSqliteStore } from '../../../../src/store/sqlite';
import { SCHEMA_VERSION } from '../../../../src/store/sqlite/schema';
import { message, NOW } from '../../../store/support';

let folder: string;
let path: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-store-'));
  path = join(folder, 'kapi.db');
  store = await openSqliteStore({ path, project });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const accept = async (input: NewInput) => (await store.accept([input]))[0]!;

describe('trouble', () => {
  test('a second process on the same folder is refused in one clear line', async () => {
    await expect(openSqliteStore({ path, project })).rejects.toThrow('Another Kapı runs on this data folder');
  });

  test('a file of a newer program is refused', async () => {
    await store.close();
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    await expect(openSqliteStore({ path, project })).rejects.toThrow('The database is of schema 99');
    const mend = new Database(path);
    mend.pragma(`user_version = ${SCHEMA_VERSION}`);
    mend.close();
    store = await openSqliteStore({ path, project });
  });

  test('while a stranger holds the write lock nothing is accepted, and after it all is', async () => {
    const stranger = new Database(path);
    stranger.exec('BEGIN IMMEDIATE');
    await expect(store.accept([message('e1')])).rejects.toMatchObject({ kind: { code: 'store_down' } });
    stranger.exec('ROLLBACK');
    stranger.close();
    expect(await accept(message('e1'))).toMatchObject({ fresh: true });
  });

  test('a full disk refuses before anything is acknowledged, and what was stored stays', async () => {
    const first = await accept(message('kept'));
    await store.close();
    store = await openSqliteStore({ path, project, maxPages: 60 });
    const accepted: string[] = [];
    let refused = 0;
    for (let index = 0; index < 200; index++) {
      const input = message(`f${index}`, 'ayse', 'x'.repeat(2_000));
      await store.accept([input]).then(
        () => accepted.push(input.eventId),
        (error) => {
          expect(error).toMatchObject({ kind: { code: 'store_down' } });
          refused++;
        },
      );
    }
    expect(refused).toBeGreaterThan(0);
    const work = await store.take(first.conversationId, 'me', 1_000, NOW);
    expect(work!.inputs.map(({ eventId }) => eventId)).toEqual(['kept', ...accepted]);
  });

  test('a backup of the running store is whole', async () => {
    const { conversationId } = await accept(message('e1'));
    const copy = join(folder, 'copy.db');
    backupSqlite(path, copy);
    const opened = await openSqliteStore({ path: copy, project });
    expect(await opened.backlog(10)).toEqual([conversationId]);
    await opened.close();
  });
});
