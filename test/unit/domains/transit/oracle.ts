/**
 * A second opinion on journeys, which shares no code with the planner: its own naive reading of a feed and a plain
 * connection scan over every hop of three service days. Slow, and simple enough to be believed.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';

type Row = Record<string, string>;

function tables(path: string): (name: string) => Row[] {
  const zip = statSync(path).isDirectory() ? undefined : unzipSync(readFileSync(path));
  return (name) => {
    const file = join(path, name);
    const text = zip ? zip[name] && strFromU8(zip[name]) : existsSync(file) && readFileSync(file, 'utf8');
    if (!text) return [];
    const [head, ...lines] = text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    const columns = head!.split(',');
    // Quotes are only ever around a whole name in the feeds of the tests, which is not read here.
    return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [columns[i], value])));
  };
}

const seconds = (time: string) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

interface Hop {
  departure: number;
  arrival: number;
  from: number;
  to: number;
  trip: number;
  at: number;
}

export interface OracleNumbers {
  detour: number;
  speed: number;
  minSeconds: number;
  linkMetres: number;
}
export const SPEC: OracleNumbers = { detour: 1.3, speed: 1.2, minSeconds: 30, linkMetres: 400 };

/** Earliest arrivals from one GTFS stop to all, in seconds from midnight of the date; trips of the days around it too. */
export class Oracle {
  readonly stops: string[] = [];
  private readonly index = new Map<string, number>();
  private readonly points: { lat: number; lon: number }[] = [];
  private readonly links: { to: number; seconds: number }[][] = [];
  private readonly hops: Hop[];
  private trips = 0;

  /** @param date YYYYMMDD */
  constructor(path: string, date: string, numbers = SPEC) {
    const read = tables(path);
    for (const row of read('stops.txt')) {
      if (row.location_type === '1') continue;
      this.index.set(row.stop_id!, this.stops.push(row.stop_id!) - 1);
      this.points.push({ lat: Number(row.stop_lat), lon: Number(row.stop_lon) });
    }
    this.points.forEach((a, i) => {
      this.links[i] = [];
      this.points.forEach((b, j) => {
        const x = (a.lon - b.lon) * 111_320 * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
        const walk = Math.hypot(x, (a.lat - b.lat) * 110_574) * numbers.detour;
        if (i !== j && walk <= numbers.linkMetres)
          this.links[i]!.push({ to: j, seconds: Math.max(numbers.minSeconds, Math.round(walk / numbers.speed)) });
      });
    });
    this.hops = this.hopsOf(read, date);
    this.hops.sort((a, b) => a.departure - b.departure);
  }

  private hopsOf(read: (name: string) => Row[], date: string): Hop[] {
    const service = new Map<string, string>();
    for (const trip of read('trips.txt')) if (!service.has(trip.trip_id!)) service.set(trip.trip_id!, trip.service_id!);
    const rows = new Map<string, Map<number, Row>>();
    for (const row of read('stop_times.txt')) {
      if (!service.has(row.trip_id!)) continue;
      const trip = rows.get(row.trip_id!) ?? new Map<number, Row>();
      if (!trip.has(Number(row.stop_sequence))) trip.set(Number(row.stop_sequence), row);
      rows.set(row.trip_id!, trip);
    }
    const repeats = new Map<string, number[]>();
    for (const row of read('frequencies.txt')) {
      const starts = repeats.get(row.trip_id!) ?? [];
      for (let at = seconds(row.start_time!); at < seconds(row.end_time!); at += Number(row.headway_secs)) starts.push(at);
      repeats.set(row.trip_id!, starts);
    }
    const hops: Hop[] = [];
    for (const offset of [-1, 0, 1]) {
      const active = runningOn(read, date, offset);
      for (const [id, bySequence] of rows) {
        if (!active.has(service.get(id)!)) continue;
        const visits = [...bySequence].sort(([a], [b]) => a - b).map(([, row]) => row);
        const first = seconds(visits[0]!.departure_time!);
        for (const start of repeats.get(id) ?? [first]) {
          const trip = this.trips++;
          let clock = Number.NEGATIVE_INFINITY;
          let before: { departure: number; from: number } | undefined;
          visits.forEach((row, at) => {
            const shift = start - first + offset * 86_400;
            const arrival = Math.max(clock, seconds(row.arrival_time!) + shift);
            clock = Math.max(arrival, seconds(row.departure_time!) + shift);
            const stop = this.index.get(row.stop_id!)!;
            if (before) hops.push({ ...before, arrival, to: stop, trip, at: at - 1 });
            before = { departure: clock, from: stop };
          });
        }
      }
    }
    return hops;
  }

  /** Straight walks between two stops are journeys too. */
  earliest(from: string, start: number, slack: number, own: string[] = [from]): (to: string) => number {
    const never = Number.POSITIVE_INFINITY;
    const ready = new Float64Array(this.stops.length).fill(never);
    const ridden = new Float64Array(this.stops.length).fill(never);
    const boarded = new Map<number, number>();
    const sources = own.map((id) => this.index.get(id)!);
    const onFoot = new Float64Array(this.stops.length).fill(never);
    for (const s of sources) {
      ready[s] = onFoot[s] = start;
      for (const { to, seconds: walk } of this.links[s]!) ready[to] = onFoot[to] = Math.min(onFoot[to]!, start + walk);
    }
    let i = this.hops.findIndex((hop) => hop.departure >= start);
    while (i >= 0 && i < this.hops.length) {
      let end = i;
      while (end < this.hops.length && this.hops[end]!.departure === this.hops[i]!.departure) end++;
      let changed = true;
      while (changed) {
        changed = false;
        for (let h = i; h < end; h++) {
          const hop = this.hops[h]!;
          if ((boarded.get(hop.trip) ?? never) > hop.at) {
            if (ready[hop.from]! > hop.departure) continue;
            boarded.set(hop.trip, hop.at);
            changed = true;
          }
          if (hop.arrival >= ridden[hop.to]!) continue;
          ridden[hop.to] = hop.arrival;
          changed = true;
          ready[hop.to] = Math.min(ready[hop.to]!, hop.arrival + slack);
          for (const { to, seconds: walk } of this.links[hop.to]!) ready[to] = Math.min(ready[to]!, hop.arrival + walk + slack);
        }
      }
      i = end;
    }
    return (id) => {
      const goal = this.index.get(id)!;
      const walked = this.links[goal]!.map(({ to, seconds: walk }) => ridden[to]! + walk);
      return Math.min(onFoot[goal]!, ridden[goal]!, ...walked);
    };
  }
}

/** Services that run on the date moved by so many days. */
function runningOn(read: (name: string) => Row[], date: string, offset: number): Set<string> {
  const day = new Date(Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6) + offset));
  const text = day.toISOString().slice(0, 10).replaceAll('-', '');
  const name = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'][day.getUTCDay()]!;
  const active = new Set<string>();
  for (const row of read('calendar.txt'))
    if (row[name] === '1' && row.start_date! <= text && text <= row.end_date!) active.add(row.service_id!);
  for (const row of read('calendar_dates.txt')) {
    if (row.date !== text) continue;
    if (row.exception_type === '1') active.add(row.service_id!);
    else active.delete(row.service_id!);
  }
  return active;
}
