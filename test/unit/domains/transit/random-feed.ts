/** Small feeds at random with everything in them that GTFS allows and that exporters get wrong. */
import { numbers } from './agree';
import type { Tables } from './made-feed';

const STOPS = 16;
const LINES = 7;
const DAYS = ['20260324', '20260325', '20260326'];

const clock = (total: number) =>
  [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** The tables of the feed with this seed. Its calendar holds 24-26 March 2026, with services added and taken out by day. */
export function randomFeed(seed: number): Tables {
  const random = numbers(seed * 7919);
  const chance = (percent: number) => random(100) < percent;
  // An area of two kilometres, in which about every fourth pair of stops is linked on foot; some share a station.
  const stops = Array.from({ length: STOPS }, (_, i) => {
    const [lat, lon] = [40 + random(1000) * 0.000018, 36 + random(1000) * 0.000024];
    return `s${i},"Durak ${i}, ""${i}""",${lat.toFixed(6)},${lon.toFixed(6)},0,${i % 5 === 0 ? 'gar' : ''}`;
  });
  const tables: Record<string, string[]> = {
    stops: ['stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station', ...stops, 'gar,Gar,40.01,36.01,1,'],
    routes: ['route_id,route_short_name,route_long_name,route_type'],
    trips: ['route_id,service_id,trip_id,trip_headsign,direction_id'],
    stop_times: ['trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type'],
    frequencies: ['trip_id,start_time,end_time,headway_secs,exact_times'],
    transfers: ['from_stop_id,to_stop_id,transfer_type,min_transfer_time'],
    calendar: [
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
      'all,1,1,1,1,1,1,1,20260324,20260326',
      'wed,0,0,1,0,0,0,0,20260301,20260331',
      'none,0,0,0,0,0,0,0,20260324,20260326',
    ],
    calendar_dates: ['service_id,date,exception_type'],
  };
  for (const service of ['all', 'wed', 'none', 'extra'])
    for (const day of DAYS) if (chance(30)) tables.calendar_dates!.push(`${service},${day},${1 + random(2)}`);
  for (let line = 0; line < LINES; line++) {
    tables.routes!.push(`r${line},${line},null,3`);
    const way = Array.from({ length: 3 + random(5) }, () => random(STOPS));
    for (let t = 0; t < 6; t++) addTrip(tables, `r${line}`, `t${line}-${t}`, way, random);
  }
  for (let i = 0; i < 14; i++) {
    const end = () => (chance(10) ? 'gar' : `s${random(STOPS)}`);
    tables.transfers!.push(`${end()},${end()},${random(4)},${chance(80) ? 30 * random(20) : ''}`);
  }
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, `\uFEFF${rows.join('\r\n')}\r\n`]));
}

function addTrip(
  tables: Record<string, string[]>,
  route: string,
  id: string,
  way: number[],
  random: (n: number) => number,
): void {
  const chance = (percent: number) => random(100) < percent;
  const service = ['all', 'all', 'wed', 'none', 'extra'][random(5)]!;
  tables.trips!.push(`${route},${service},${id},,${random(2)}`);
  // Of trips with the same id the first counts.
  if (chance(10)) tables.trips!.push(`${route},none,${id},,0`);
  let at = 60 * (chance(40) ? 22 * 60 + random(300) : 6 * 60 + random(900));
  if (chance(20)) {
    const every = 60 * (5 + random(30));
    tables.frequencies!.push(`${id},${clock(at)},${clock(at + 7200)},${every},${random(2)}`);
    if (chance(50)) tables.frequencies!.push(`${id},${clock(at + 9000)},${clock(at + 12_600)},${every + 30},1`);
    at = chance(50) ? 0 : at;
  }
  way.forEach((stop, i) => {
    at += [0, 0, 45, 90, 240, -120][random(6)]!;
    at = Math.max(0, at);
    const departs = at + (chance(25) ? 60 : 0);
    const inner = i > 0 && i < way.length - 1;
    const times = inner && chance(12) ? ['', ''] : [clock(at), chance(5) && inner ? '' : clock(departs)];
    const row = `${id},${times.join()},s${stop},${i * 10},${chance(10) ? 1 : 0},${chance(10) ? 1 : ''}`;
    tables.stop_times!.push(row);
    if (chance(5)) tables.stop_times!.push(`${id},${clock(at)},${clock(at)},s${random(STOPS)},${i * 10},0,0`);
    at = departs;
  });
}
