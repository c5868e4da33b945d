import { resolve } from 'node:path';
import { project } from '../commit';
import { readConfig } from '../core/config';
import { packFolder } from '../core/paths';
import { loadPack, type Pack } from '../domains/pack';
import { openReader } from '../store';
import type { Reader } from '../store/port';

/** Gives the city and its store to `work`, to read from, also while the line runs. */
export async function withCity<T>(work: (city: { pack: Pack; store: Reader }) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  const pack = loadPack(packFolder(config));
  const store = await openReader(config, resolve(config.KAPI_DATA_DIR), project);
  try {
    return await work({ pack, store });
  } finally {
    await store.close();
  }
}
