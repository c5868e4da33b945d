/** The loops in WebAssembly against the same in plain numbers. */
import { HashCounts } from '../../../src/nlu/hash-counts';
import { type Table, Tables } from '../../../src/nlu/tables';

const WIDTH = 37;
const ROWS = 50;
const value = (row: number, column: number): number => Math.fround(Math.sin(row * 91 + column * 7));
const floatsOf = (rows: number): Float32Array =>
  Float32Array.from({ length: rows * WIDTH }, (_, i) => value(Math.floor(i / WIDTH), i % WIDTH));

function placed(): { tables: Tables; table: Table; vector: number } {
  const tables = new Tables([
    { rows: ROWS, width: WIDTH, bytes: 4 },
    { rows: 3, width: Math.max(WIDTH, ROWS), bytes: 4 },
  ]);
  return { tables, table: tables.place(floatsOf(ROWS), WIDTH), vector: tables.space(WIDTH) };
}

test('rows of floats, each times its factor, are added up', () => {
  const { tables, table, vector } = placed();
  const listed = [3, 49, 3, 0].map((row, i) => ({ row, factor: i - 1.5 }));
  for (const { row, factor } of listed) tables.push(row, factor, table, vector);
  tables.flush(table, vector);
  for (let c = 0; c < WIDTH; c++)
    expect(tables.floats[vector + c]).toBeCloseTo(
      listed.reduce((sum, { row, factor }) => sum + factor * value(row, c), 0),
      5,
    );
});

test('more rows than one list holds are added up all the same', () => {
  const { tables, table, vector } = placed();
  for (let i = 0; i < 10_000; i++) tables.push(i % ROWS, 1, table, vector);
  tables.flush(table, vector);
  const column = Array.from({ length: ROWS }, (_, row) => value(row, 5)).reduce((sum, one) => sum + one, 0);
  expect(tables.floats[vector + 5]).toBeCloseTo(200 * column, 1);
});

test('rows are moved along a vector, and no other row is', () => {
  const { tables, table, vector } = placed();
  for (let c = 0; c < WIDTH; c++) tables.floats[vector + c] = c;
  tables.move(7, 0.5, table, vector);
  tables.move(8, -2, table, vector);
  tables.flushMoves(table, vector);
  const moved = tables.read(table, ROWS, WIDTH);
  for (let row = 0; row < ROWS; row++)
    for (let c = 0; c < WIDTH; c++) {
      const factor = row === 7 ? 0.5 : row === 8 ? -2 : 0;
      expect(moved[row * WIDTH + c]).toBeCloseTo(value(row, c) + factor * c, 4);
    }
});

test('dot products of rows with a vector', () => {
  const { tables, table, vector } = placed();
  const results = tables.space(ROWS);
  for (let c = 0; c < WIDTH; c++) tables.floats[vector + c] = value(99, c);
  tables.dots(vector, ROWS, table, results);
  for (let row = 0; row < ROWS; row++) {
    let dot = 0;
    for (let c = 0; c < WIDTH; c++) dot += value(99, c) * value(row, c);
    expect(tables.floats[results + row]).toBeCloseTo(dot, 4);
  }
});

test('features are counted by the texts that hold them, also past the first room', () => {
  const counts = new HashCounts();
  for (let text = 1; text <= 3; text++)
    for (let hash = 1; hash <= 100_000; hash++) {
      if (hash % text !== 0) continue;
      counts.add(hash, text);
      counts.add(hash, text);
    }
  const byHash = new Map(counts.atLeast(1));
  expect(byHash.size).toBe(100_000);
  expect([1, 2, 3, 6].map((hash) => byHash.get(hash))).toEqual([1, 2, 2, 3]);
  expect(counts.atLeast(3)).toHaveLength(16_666);
});
