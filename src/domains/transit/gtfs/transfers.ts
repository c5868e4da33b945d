import type { FeedStop } from './feed';
import { type Reading, tableOf } from './reading';
import type { Stops } from './stops';

/** How one changes from one platform to another, by GTFS `transfer_type`. */
export interface Transfer {
  from: number;
  to: number;
  /** 0 possible · 1 the vehicle waits · 2 possible with at least `seconds` · 3 not possible. */
  type: 0 | 1 | 2 | 3;
  seconds: number;
}

const TYPES = ['', '0', '1', '2', '3'];
/** Columns that narrow a row to certain lines or trips. */
const NARROWER = ['from_route_id', 'to_route_id', 'from_trip_id', 'to_trip_id'];

/** Platforms by the id of their station. */
function platforms(stops: FeedStop[]): Map<string, number[]> {
  const stations = new Map<string, number[]>();
  stops.forEach(({ station }, index) => {
    if (station === undefined) return;
    const known = stations.get(station);
    if (known) known.push(index);
    else stations.set(station, [index]);
  });
  return stations;
}

/**
 * Reads transfers.txt, where there is one; a station stands for all its platforms. Rows for certain lines or trips and
 * those of other types (staying seated) are passed over and counted: the search knows changes between stops only.
 */
export function readTransfers(reading: Reading, { list, index }: Stops): Transfer[] {
  const { issues } = reading;
  const table = tableOf(reading, 'transfers.txt', ['from_stop_id', 'to_stop_id']);
  if (!table) return [];
  const [from, to, type, least] = ['from_stop_id', 'to_stop_id', 'transfer_type', 'min_transfer_time'].map((name) =>
    table.column(name),
  ) as [number, number, number, number];
  const narrower = NARROWER.map((name) => table.column(name));
  const stations = platforms(list);
  const named = (id: string): number[] => {
    const own = index.get(id);
    return own === undefined ? (stations.get(id) ?? []) : [own];
  };
  const read: Transfer[] = [];
  while (table.next()) {
    const kind = table.text(type);
    if (!TYPES.includes(kind) || narrower.some((column) => table.text(column) !== '')) {
      issues.add(table, 'unread_transfer');
      continue;
    }
    const [starts, ends] = [named(table.text(from)), named(table.text(to))];
    if (starts.length === 0 || ends.length === 0) issues.add(table, 'unknown_stop');
    const seconds = Math.max(0, table.number(least, 0));
    for (const a of starts) for (const b of ends) read.push({ from: a, to: b, type: Number(kind) as Transfer['type'], seconds });
  }
  return read;
}
