import { KapiError, KINDS } from '../../../core/errors';
import { Table } from './csv';
import type { Issues } from './issues';
import type { FeedSource } from './source';

/** What reading goes through: the feed, what is found wrong, and whom to tell how far it got. */
export interface Reading {
  source: FeedSource;
  issues: Issues;
  /** Called now and then with the table that is read, how many rows of it, and which part of the feed that is (0 to 1). */
  progress?: (table: string, rows: number, part: number) => void;
}

/** The tables that are read, in the order in which they are. */
export const TABLES = [
  'agency.txt',
  'calendar.txt',
  'calendar_dates.txt',
  'stops.txt',
  'routes.txt',
  'trips.txt',
  'frequencies.txt',
  'stop_times.txt',
  'transfers.txt',
];

/** Opens a table that the feed may lack. `wanted`: columns whose absence is told, though one can do without them. */
export function tableOf(reading: Reading, name: string, required: string[], wanted: string[] = []): Table | undefined {
  const { source, issues } = reading;
  const bytes = source.table(name);
  if (!bytes) return undefined;
  const tables = TABLES.map((table) => source.size(table));
  const before = tables.slice(0, TABLES.indexOf(name)).reduce((sum, size) => sum + size, 0);
  reading.progress?.(
    name,
    0,
    before /
      Math.max(
        1,
        tables.reduce((sum, size) => sum + size, 0),
      ),
  );
  const table = new Table(name, bytes, required, { issues, rowMaxBytes: source.limits.rowMaxBytes });
  for (const column of wanted) if (table.column(column) < 0) issues.add({ file: name, line: 1 }, 'missing_column', column);
  return table;
}

/** Opens a table without which nothing works. Throws `config` where the feed has none. */
export function needed(reading: Reading, name: string, required: string[], wanted: string[] = []): Table {
  const table = tableOf(reading, name, required, wanted);
  if (!table) throw new KapiError(KINDS.config, `${reading.source.path} has no ${name}`, { field: reading.source.path });
  return table;
}
