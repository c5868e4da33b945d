/**
 * The trained model as one file: a line of JSON, then the arrays, compressed; a damaged one fails its checksum. What is kept in the cache
 * folder is named by the hash of all it was made from, so that a stale file is never read.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { TextModel } from './model';
import type { NetShape } from './net';
import { padded } from './tables';

const MAGIC = 'KAPINLU6';
const HEAD_BYTES = 16;
/** A quarter smaller for 20 ms of loading; a higher level takes seconds more and gives little. */
const PACKED = { params: { [constants.ZSTD_c_compressionLevel]: 12 } };

interface Header<E> {
  classes: string[];
  wordWeight: number;
  fieldWeight: number;
  stems: { names: string[]; count: number; members: number };
  texts: number;
  features: number;
  linearWeight: number;
  net: NetShape & { features: number };
  /** What the caller keeps beside the model. */
  extra: E;
}

/** Bytes of a model. Arrays are little-endian, as every machine that node runs on is. */
export function encodeModel<E>(model: TextModel, extra: E): Buffer {
  const { net } = model;
  const header: Header<E> = {
    classes: model.classes,
    wordWeight: model.wordWeight,
    fieldWeight: model.fieldWeight,
    stems: { names: model.stems.names, count: model.stems.keys.length, members: model.stems.members.length },
    texts: model.texts,
    features: model.keys.length,
    linearWeight: model.linearWeight,
    net: { features: net.features, bag: net.bag, letters: net.letters, filters: net.filters },
    extra,
  };
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil((json.length + 1) / 8) * 8, ' ');
  json.copy(padded);
  const floats = [model.idf, model.scales, model.bias, net.bagScales, net.letterScales, net.bagBias];
  const dense = [net.conv, net.convBias, net.out, net.outBias];
  const stems = [model.stems.keys, model.stems.starts];
  const arrays = [
    model.keys,
    ...stems,
    ...floats,
    ...dense,
    inHalves(model.weights, model.classes.length),
    net.bagRows,
    net.letterRows,
  ];
  const bytes = [...arrays, model.stems.members].map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength));
  const body = zstdCompressSync(Buffer.concat([padded, ...bytes]), PACKED);
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC, 0, 'latin1');
  head.writeUInt32LE(padded.length, 8);
  head.writeUInt32LE(checksum(head, body), 12);
  return Buffer.concat([head, body]);
}

/** Two numbers -7 to 7 a byte, without what fills up the rows. */
function inHalves(numbers: Int8Array, width: number): Uint8Array {
  const stride = padded(width);
  const rows = numbers.length / stride;
  const bytes = new Uint8Array(Math.ceil((rows * width) / 2));
  let at = 0;
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < width; i++, at++) bytes[at >> 1]! |= (numbers[row * stride + i]! & 15) << ((at & 1) * 4);
  return bytes;
}

function fromHalves(bytes: Uint8Array, rows: number, width: number): Int8Array {
  const stride = padded(width);
  const numbers = new Int8Array(rows * stride);
  let at = 0;
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < width; i++, at++) numbers[row * stride + i] = ((bytes[at >> 1]! >> ((at & 1) * 4)) << 28) >> 28;
  return numbers;
}

const checksum = (head: Buffer, body: Buffer): number => crc32(body, crc32(head.subarray(8, 12)));

/** The model in the bytes, or null when they are not a whole model file. */
export function decodeModel<E>(bytes: Buffer): { model: TextModel; extra: E } | null {
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 8) !== MAGIC) return null;
  const packed = bytes.subarray(HEAD_BYTES);
  if (checksum(bytes, packed) !== bytes.readUInt32LE(12)) return null;
  const body = zstdDecompressSync(packed);
  const jsonLength = bytes.readUInt32LE(8);
  const header = JSON.parse(body.toString('utf8', 0, jsonLength)) as Header<E>;
  const { features, classes, net } = header;
  let at = jsonLength;
  const take = (length: number): ArrayBuffer => {
    const copy = body.buffer.slice(body.byteOffset + at, body.byteOffset + at + length) as ArrayBuffer;
    at += length;
    return copy;
  };
  const floats = (length: number): Float32Array => new Float32Array(take(length * 4));
  const keys = new Uint32Array(take(features * 4));
  const stemKeys = new Uint32Array(take(header.stems.count * 4));
  const starts = new Uint32Array(take((header.stems.count + 1) * 4));
  const [idf, scales, bias] = [floats(features), floats(features), floats(classes.length)];
  const [bagScales, letterScales, bagBias] = [floats(net.features), floats(net.features), floats(net.bag)];
  const [conv, convBias] = [floats(2 * net.letters * net.filters), floats(net.filters)];
  const [out, outBias] = [floats((net.bag + net.filters) * classes.length), floats(classes.length)];
  const weights = fromHalves(new Uint8Array(take(Math.ceil((features * classes.length) / 2))), features, classes.length);
  const [bagRows, letterRows] = [new Int8Array(take(net.features * net.bag)), new Int8Array(take(net.features * net.letters))];
  const members = new Uint16Array(take(header.stems.members * 2));
  const model: TextModel = {
    ...{ classes, keys, idf, scales, bias, weights },
    wordWeight: header.wordWeight,
    fieldWeight: header.fieldWeight,
    stems: { names: header.stems.names, keys: stemKeys, starts, members },
    texts: header.texts,
    linearWeight: header.linearWeight,
    net: { ...net, bagScales, letterScales, bagBias, conv, convBias, out, outBias, bagRows, letterRows },
  };
  return { model, extra: header.extra };
}

/** One hash over the given files' names and bytes and the given words. */
export function hashOf(paths: readonly string[], parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  for (const path of paths) hash.update(basename(path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex').slice(0, 32);
}

/** The model in a file, or null when there is none or it is damaged. */
export function readModel<E>(path: string): { model: TextModel; extra: E } | null {
  return existsSync(path) ? decodeModel<E>(readFileSync(path)) : null;
}

/** Writes beside and renames, so that a crash leaves no half file. */
export function writeWhole(path: string, bytes: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, bytes);
  renameSync(beside, path);
}

const KEPT = /^(model|settings)-[0-9a-f]{32}\.(bin|json)$/;

/** Where something of a hash is kept in the cache folder. */
export const keptFile = (cacheDir: string, kind: 'model' | 'settings', key: string): string =>
  join(cacheDir, `${kind}-${key}.${kind === 'model' ? 'bin' : 'json'}`);

/** Keeps something under its hash; older ones of the kind are removed. */
export function keep(cacheDir: string, kind: 'model' | 'settings', key: string, bytes: string | Buffer): void {
  const path = keptFile(cacheDir, kind, key);
  writeWhole(path, bytes);
  for (const name of readdirSync(cacheDir))
    if (KEPT.exec(name)?.[1] === kind && name !== basename(path)) unlinkSync(join(cacheDir, name));
}
