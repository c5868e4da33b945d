import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { KapiError, KINDS } from '../../../core/errors';

/** Where a feed's tables come from. One table is unpacked at a time, so that the largest alone decides the memory. */
export interface FeedSource {
  path: string;
  /** The bytes of a table ("stops.txt"), or undefined where the feed has none. */
  table(name: string): Uint8Array | undefined;
}

function folder(path: string): FeedSource {
  return {
    path,
    table(name) {
      const file = join(path, name);
      return existsSync(file) ? readFileSync(file) : undefined;
    },
  };
}

/** A table's name inside the archive is looked for in any folder of it: many cities zip the folder, not its files. */
function archive(path: string): FeedSource {
  const bytes = readFileSync(path);
  const wrong = (cause: unknown) =>
    new KapiError(KINDS.config, `${path} is not a readable zip file: ${(cause as Error).message}`, { field: path, cause });
  const names: string[] = [];
  try {
    unzipSync(bytes, { filter: (entry) => names.push(entry.name) < 0 });
  } catch (cause) {
    throw wrong(cause);
  }
  return {
    path,
    table(name) {
      const wanted = names.find((entry) => basename(entry) === name && !entry.startsWith('__MACOSX'));
      if (wanted === undefined) return undefined;
      try {
        return unzipSync(bytes, { filter: (entry) => entry.name === wanted })[wanted];
      } catch (cause) {
        throw wrong(cause);
      }
    },
  };
}

/** Opens a GTFS feed: a zip file or a folder of its tables. Throws `config` where there is neither. */
export function openFeed(path: string): FeedSource {
  if (!existsSync(path)) throw new KapiError(KINDS.config, `there is no GTFS feed at ${path}`, { field: path });
  if (!statSync(path).isDirectory()) return archive(path);
  const zip = readdirSync(path).find((name) => name.toLowerCase().endsWith('.zip'));
  return existsSync(join(path, 'stops.txt')) || zip === undefined ? folder(path) : archive(join(path, zip));
}
