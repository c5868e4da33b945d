import { isUtf8 } from 'node:buffer';
import { KapiError, KINDS } from '../../../core/errors';
import type { Issues } from './issues';
import { LIMITS, mebibytes } from './limits';

const QUOTE = 34;
const COMMA = 44;
const LF = 10;
const CR = 13;
const SPACE = 32;
const COLON = 58;
const ZERO = 48;
const MAX_COLUMNS = 64;
const TURKISH = new TextDecoder('windows-1254');

/** What a time field that is empty reads as. */
export const NO_TIME = -1;
/** What a time field that is not a time reads as. */
export const BAD_TIME = -2;

/** A field kept for comparison with later ones; see Table.same. */
export interface Mark {
  bytes: Buffer;
  length: number;
}
const MARK_BYTES = 256;
export const newMark = (): Mark => ({ bytes: Buffer.alloc(MARK_BYTES), length: -1 });

/**
 * Reads a CSV table row by row without making a string of a field before it is asked for: a city's stop times are
 * millions of rows of which only times and two ids matter. Handles a byte order mark, quoted fields, CRLF and blank
 * lines; spaces around a field and the literal `null` that some exporters write count as nothing. The bytes come in
 * pieces, of which only the present row's are kept.
 */
export class Table {
  readonly file: string;
  /** Line of the file where the present row begins, from 1. */
  line = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private readonly pieces: Iterator<Uint8Array>;
  private readonly columns = new Map<string, number>();
  private readonly starts = new Int32Array(MAX_COLUMNS);
  private readonly ends = new Int32Array(MAX_COLUMNS);
  private readonly quoted = new Uint8Array(MAX_COLUMNS);
  private readonly rowMaxBytes: number;
  private readonly issues: Issues | undefined;
  private count = 0;
  private at = 0;
  private nextLine = 1;
  private ended = false;
  /** Bytes that were read so far. */
  read = 0;

  /** Throws `config` where the table is empty, is not text, or lacks one of the `required` columns. */
  constructor(
    file: string,
    bytes: Uint8Array | Iterable<Uint8Array>,
    required: string[],
    { issues, rowMaxBytes = LIMITS.rowMaxBytes }: { issues?: Issues; rowMaxBytes?: number } = {},
  ) {
    this.file = file;
    this.pieces = (bytes instanceof Uint8Array ? [bytes] : bytes)[Symbol.iterator]();
    this.issues = issues;
    this.rowMaxBytes = rowMaxBytes;
    this.start();
    if (!this.next()) throw new KapiError(KINDS.config, `${file}: the file is empty`, { field: file });
    for (let i = 0; i < this.count; i++) this.columns.set(this.text(i).toLowerCase(), i);
    const missing = required.find((name) => !this.columns.has(name));
    if (missing) throw new KapiError(KINDS.config, `${file}:${this.line}: the column ${missing} is missing`, { field: file });
  }

