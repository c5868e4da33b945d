import { straightMetres } from './geo';
import { Table } from './gtfs/csv';
import { openFeed } from './gtfs/source';

interface LatLon {
  lat: number;
  lon: number;
}

/** The ways that trips take on the map. */
export interface ShapeSource {
  /** The way of a trip between two of its stops; null where the feed draws none. */
  between(tripId: string, from: LatLon, to: LatLon): [lat: number, lon: number][] | null;
}

/** Points of shapes that are kept: about 40 MB. A feed with more is drawn from stop to stop. */
const POINTS_MAX = 2_000_000;
/** A shape that passes no nearer than this to a stop is not the trip's. */
const NEAR_M = 300;

/**
 * Reads shapes.txt when the first page asks for one, in the planner's thread: answers in the chat need none. `path` is the
 * feed that was loaded; one that cannot be read any more has no shapes.
 */
export class FeedShapes implements ShapeSource {
  private ofTrip: Map<string, string> | null = null;
  private readonly points = new Map<string, [number, number, number][]>();

  constructor(private readonly path: string) {}

  between(tripId: string, from: LatLon, to: LatLon): [number, number][] | null {
    if (!this.ofTrip) this.load();
    const points = this.points.get(this.ofTrip!.get(tripId) ?? '');
    return points ? cut(points, from, to) : null;
  }

  private load(): void {
    this.ofTrip = new Map();
    try {
      this.read();
    } catch {
      this.points.clear();
    }
  }

  private read(): void {
    const source = openFeed(this.path);
    const trips = source.table('trips.txt');
    const shapes = source.table('shapes.txt');
    if (!trips || !shapes) return;
    const table = new Table('trips.txt', trips, ['trip_id']);
    const [id, shape] = [table.column('trip_id'), table.column('shape_id')];
    while (table.next()) this.ofTrip!.set(table.text(id), table.text(shape));
    this.readPoints(new Table('shapes.txt', shapes, ['shape_id', 'shape_pt_lat', 'shape_pt_lon']));
  }

  private readPoints(table: Table): void {
    const names = ['shape_id', 'shape_pt_lat', 'shape_pt_lon', 'shape_pt_sequence'];
    const [id, lat, lon, sequence] = names.map((name) => table.column(name)) as [number, number, number, number];
    let count = 0;
    while (table.next()) {
      if (++count > POINTS_MAX) throw new RangeError('too many points');
      const key = table.text(id);
      const list = this.points.get(key) ?? [];
      list.push([table.number(lat, Number.NaN), table.number(lon, Number.NaN), table.number(sequence, list.length)]);
      this.points.set(key, list);
    }
    for (const list of this.points.values()) list.sort((a, b) => a[2] - b[2]);
  }
}

/** The part of a way from where it is nearest to one point to where, after that, it is nearest to another. */
function cut(points: [number, number, number][], from: LatLon, to: LatLon): [number, number][] | null {
  const metres = (i: number, stop: LatLon) => straightMetres({ lat: points[i]![0], lon: points[i]![1] }, stop);
  const nearest = (stop: LatLon, first: number): number => {
    let best = first;
    for (let i = first; i < points.length; i++) if (metres(i, stop) < metres(best, stop)) best = i;
    return best;
  };
  // A loop passes the first stop twice: the pass before the last stop counts.
  const start = nearest(from, 0);
  let [first, last] = [start, start < points.length ? nearest(to, start) : start];
  if (last <= first || metres(last, to) > NEAR_M) {
    last = nearest(to, 0);
    first = 0;
    for (let i = 0; i <= last; i++) if (metres(i, from) < metres(first, from)) first = i;
  }
  if (last <= first || metres(first, from) > NEAR_M || metres(last, to) > NEAR_M) return null;
  return points.slice(first, last + 1).map(([lat, lon]) => [lat, lon]);
}
