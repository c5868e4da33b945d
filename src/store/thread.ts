import type { ThreadRow } from './port';

/** A row with its place among those of its kind that share its millisecond. */
export type OrderedRow = ThreadRow & { order: number | string };

/** At the same millisecond: what came in, then what was noted, then what went out. */
const RANK: Record<ThreadRow['kind'], number> = { message: 0, note: 1, outbound: 2 };

/** Rows of the same millisecond as the known row may precede it: a source gives so many more than asked. */
export const SAME_TIME_ROWS = 64;

/**
 * Merges what the sources of a thread gave: the newest `limit` rows, or with `after` those that follow it.
 */
export function mergeThread(rows: OrderedRow[], { after, limit }: { after?: string | undefined; limit: number }): ThreadRow[] {
  rows.sort((a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind] || (a.order < b.order ? -1 : 1));
  const merged = rows.map(({ order: _, ...row }) => row);
  if (after === undefined) return merged.slice(-limit);
  return merged.slice(merged.findIndex((row) => row.id === after) + 1).slice(0, limit);
}
