/**
 * The prepared feed in one binary file, so that a start need not read a city's feed again: named by the hash of the feed
 * and of the code that read it, checked by a checksum, and left alone when it does not fit. The numbers are read into
 * place: 2 million stop times are there in a fraction of a second.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync } from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Reading, TABLES } from './gtfs/reading';
import { readFeed } from './gtfs/read';
import { ServiceClass } from './gtfs/services';
import { feedPath } from './gtfs/source';
import { type FeedFacts, type Prepared, prepare } from './prepared';
import type { Timetable } from './timetable';

const MAGIC = 'KAPIGTFS';
const HEADER_BYTES = 16;
const WORD_BYTES = 4;
const PIECE_BYTES = 1_048_576;
/** Files kept beside the newest: the feed before, which one goes back to when the new one is wrong. */
const KEPT = 2;

type ArrayName = { [K in keyof Timetable]: Timetable[K] extends Int32Array | Uint8Array ? K : never }[keyof Timetable];
const ARRAYS: readonly ArrayName[] = [
  'stopStart',
  'stops',
  'closed',
  'tripStart',
  'trips',
  'timeStart',
  'arrival',
  'departure',
  'serviceClass',
  'visitStart',
  'visitPattern',
  'visitAt',
  'firstDeparture',
  'lastDeparture',
];

/** The part that is no array of numbers. Headsigns are few and stand apart. */
interface Head {
  facts: Omit<FeedFacts, 'classes' | 'trips'>;
  classes: ReturnType<ServiceClass['packed']>[];
  signs: string[];
  trips: [id: string, line: number, serviceClass: number, sign: number, direction: number][];
  counts: Pick<Timetable, 'stopCount' | 'patternCount' | 'lastTime'>;
  lengths: number[];
}

const padded = (bytes: number): number => Math.ceil(bytes / WORD_BYTES) * WORD_BYTES;

/** A prepared feed as bytes, in pieces that need not be copied. */
export function pack({ facts, table }: Prepared): Buffer[] {
  const { classes, trips, ...rest } = facts;
  const signs = [...new Set(trips.map(({ headsign }) => headsign))];
  const signAt = new Map(signs.map((sign, index) => [sign, index]));
  const { stopCount, patternCount, lastTime } = table;
  const head: Head = {
    facts: rest,
    classes: classes.map((service) => service.packed()),
    signs,
    trips: trips.map(({ id, line, serviceClass, headsign, direction }) => [
      id,
      line,
      serviceClass,
      signAt.get(headsign)!,
      direction,
    ]),
    counts: { stopCount, patternCount, lastTime },
    lengths: ARRAYS.map((name) => table[name].length),
  };
  const json = Buffer.from(JSON.stringify(head));
  const pieces = [filled(json), ...ARRAYS.map((name) => filled(bytesOf(table[name])))];
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 'latin1');
  header.writeUInt32LE(json.length, MAGIC.length);
  header.writeUInt32LE(
    pieces.reduce((sum, piece) => crc32(piece, sum), 0),
    MAGIC.length + WORD_BYTES,
  );
  return [header, ...pieces];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array | Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

/** The bytes themselves, or with zeroes after them where numbers would not stand in place. */
function filled(bytes: Buffer): Buffer {
  const rest = padded(bytes.length) - bytes.length;
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(rest)]);
}

/** The prepared feed of a block of bytes, on which its arrays go on standing; undefined where they are not whole. */
export function unpack(bytes: Buffer): Prepared | undefined {
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  if (bytes.readUInt32LE(MAGIC.length + WORD_BYTES) !== crc32(bytes.subarray(HEADER_BYTES))) return undefined;
  const jsonLength = bytes.readUInt32LE(MAGIC.length);
  const head = JSON.parse(bytes.toString('utf8', HEADER_BYTES, HEADER_BYTES + jsonLength)) as Head;
  const arrays: Partial<Record<ArrayName, Int32Array | Uint8Array>> = {};
  let at = bytes.byteOffset + HEADER_BYTES + padded(jsonLength);
  ARRAYS.forEach((name, i) => {
    const Kind = name === 'closed' ? Uint8Array : Int32Array;
    const array = new Kind(bytes.buffer as ArrayBuffer, at, head.lengths[i]!);
    arrays[name] = array;
    at += padded(array.byteLength);
  });
  const facts = {
    ...head.facts,
    classes: head.classes.map(ServiceClass.of),
    trips: head.trips.map(([id, line, serviceClass, sign, direction]) => ({
      id,
      line,
      serviceClass,
      headsign: head.signs[sign]!,
      direction,
    })),
  };
  return { facts, table: { ...head.counts, ...(arrays as Pick<Timetable, ArrayName>) } };
}

function hashFile(path: string, hash: ReturnType<typeof createHash>): void {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  try {
    for (let length = 1; length > 0; ) {
      length = readSync(file, piece, 0, PIECE_BYTES, null);
      hash.update(piece.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
}

/** Where the cached form of a feed is: the feed's bytes and the code that reads them both decide. */
function cacheFile(path: string, folder: string): string {
  const hash = createHash('sha256');
  const real = feedPath(path);
  const files = statSync(real).isDirectory() ? TABLES.map((name) => join(real, name)).filter((file) => existsSync(file)) : [real];
  for (const file of files) {
    hash.update(`${basename(file)}\n`);
    hashFile(file, hash);
  }
  return join(folder, `${hash.digest('hex').slice(0, 24)}-${readerVersion()}.gtfs`);
}

let version = '';

/** Changes with the code that makes the cached form: no one needs to think of raising a number. */
function readerVersion(): string {
  if (version) return version;
  const hash = createHash('sha256');
  const own = [__filename, ...['prepared', 'timetable'].map((name) => __filename.replace(/cache(\.[jt]s)$/, `${name}$1`))];
  const reader = readdirSync(join(__dirname, 'gtfs')).sort();
  for (const file of [...own, ...reader.map((name) => join(__dirname, 'gtfs', name))]) hash.update(readFileSync(file));
  return (version = hash.digest('hex').slice(0, 12));
}

/** Writes beside and renames, so that nobody reads half a file; removes the forms of older feeds. */
function keep(file: string, folder: string, prepared: Prepared): void {
  mkdirSync(folder, { recursive: true });
  const part = `${file}.${process.pid}.part`;
  const out = openSync(part, 'w');
  try {
    for (const piece of pack(prepared)) writeFileSync(out, piece);
  } finally {
    closeSync(out);
  }
  renameSync(part, file);
  const others = readdirSync(folder)
    .filter((name) => name.endsWith('.gtfs') && name !== basename(file))
    .map((name) => ({ name, at: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of others.slice(KEPT - 1)) rmSync(join(folder, name), { force: true });
}

export interface OpenOptions {
  /** Folder of cached forms; left out: the feed is read from its tables. */
  cache?: string;
  progress?: Reading['progress'];
}

/**
 * Reads a feed, or its cached form where that is there; a feed read anew is cached. A cache that cannot be written costs
 * the next start its time, and nothing else.
 *
 * @throws KapiError `config` as readFeed does
 */
export function openPrepared(path: string, { cache, progress }: OpenOptions = {}): Prepared & { cached: boolean } {
  if (cache === undefined) return { ...prepare(readFeed(path, { progress })), cached: false };
  const file = cacheFile(path, cache);
  const kept = existsSync(file) ? unpack(readFileSync(file)) : undefined;
  if (kept) return { ...kept, cached: true };
  const prepared = prepare(readFeed(path, { progress }));
  try {
    keep(file, cache, prepared);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
  return { ...prepared, cached: false };
}
