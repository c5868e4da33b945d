import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../../src/commit';
import { openSqliteStore } from '../../src/store/sqlite';
import { storeContract } from './contract';

describe('SQLite', () => {
  storeContract(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kapi-store-'));
    const open = () => openSqliteStore({ path: join(folder, 'kapi.db'), project });
    let store = await open();
    return {
      store,
      async reopen() {
        await store.close();
        store = await open();
        return store;
      },
      async close() {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
});
