/** Tables of numbers in the memory that the loops of kernel.ts work on, and room for what they add up. */
import { createKernel, type Kernel } from './kernel';

/** A table's place: rows are filled up with zeros to `width`. */
export interface Table {
  address: number;
  width: number;
  /** Of a number: whole ones of 8 bits, or floats. */
  bytes: 1 | 4;
}

/** Entries of a list handled in one call; longer lists take several. */
const LIST_MAX = 4096;
const ALIGN = 16;
/** The width that a row takes in the memory. */
export const padded = (width: number): number => Math.ceil(width / ALIGN) * ALIGN;

export class Tables {
  private readonly kernel: Kernel;
  readonly floats: Float32Array;
  private readonly integers: Uint32Array;
  private readonly bytes: Int8Array;
  private next = ALIGN;
  private readonly list: number;
  private count = 0;

  /** `numbers`: what is to be stored, as counts of rows and their widths, in bytes or floats. */
  constructor(numbers: { rows: number; width: number; bytes: 1 | 4 }[]) {
    const room = numbers.reduce((sum, { rows, width, bytes }) => sum + rows * padded(width) * bytes + ALIGN, 0);
    this.kernel = createKernel(room + LIST_MAX * 8 + 2 * ALIGN);
    const { buffer } = this.kernel.memory;
    this.floats = new Float32Array(buffer);
    this.integers = new Uint32Array(buffer);
    this.bytes = new Int8Array(buffer);
    this.list = this.take(LIST_MAX * 8);
  }

  /** Copies a table of 8-bit numbers, or of floats, given row by row. */
  place(values: Int8Array | Float32Array, width: number): Table {
    const wide = padded(width);
    const size = values.BYTES_PER_ELEMENT;
    const rows = values.length / width;
    const address = this.take(rows * wide * size);
    const target = size === 1 ? this.bytes : this.floats;
    if (wide === width) target.set(values, address / size);
    else
      for (let row = 0; row < rows; row++)
        target.set(values.subarray(row * width, (row + 1) * width), address / size + row * wide);
    return { address, width: wide, bytes: size === 1 ? 1 : 4 };
  }

  /** Room for so many floats; an index into `floats`. */
  space(length: number): number {
    return this.take(padded(length) * 4) / 4;
  }

  private take(bytes: number): number {
    const address = this.next;
    this.next += Math.ceil(bytes / ALIGN) * ALIGN;
    return address;
  }

  /** Adds a row of a table, times a factor, to the sums at an index of `floats`: when the list is full, or at `flush`. */
  push(row: number, factor: number, table: Table, sums: number): void {
    if (this.count === LIST_MAX) this.flush(table, sums);
    this.note(row, factor);
  }

  flush({ bytes, address, width }: Table, sums: number): void {
    const { kernel, list, count } = this;
    if (bytes === 1) kernel.addByteRows(list, count, address, width, sums * 4);
    else kernel.addListedRows(list, count, address, width, sums * 4);
    this.count = 0;
  }

  /** Adds the vector at an index of `floats`, times a factor, to a row of a table of floats: or at `flushMoves`. */
  move(row: number, factor: number, table: Table, vector: number): void {
    if (this.count === LIST_MAX) this.flushMoves(table, vector);
    this.note(row, factor);
  }

  flushMoves({ address, width }: Table, vector: number): void {
    this.kernel.moveRows(this.list, this.count, address, width, vector * 4);
    this.count = 0;
  }

  private note(row: number, factor: number): void {
    const at = this.list / 4 + this.count++ * 2;
    this.integers[at] = row;
    this.floats[at + 1] = factor;
  }

  /** Dot products of the first rows of a table of floats with the vector at an index of `floats`. */
  dots(vector: number, count: number, { address, width }: Table, results: number): void {
    this.kernel.dotRows(vector * 4, count, address, width, results * 4);
  }

  /** A copy of a table of floats, row by row without what fills the rows up. */
  read({ address, width }: Table, rows: number, own: number): Float32Array {
    const copy = new Float32Array(rows * own);
    for (let row = 0; row < rows; row++) {
      const from = address / 4 + row * width;
      copy.set(this.floats.subarray(from, from + own), row * own);
    }
    return copy;
  }

  /** Adds the rows of a table of floats, each times the number at its place from `factors` on. */
  addRows(factors: number, count: number, table: Table, sums: number, from = 0): void {
    const address = table.address + from * table.width * 4;
    this.kernel.addFloatRows(factors * 4, count, address, table.width, sums * 4);
  }
}
