import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../core/config';
import { KapiError, KINDS } from '../core/errors';
import { SQLITE_FILE } from '../store';
import { backupSqlite } from '../store/sqlite';
import { out } from './lines';

/** Copies the embedded store while the line runs. */
export async function run(_options: object, [file]: string[]): Promise<number> {
  const config = readConfig(process.env);
  if (config.MONGODB_URI !== '')
    throw new KapiError(KINDS.badInput, 'MONGODB_URI is set: back MongoDB up with its own tools (mongodump).', {
      field: 'MONGODB_URI',
    });
  const from = join(resolve(config.KAPI_DATA_DIR), SQLITE_FILE);
  const to = resolve(file!);
  if (!existsSync(from))
    throw new KapiError(KINDS.config, `There is no store in ${resolve(config.KAPI_DATA_DIR)}: set KAPI_DATA_DIR.`, {
      field: 'KAPI_DATA_DIR',
    });
  if (existsSync(to))
    throw new KapiError(KINDS.badInput, `${to} exists: a backup never overwrites; name another file.`, { field: 'file' });
  backupSqlite(from, to);
  out({ backup: to });
  return 0;
}
