/**
 * A second opinion on journeys, which shares no code with the planner: its own reading of a feed's tables and a plain
 * connection scan over every hop of three service days, forwards for the earliest arrival and backwards for the latest
 * departure. Slow, and simple enough to be believed. Node runs this file as it is (types are only stripped).
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';

type Row = Record<string, string>;

/** A table's rows: commas, quotes, doubled quotes, line ends of both kinds; `null` is nothing. */
function parse(text: string): Row[] {
  const rows: string[][] = [[]];
  let field = '';
  let quoted = false;
  let inside = false;
  const close = () => {
    const value = field.trim();
    rows.at(-1)!.push(value === 'null' && !quoted ? '' : value);
    [field, quoted] = ['', false];
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const c = text[i]!;
    if (inside) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else inside = false;
    } else if (c === '"' && field.trim() === '') {
      [inside, quoted, field] = [true, true, ''];
    } else if (c === ',') close();
    else if (c === '\n') {
      close();
      rows.push([]);
    } else if (c !== '\r') field += c;
  }
  close();
  const [head, ...lines] = rows.filter((row) => row.length > 1 || row[0] !== '');
  return lines.map((line) => Object.fromEntries(head!.map((name, i) => [name, line[i] ?? ''])));
}

function tables(path: string): (name: string) => Row[] {
  const zip = statSync(path).isDirectory() ? undefined : unzipSync(readFileSync(path));
  return (name) => {
    const entry = zip && Object.keys(zip).find((key) => basename(key) === name);
    const text = zip ? entry && strFromU8(zip[entry]!) : existsSync(join(path, name)) && readFileSync(join(path, name), 'utf8');
    return text ? parse(text) : [];
  };
}

const seconds = (time: string | undefined) =>
  time ? time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) : Number.NaN;

interface Hop {
  departure: number;
  arrival: number;
  from: number;
  to: number;
  /** Nobody boards at `from`; nobody alights at `to`. */
  shut: boolean;
  sealed: boolean;
  trip: number;
  /** Place of the hop within its trip. */
  at: number;
}

interface Visit {
  stop: number;
  arrival: number;
  departure: number;
  shut: boolean;
  sealed: boolean;
}

/** A change between two rides: `walk` seconds on foot, never less than `least` in all; `timed` needs no slack. */
interface Change {
  stop: number;
  walk: number;
  least: number;
  timed: boolean;
}

interface Numbers {
  detour: number;
  speed: number;
  minSeconds: number;
  linkMetres: number;
}
const SPEC: Numbers = { detour: 1.3, speed: 1.2, minSeconds: 30, linkMetres: 400 };
const NEVER = Number.POSITIVE_INFINITY;

/** Times are seconds from midnight of the date; trips of the days around it count too. */
export class Oracle {
  readonly stops: string[] = [];
  private readonly index = new Map<string, number>();
  private readonly points: { lat: number; lon: number }[] = [];
  private readonly links: { to: number; walk: number }[][] = [];
  /** Changes from a stop, and the same ones to a stop. */
  private readonly onward: Change[][] = [];
  private readonly inward: Change[][] = [];
  private readonly byDeparture: Hop[];
  private readonly byArrival: Hop[];
  private trips = 0;

  /** @param date YYYYMMDD */
  constructor(path: string, date: string, numbers: Numbers = SPEC) {
    const read = tables(path);
    const stations = this.readStops(read('stops.txt'));
    this.points.forEach((_, i) => {
      this.links[i] = [];
      this.points.forEach((__, j) => {
        const walk = this.metres(i, j) * numbers.detour;
        if (i !== j && walk <= numbers.linkMetres) this.links[i]!.push({ to: j, walk: this.walkSeconds(i, j, numbers) });
      });
    });
    this.readTransfers(read('transfers.txt'), stations, numbers);
    this.byDeparture = this.hopsOf(read, date).sort((a, b) => a.departure - b.departure);
    this.byArrival = this.byDeparture.toSorted((a, b) => b.arrival - a.arrival);
  }

  private metres(i: number, j: number): number {
    const [a, b] = [this.points[i]!, this.points[j]!];
    const x = (a.lon - b.lon) * 111_320 * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
    return Math.hypot(x, (a.lat - b.lat) * 110_574);
  }

  private walkSeconds(i: number, j: number, { detour, speed, minSeconds }: Numbers): number {
    return Math.max(minSeconds, Math.round((this.metres(i, j) * detour) / speed));
  }

