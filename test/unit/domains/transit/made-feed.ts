/** Makes small feeds for tests: a folder of tables out of lines of text. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlanner, loadSettings, type NamedPlace, readFeed, type TransitPlanner } from '../../../../src/domains/transit';

export type Tables = Record<string, string>;

const made: string[] = [];

/** Writes the tables ("stops" for stops.txt) to a folder of their own and gives its path. */
export function writeFeed(tables: Tables): string {
  const folder = mkdtempSync(join(tmpdir(), 'kapi-gtfs-'));
  made.push(folder);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(tables)) writeFileSync(join(folder, `${name}.txt`), text);
  return folder;
}

/** Removes what writeFeed made. */
export function removeFeeds(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export const TRANSIT = join(__dirname, '../../../../data/municipality/transit');
export const SETTINGS = loadSettings(join(TRANSIT, 'settings.yaml'));

export const plannerOf = (tables: Tables, places: NamedPlace[] = []): TransitPlanner =>
  createPlanner({ feed: readFeed(writeFeed(tables)), settings: SETTINGS, places });

/** A moment of local time: "2026-03-25 08:30". */
export const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00+03:00`);

/** The local time of a moment: "08:30", or with its date when it is another than `date`. */
export function local(moment: number, date = ''): string {
  const iso = new Date(moment + 3 * 3_600_000).toISOString();
  return iso.startsWith(date) && date ? iso.slice(11, 16) : iso.slice(0, 16).replace('T', ' ');
}

/** Stops a kilometre apart on a line, from west to east: A, B, C, D; E stands 200 m north of B; A's twin across the street. */
const STOPS = `stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
a,Otogar,40.2,36.10,0,
a2,Otogar,40.2002,36.10,0,
b,Belediye,40.2,36.112,0,
c,Çarşı,40.2,36.124,0,
d,Dere,40.2,36.136,0,
e,Emek,40.2018,36.112,0,
f,Fidanlık,40.22,36.112,0,
`;

/**
 * Line 1 runs A B C D at 08:00 and 08:30 on weekdays and at 25:10 in the night; line 2 runs E F at 08:15 and 08:40 daily,
 * save 2026-03-26; line 3 runs D C B A on Sundays and on 2026-03-26. The calendar is March 2026 (the 25th is a Wednesday).
 */
export const SMALL: Tables = {
  agency: 'agency_name,agency_url,agency_timezone\nDeneme,https://deneme.example,Europe/Istanbul\n',
  stops: STOPS,
  routes:
    'route_id,route_short_name,route_long_name,route_type\nr1,1,Otogar - Dere,3\nr2,2,Emek - Fidanlık,3\nr3,3,Dere - Otogar,3\n',
  calendar: `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
week,1,1,1,1,1,0,0,20260301,20260331
daily,1,1,1,1,1,1,1,20260301,20260331
sunday,0,0,0,0,0,0,1,20260301,20260331
`,
  calendar_dates: 'service_id,date,exception_type\ndaily,20260326,2\nsunday,20260326,1\n',
  trips: `route_id,service_id,trip_id,trip_headsign,direction_id
r1,week,t1,Dere,0
r1,week,t2,Dere,0
r1,week,t3,Dere,0
r2,daily,u1,Fidanlık,0
r2,daily,u2,Fidanlık,0
r3,sunday,v1,Otogar,1
`,
  stop_times: [
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
    ...timesOf('t1', '08:00', ['a', 'b', 'c', 'd']),
    ...timesOf('t2', '08:30', ['a', 'b', 'c', 'd']),
    ...timesOf('t3', '25:10', ['a', 'b', 'c', 'd']),
    ...timesOf('u1', '08:15', ['e', 'f']),
    ...timesOf('u2', '08:40', ['e', 'f']),
    ...timesOf('v1', '09:00', ['d', 'c', 'b', 'a']),
    '',
  ].join('\n'),
};

/** Rows of a trip that takes five minutes from stop to stop. */
export function timesOf(trip: string, start: string, stops: string[]): string[] {
  const [hour, minute] = start.split(':').map(Number) as [number, number];
  return stops.map((stop, i) => {
    const total = hour * 60 + minute + i * 5;
    const time = `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}:00`;
    return `${trip},${time},${time},${stop},${i + 1}`;
  });
}
