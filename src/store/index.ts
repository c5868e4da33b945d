/** Opens the store that the configuration names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../core/config';
import { KapiError, KINDS } from '../core/errors';
import type { Project, Reader, Store } from './port';

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

/**
 * Opens the store to read from it, whether or not the line runs.
 *
 * @throws KapiError config when there is none yet
 */
export async function openReader(config: Config, dataDir: string, project: Project): Promise<Reader> {
  if (config.MONGODB_URI !== '') return openStore(config, dataDir, project);
  const path = join(dataDir, SQLITE_FILE);
  if (!existsSync(path))
    throw new KapiError(KINDS.config, `There is no store in ${dataDir}: set KAPI_DATA_DIR.`, { field: 'KAPI_DATA_DIR' });
  const { openSqliteReader } = await import('./sqlite');
  return openSqliteReader(path);
}
