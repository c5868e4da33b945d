/** Tables of the network in training: how they begin, and how they are kept. */
import type { Random } from './random';

const { max, round } = Math;
/** Keeps the first step of a row, whose sum is still 0, finite. */
export const TINY = 1e-6;

/** Numbers between -size and size. */
export const scattered = (length: number, size: number, random: Random): Float32Array =>
  Float32Array.from({ length }, () => (random.next() * 2 - 1) * size);

/** A table in 8 bits, scaled by row. */
export function inBytes(table: Float32Array, width: number): { rows: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(table.length / width);
  const rows = new Int8Array(table.length);
  for (let row = 0; row < scales.length; row++) {
    let largest = 0;
    for (let i = row * width; i < (row + 1) * width; i++) largest = max(largest, Math.abs(table[i]!));
    scales[row] = largest / 127;
    if (largest > 0) for (let i = row * width; i < (row + 1) * width; i++) rows[i] = round((table[i]! / largest) * 127);
  }
  return { rows, scales };
}
