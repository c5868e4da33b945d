/** Opens the store that the configuration names. */
import { join } from 'node:path';
import type { Config } from '../core/config';
import type { Project, Store } from './port';

export const SQLITE_FILE = 'kapi.db';

/** @throws KapiError config or storeDown */
export async function openStore(config: Config, dataDir: string, project: Project): Promise<Store> {
  if (config.MONGODB_URI !== '') {
    const { openMongoStore } = await import('./mongodb');
    return openMongoStore({ uri: config.MONGODB_URI, project });
  }
  const { openSqliteStore } = await import('./sqlite');
  return openSqliteStore({ path: join(dataDir, SQLITE_FILE), project });
}