  /** Passes over a byte order mark; text in UTF-16 is told by its own. */
  private start(): void {
    while (!this.ended && this.bytes.length < 3) this.refill(0);
    const [a, b, c] = this.bytes;
    if (a === 0xef && b === 0xbb && c === 0xbf) {
      this.at = 3;
      this.issues?.add({ file: this.file, line: 1 }, 'byte_order_mark');
    } else if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
      throw new KapiError(KINDS.config, `${this.file} is in UTF-16: save it as UTF-8`, { field: this.file });
    }
  }

  /** Drops what lies before `keep` and appends the next piece. */
  private refill(keep: number): void {
    const next = this.pieces.next();
    if (next.done) {
      this.ended = true;
      return;
    }
    const rest = this.bytes.subarray(keep);
    this.read += next.value.length;
    const piece = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    if (rest.length > this.rowMaxBytes)
      throw new KapiError(KINDS.config, `${this.file}:${this.line}: a row has more than ${mebibytes(this.rowMaxBytes)}`, {
        field: this.file,
      });
    this.bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    this.at -= keep;
  }

  /** The number of a column, or -1 where the table has none of that name. */
  column(name: string): number {
    return this.columns.get(name) ?? -1;
  }

  /** Goes to the next row that is not blank; false at the end. */
  next(): boolean {
    for (;;) {
      if (this.at >= this.bytes.length) {
        if (this.ended) return false;
        this.refill(this.bytes.length);
        continue;
      }
      const [begin, line] = [this.at, this.nextLine];
      this.line = line;
      this.count = 0;
      let more = true;
      while (more) more = this.scanField(this.bytes.length);
      // A row that reaches the end of what is here may go on in the next piece.
      if (this.at > this.bytes.length && !this.ended) {
        [this.at, this.nextLine] = [begin, line];
        this.refill(begin);
        continue;
      }
      if (this.count > 1 || this.ends[0]! > this.starts[0]!) return true;
    }
  }

  /** Reads one field from `at` on; true while the row goes on. `at` ends past `size` where no line end was met. */
  private scanField(size: number): boolean {
    const { bytes } = this;
    let i = this.at;
    while (i < size && bytes[i] === SPACE) i++;
    let [start, end, quoted] = [i, i, 0];
    if (bytes[i] === QUOTE) {
      quoted = 1;
      start = ++i;
      for (; i < size; i++) {
        if (bytes[i] === LF) this.nextLine++;
        if (bytes[i] !== QUOTE) continue;
        if (bytes[i + 1] !== QUOTE) break;
        i++;
      }
      end = Math.min(i, size);
      while (i < size && bytes[i] !== COMMA && bytes[i] !== LF) i++;
    } else {
      while (i < size && bytes[i] !== COMMA && bytes[i] !== LF) i++;
      end = i;
      while (end > start && (bytes[end - 1] === CR || bytes[end - 1] === SPACE)) end--;
    }
    if (this.count < MAX_COLUMNS) {
      this.starts[this.count] = start;
      this.ends[this.count] = end;
      this.quoted[this.count] = quoted;
      this.count++;
    }
    const more = i < size && bytes[i] === COMMA;
    if (!more) this.nextLine++;
    this.at = i + 1;
    return more;
  }

  /** The text of a field; '' where the row or the table has none. */
  text(column: number): string {
    if (column < 0 || column >= this.count) return '';
    const raw = this.decoded(this.starts[column]!, this.ends[column]!);
    if (this.quoted[column]) return raw.replaceAll('""', '"').trim();
    if (raw !== 'null') return raw;
    this.issues?.add(this, 'literal_null');
    return '';
  }

  /** Bytes that are no UTF-8 are read in the code page that Turkish programs write. */
  private decoded(start: number, end: number): string {
    const text = this.bytes.toString('utf8', start, end);
    if (!text.includes('\uFFFD') || isUtf8(this.bytes.subarray(start, end))) return text;
    this.issues?.add(this, 'wrong_encoding');
    return TURKISH.decode(this.bytes.subarray(start, end));
  }

  /** Whether a field holds the same bytes as one that was marked: spares making the string again. */
  same(column: number, mark: Mark): boolean {
    const start = this.starts[column]!;
    const length = this.ends[column]! - start;
    if (column >= this.count || length !== mark.length) return false;
    for (let i = length - 1; i >= 0; i--) if (this.bytes[start + i] !== mark.bytes[i]) return false;
    return true;
  }

  /** Keeps a field for `same`; one that is too long is never the same. */
  mark(column: number, into: Mark): void {
    const [start, end] = [this.starts[column]!, this.ends[column]!];
    into.length = end - start > into.bytes.length ? -1 : this.bytes.copy(into.bytes, 0, start, end);
  }

  /** A field's number, or `otherwise` where it is empty or not one. */
  number(column: number, otherwise: number): number {
    const text = this.text(column);
    const value = Number(text);
    return text === '' || Number.isNaN(value) ? otherwise : value;
  }

  /** A whole number of plain digits read without a string; -1 where it is anything else. */
  digits(column: number): number {
    if (column < 0 || column >= this.count) return -1;
    const end = this.ends[column]!;
    let value = 0;
    let i = this.starts[column]!;
    if (i === end) return -1;
    for (; i < end; i++) {
      const digit = this.bytes[i]! - ZERO;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** Seconds of a H:MM:SS field (hours may pass 24); NO_TIME where it is empty, BAD_TIME where it is no time. */
  time(column: number): number {
    if (column < 0 || column >= this.count || this.starts[column] === this.ends[column]) return NO_TIME;
    let total = 0;
    let part = 0;
    let parts = 0;
    let digits = 0;
    for (let i = this.starts[column]!; i < this.ends[column]!; i++) {
      const byte = this.bytes[i]!;
      if (byte === COLON && digits > 0) {
        total = total * 60 + part;
        [part, digits] = [0, 0];
        parts++;
      } else if (byte >= ZERO && byte < ZERO + 10 && digits < 3) {
        part = part * 10 + byte - ZERO;
        digits++;
        if (parts > 0 && part > 59) return BAD_TIME;
      } else return this.text(column) === '' ? NO_TIME : BAD_TIME;
    }
    return parts === 2 && digits > 0 ? total * 60 + part : BAD_TIME;
  }

  /** A YYYYMMDD field as days since 1970-01-01; undefined (and an issue) where it is no date. */
  day(column: number, issues: Issues): number | undefined {
    const text = this.text(column);
    const ms = /^\d{8}$/.test(text) ? Date.UTC(+text.slice(0, 4), +text.slice(4, 6) - 1, +text.slice(6)) : Number.NaN;
    if (!Number.isNaN(ms)) return ms / 86_400_000;
    issues.add(this, 'bad_date');
    return undefined;
  }
}