  private readStops(rows: Row[]): Map<string, number[]> {
    const stations = new Map<string, number[]>();
    for (const row of rows) {
      if (row.location_type && row.location_type !== '0') continue;
      const id = row.stop_id!;
      if (this.index.has(id) || !row.stop_lat || !row.stop_lon) continue;
      this.index.set(id, this.stops.push(id) - 1);
      this.points.push({ lat: Number(row.stop_lat), lon: Number(row.stop_lon) });
      if (row.parent_station)
        stations.set(row.parent_station, [...(stations.get(row.parent_station) ?? []), this.index.get(id)!]);
    }
    return stations;
  }

  /**
   * Every stop leads to itself and to those linked to it; transfers.txt adds pairs, takes out (3), frees of slack (1) and
   * asks for a least time (2). A station stands for its platforms; rows for certain lines or trips are passed over.
   */
  private readTransfers(rows: Row[], stations: Map<string, number[]>, numbers: Numbers): void {
    const changes = this.points.map((_, i) => {
      const own = new Map<number, Change>([[i, { stop: i, walk: 0, least: 0, timed: false }]]);
      for (const { to, walk } of this.links[i]!) own.set(to, { stop: to, walk, least: 0, timed: false });
      return own;
    });
    const named = (id: string) => (this.index.has(id) ? [this.index.get(id)!] : (stations.get(id) ?? []));
    for (const row of rows) {
      if (row.from_route_id || row.to_route_id || row.from_trip_id || row.to_trip_id) continue;
      const type = row.transfer_type || '0';
      for (const from of named(row.from_stop_id!))
        for (const to of named(row.to_stop_id!)) {
          const walk = from === to ? 0 : this.walkSeconds(from, to, numbers);
          if (type === '3') changes[from]!.delete(to);
          else if (type === '0') changes[from]!.set(to, { stop: to, walk, least: 0, timed: false });
          else if (type === '1') changes[from]!.set(to, { stop: to, walk, least: 0, timed: true });
          else if (type === '2')
            changes[from]!.set(to, { stop: to, walk, least: Number(row.min_transfer_time || 0), timed: false });
        }
    }
    this.points.forEach((_, i) => {
      this.onward[i] = [...changes[i]!.values()];
      this.inward[i] = [];
    });
    this.points.forEach((_, i) => {
      for (const change of this.onward[i]!) this.inward[change.stop]!.push({ ...change, stop: i });
    });
  }

  /** A trip's visits in order: of rows with one sequence the first, blank times spread evenly, lower times raised. */
  private visitsOf(rows: Map<number, Row>): Visit[] {
    const visits = [...rows]
      .sort(([a], [b]) => a - b)
      .map(([, row]) => {
        const [arrival, departure] = [seconds(row.arrival_time), seconds(row.departure_time)];
        return {
          stop: this.index.get(row.stop_id!)!,
          arrival: Number.isNaN(arrival) ? departure : arrival,
          departure: Number.isNaN(departure) ? arrival : departure,
          shut: row.pickup_type === '1',
          sealed: row.drop_off_type === '1',
        };
      });
    let clock = Number.NEGATIVE_INFINITY;
    for (const visit of visits) {
      if (Number.isNaN(visit.arrival)) continue;
      visit.arrival = Math.max(clock, visit.arrival);
      visit.departure = clock = Math.max(visit.arrival, visit.departure);
    }
    const timed = visits.flatMap((visit, i) => (Number.isNaN(visit.arrival) ? [] : [i]));
    visits.forEach((visit, i) => {
      if (!Number.isNaN(visit.arrival)) return;
      const before = timed.findLast((known) => known < i) ?? timed[0]!;
      const after = timed.find((known) => known > i) ?? timed.at(-1)!;
      const [from, to] = [visits[before]!.departure, visits[after]!.arrival];
      const part = before < i && after > i ? (i - before) / (after - before) : 0;
      visit.arrival = visit.departure = before > i ? visits[before]!.arrival : Math.round(from + (to - from) * part);
    });
    return timed.length > 0 && visits.length > 1 ? visits : [];
  }

