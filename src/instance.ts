import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The name of this installation, made at its first start and kept in its data folder. Leases are taken under it, so that a
 * process that starts again after a crash goes on at once with what it held. Two processes on one folder would share it: the
 * version of each conversation still lets one of them win.
 */
export function instanceName(dataDir: string): string {
  const path = join(dataDir, 'instance');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(8).toString('hex'), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const name = readFileSync(path, 'utf8').trim();
  // A crash in the middle of the first start may have left it empty.
  return name || randomBytes(8).toString('hex');
}
