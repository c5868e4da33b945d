import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KapiError, KINDS } from '../../../core/errors';
import { type FeedLimits, LIMITS, mebibytes } from './limits';
import { Zip } from './zip';

/** Where a feed's tables come from. They are read piece by piece: the largest need never be in memory as a whole. */
export interface FeedSource {
  path: string;
  limits: FeedLimits;
  /** The bytes of a table ("stops.txt") in pieces, or undefined where the feed has none. */
  table(name: string): Iterable<Uint8Array> | undefined;
  /** About how many bytes a table has; 0 where that is not known. */
  size(name: string): number;
}

const PIECE_BYTES = 262_144;

function* fileBytes(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const length = readSync(file, piece, 0, PIECE_BYTES, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** Passes bytes on while there are not too many of them. */
function* counted(pieces: Iterable<Uint8Array>, name: string, maxBytes: number): Generator<Uint8Array> {
  let bytes = 0;
  for (const piece of pieces) {
    bytes += piece.length;
    if (bytes > maxBytes)
      throw new KapiError(KINDS.config, `${name}: the table is larger than ${mebibytes(maxBytes)}`, { field: name });
    yield piece;
  }
}

function folder(path: string, limits: FeedLimits): FeedSource {
  return {
    path,
    limits,
    table(name) {
      const file = join(path, name);
      return existsSync(file) ? counted(fileBytes(file), name, limits.tableMaxBytes) : undefined;
    },
    size: (name) => statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0,
  };
}

/** A table's name inside the archive is looked for in any folder of it: many cities zip the folder, not its files. */
function archive(path: string, limits: FeedLimits): FeedSource {
  const wrong = (cause: unknown): KapiError =>
    cause instanceof KapiError
      ? cause
      : new KapiError(KINDS.config, `${path} is not a readable zip file: ${(cause as Error).message}`, { field: path, cause });
  const { size } = statSync(path);
  if (size > limits.fileMaxBytes)
    throw new KapiError(KINDS.config, `${path} has ${mebibytes(size)}; a feed may have ${mebibytes(limits.fileMaxBytes)}`, {
      field: path,
    });
  const zip = attempt(() => new Zip(path), wrong);
  const entryOf = (name: string) => zip.names().find((entry) => basename(entry) === name && !entry.startsWith('__MACOSX'));
  return {
    path,
    limits,
    table(name) {
      const entry = entryOf(name);
      return entry === undefined ? undefined : guarded(counted(zip.read(entry), name, limits.tableMaxBytes), wrong);
    },
    size: (name) => zip.size(entryOf(name) ?? ''),
  };
}

function attempt<T>(job: () => T, wrong: (cause: unknown) => Error): T {
  try {
    return job();
  } catch (cause) {
    throw wrong(cause);
  }
}

function* guarded(pieces: Iterable<Uint8Array>, wrong: (cause: unknown) => Error): Generator<Uint8Array> {
  const each = pieces[Symbol.iterator]();
  try {
    for (let next = attempt(() => each.next(), wrong); !next.done; next = attempt(() => each.next(), wrong)) yield next.value;
  } finally {
    each.return?.();
  }
}

/** The feed itself: the path, or the one zip file in a folder that holds no tables. */
export function feedPath(path: string): string {
  if (!existsSync(path)) throw new KapiError(KINDS.config, `there is no GTFS feed at ${path}`, { field: path });
  if (!statSync(path).isDirectory() || existsSync(join(path, 'stops.txt'))) return path;
  const zip = readdirSync(path).find((name) => name.toLowerCase().endsWith('.zip'));
  return zip === undefined ? path : join(path, zip);
}

/** Opens a GTFS feed: a zip file or a folder of its tables. Throws `config` where there is neither. */
export function openFeed(path: string, limits = LIMITS): FeedSource {
  const real = feedPath(path);
  return statSync(real).isDirectory() ? folder(real, limits) : archive(real, limits);
}
