import type { FeedStop } from './feed';
import type { Issues } from './issues';
import { needed, type Reading } from './reading';

const STATION = '1';
const PARENTS_MAX = 3;

/** The platforms of a feed, found by their ids. */
export class Stops {
  readonly list: FeedStop[] = [];
  readonly index = new Map<string, number>();
  /** Stations by id: they become stops where a trip is said to call at them. */
  private readonly stations = new Map<string, FeedStop>();

  constructor(private readonly issues: Issues) {}

  /** The number of a stop at which a row of stop_times calls. */
  find(id: string, at: { file: string; line: number }): number | undefined {
    const known = this.index.get(id);
    if (known !== undefined) return known;
    const station = this.stations.get(id);
    if (!station) return undefined;
    this.issues.add(at, 'station_as_stop');
    return this.put(station);
  }

  put(stop: FeedStop): number {
    const index = this.list.push(stop) - 1;
    this.index.set(stop.id, index);
    return index;
  }

  station(stop: FeedStop): void {
    this.stations.set(stop.id, stop);
  }

  /** Gives platforms their station's name; parents that are unknown or lead round in a circle are dropped. */
  settleParents(parents: Map<string, { parent: string; line: number }>): void {
    for (const stop of this.list) {
      if (stop.station === undefined) continue;
      const at = { file: 'stops.txt', line: parents.get(stop.id)!.line };
      const station = this.stations.get(stop.station);
      if (circular(stop.id, parents)) {
        this.issues.add(at, 'cyclic_parent');
        stop.station = undefined;
      } else if (!station && !this.index.has(stop.station)) {
        this.issues.add(at, 'unknown_parent');
        stop.station = undefined;
      } else if (station) stop.name = station.name;
    }
  }
}

/** GTFS knows two steps at most: boarding area, platform, station. */
function circular(id: string, parents: Map<string, { parent: string }>): boolean {
  let at: string | undefined = id;
  for (let step = 0; at !== undefined; step++) {
    if (step > PARENTS_MAX) return true;
    at = parents.get(at)?.parent;
  }
  return false;
}

/** location_type: empty or 0 is a platform, 1 a station; entrances, nodes and boarding areas are of no use here. */
export function readStops(reading: Reading): Stops {
  const { issues } = reading;
  const table = needed(reading, 'stops.txt', ['stop_id', 'stop_lat', 'stop_lon'], ['stop_name']);
  const [id, name, lat, lon, type, parent] = [
    'stop_id',
    'stop_name',
    'stop_lat',
    'stop_lon',
    'location_type',
    'parent_station',
  ].map((column) => table.column(column)) as [number, number, number, number, number, number];
  const stops = new Stops(issues);
  const parents = new Map<string, { parent: string; line: number }>();
  const seen = new Set<string>();
  while (table.next()) {
    const [key, kind] = [table.text(id), table.text(type)];
    const at = { lat: table.number(lat, Number.NaN), lon: table.number(lon, Number.NaN) };
    const inRange = Math.abs(at.lat) <= 90 && Math.abs(at.lon) <= 180 && (at.lat !== 0 || at.lon !== 0);
    const known = seen.has(key);
    if (known) issues.add(table, 'duplicate_id');
    seen.add(key);
    if (known || (kind !== '' && kind !== '0' && kind !== STATION)) continue;
    const station = table.text(parent) || undefined;
    if (station !== undefined) parents.set(key, { parent: station, line: table.line });
    const stop = { id: key, name: table.text(name) || key, ...at, station };
    if (kind === STATION) stops.station({ ...stop, station: undefined });
    else if (!inRange || key === '') issues.add(table, 'no_coordinates');
    else stops.put(stop);
  }
  stops.settleParents(parents);
  return stops;
}
