import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The checkout: the nearest folder above that holds flows/ and locales/ (the sources run from src/, the build from dist/src/). */
export const ROOT: string = (() => {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'flows')) && existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no checkout above ${__dirname}`);
  }
})();

const STANDARD_PACK = 'data/municipality';

/** The folder of the city's pack: a relative path is the caller's, the default the checkout's. */
export function packFolder({ KAPI_MUNICIPALITY: set }: { KAPI_MUNICIPALITY: string }): string {
  return set === '' || set === STANDARD_PACK ? resolve(ROOT, STANDARD_PACK) : resolve(set);
}