  private hopsOf(read: (name: string) => Row[], date: string): Hop[] {
    const service = new Map<string, string>();
    for (const trip of read('trips.txt')) if (!service.has(trip.trip_id!)) service.set(trip.trip_id!, trip.service_id!);
    const rows = new Map<string, Map<number, Row>>();
    for (const row of read('stop_times.txt')) {
      if (!service.has(row.trip_id!) || !this.index.has(row.stop_id!)) continue;
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
    const visits = new Map([...rows].map(([id, bySequence]) => [id, this.visitsOf(bySequence)]));
    for (const offset of [-1, 0, 1]) {
      const active = runningOn(read, date, offset);
      for (const [id, stops] of visits)
        if (stops.length > 0 && active.has(service.get(id)!))
          for (const start of repeats.get(id) ?? [stops[0]!.departure])
            this.ride(stops, start - stops[0]!.departure + offset * 86_400, hops);
    }
    return hops;
  }

  private ride(visits: Visit[], shift: number, into: Hop[]): void {
    const trip = this.trips++;
    visits.forEach(({ stop, departure, shut }, at) => {
      const next = visits[at + 1];
      if (next)
        into.push({
          departure: departure + shift,
          arrival: next.arrival + shift,
          from: stop,
          to: next.stop,
          shut,
          sealed: next.sealed,
          trip,
          at,
        });
    });
  }

  /** Earliest arrivals at all stops, leaving one no earlier than `start`. A walk to a linked stop is a journey too. */
  earliest(from: string, start: number, slack: number): (to: string) => number {
    const ready = new Float64Array(this.stops.length).fill(NEVER);
    const ridden = new Float64Array(this.stops.length).fill(NEVER);
    const onFoot = new Float64Array(this.stops.length).fill(NEVER);
    const boarded = new Map<number, number>();
    const source = this.index.get(from)!;
    ready[source] = onFoot[source] = start;
    for (const { to, walk } of this.links[source]!) ready[to] = onFoot[to] = start + walk;
    const { byDeparture: hops } = this;
    let i = hops.findIndex((hop) => hop.departure >= start);
    while (i >= 0 && i < hops.length) {
      let end = i;
      while (end < hops.length && hops[end]!.departure === hops[i]!.departure) end++;
      for (let changed = true; changed; ) {
        changed = false;
        for (let h = i; h < end; h++) {
          const hop = hops[h]!;
          if ((boarded.get(hop.trip) ?? NEVER) > hop.at) {
            if (hop.shut || ready[hop.from]! > hop.departure) continue;
            boarded.set(hop.trip, hop.at);
            changed = true;
          }
          if (hop.sealed || hop.arrival >= ridden[hop.to]!) continue;
          ridden[hop.to] = hop.arrival;
          changed = true;
          for (const { stop, walk, least, timed } of this.onward[hop.to]!)
            ready[stop] = Math.min(ready[stop]!, hop.arrival + Math.max(least, walk + (timed ? 0 : slack)));
        }
      }
      i = end;
    }
    return (id) => {
      const goal = this.index.get(id)!;
      return Math.min(onFoot[goal]!, ridden[goal]!, ...this.links[goal]!.map(({ to, walk }) => ridden[to]! + walk));
    };
  }

  /** Latest departures from all stops that still arrive at one by `deadline`; minus infinity where none does. */
  latest(to: string, deadline: number, slack: number): (from: string) => number {
    /** To board at a stop one must stand there by then; to be of use a ride must end there by then. */
    const boarding = new Float64Array(this.stops.length).fill(-NEVER);
    const alighting = new Float64Array(this.stops.length).fill(-NEVER);
    const ridden = new Map<number, number>();
    const goal = this.index.get(to)!;
    alighting[goal] = deadline;
    for (const { to: near, walk } of this.links[goal]!) alighting[near] = deadline - walk;
    const { byArrival: hops } = this;
    let i = hops.findIndex((hop) => hop.arrival <= deadline);
    while (i >= 0 && i < hops.length) {
      let end = i;
      while (end < hops.length && hops[end]!.arrival === hops[i]!.arrival) end++;
      for (let changed = true; changed; ) {
        changed = false;
        for (let h = i; h < end; h++) {
          const hop = hops[h]!;
          if ((ridden.get(hop.trip) ?? -1) < hop.at) {
            if (hop.sealed || hop.arrival > alighting[hop.to]!) continue;
            ridden.set(hop.trip, hop.at);
            changed = true;
          }
          if (hop.shut || hop.departure <= boarding[hop.from]!) continue;
          boarding[hop.from] = hop.departure;
          changed = true;
          for (const { stop, walk, least, timed } of this.inward[hop.from]!)
            alighting[stop] = Math.max(alighting[stop]!, hop.departure - Math.max(least, walk + (timed ? 0 : slack)));
        }
      }
      i = end;
    }
    return (id) => {
      const source = this.index.get(id)!;
      const onFoot = source === goal ? 0 : (this.links[source]!.find((link) => link.to === goal)?.walk ?? NEVER);
      const walked = this.links[source]!.map(({ to: near, walk }) => boarding[near]! - walk);
      return Math.max(deadline - onFoot, boarding[source]!, ...walked);
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
    else if (row.exception_type === '2') active.delete(row.service_id!);
  }
  return active;
}
