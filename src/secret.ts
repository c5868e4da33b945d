import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KapiError, KINDS } from './core/errors';

const SECRET_BYTES = 32;
const FILE = 'secret.key';

/**
 * The installation's secret: KAPI_SECRET where it is set, else made at the first start and kept in the data folder, readable by
 * its owner only. What was sealed under it cannot be read without it: it is backed up apart from the store.
 *
 * @throws KapiError config when the setting or the file is too short
 */
export function installationSecret(setting: string, dataDir: string): Buffer {
  if (setting !== '') return checked(Buffer.from(setting, 'utf8'), 'KAPI_SECRET');
  const path = join(dataDir, FILE);
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(SECRET_BYTES).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return checked(Buffer.from(readFileSync(path, 'utf8').trim(), 'utf8'), path);
}

function checked(secret: Buffer, from: string): Buffer {
  if (secret.length >= SECRET_BYTES) return secret;
  throw new KapiError(KINDS.config, `${from}: a secret has at least ${SECRET_BYTES} characters.`, { field: from });
}
