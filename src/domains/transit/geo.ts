import type { TransitSettings } from './settings';

/** Metres of a degree: of longitude on the equator, of latitude anywhere (a sphere is exact enough within a city). */
const METRES_PER_DEGREE_LON = 111_320;
const METRES_PER_DEGREE_LAT = 110_574;

interface LatLon {
  lat: number;
  lon: number;
}

/** Straight-line metres between two points. */
export function straightMetres(a: LatLon, b: LatLon): number {
  const x = (a.lon - b.lon) * METRES_PER_DEGREE_LON * Math.cos(((a.lat + b.lat) / 2) * (Math.PI / 180));
  return Math.hypot(x, (a.lat - b.lat) * METRES_PER_DEGREE_LAT);
}

/** Metres on foot between two points: the straight line times the detour factor. */
export const walkMetres = (a: LatLon, b: LatLon, settings: TransitSettings): number =>
  straightMetres(a, b) * settings.walk_detour_factor;

/** Seconds that metres on foot take, rounded to the second. */
export const walkSeconds = (metres: number, settings: TransitSettings): number =>
  Math.max(settings.walk_min_seconds, Math.round(metres / settings.walk_speed_m_per_s));

/** Stops by the square of the map they lie in, so that what is near is found without looking at all. */
export class Grid {
  private readonly cells = new Map<string, number[]>();
  private readonly lonMetres: number;

  /** @param cellMetres side of a square; searches within it look at nine squares */
  constructor(
    private readonly points: LatLon[],
    private readonly cellMetres: number,
  ) {
    const middle = points.length ? points.reduce((sum, point) => sum + point.lat, 0) / points.length : 0;
    this.lonMetres = METRES_PER_DEGREE_LON * Math.cos(middle * (Math.PI / 180));
    points.forEach((point, i) => {
      const key = this.cell(point).join(' ');
      const cell = this.cells.get(key);
      if (cell) cell.push(i);
      else this.cells.set(key, [i]);
    });
  }

  private cell({ lat, lon }: LatLon): [number, number] {
    return [Math.floor((lon * this.lonMetres) / this.cellMetres), Math.floor((lat * METRES_PER_DEGREE_LAT) / this.cellMetres)];
  }

  /** Points within straight-line metres of one, nearest first. */
  within(from: LatLon, metres: number): { index: number; metres: number }[] {
    const [x, y] = this.cell(from);
    // One ring more than the distance needs: a degree of longitude is not equally long all over the city.
    const rings = Math.ceil(metres / this.cellMetres) + 1;
    const found: { index: number; metres: number }[] = [];
    const look = (indices: Iterable<number>) => {
      for (const index of indices) {
        const distance = straightMetres(from, this.points[index]!);
        if (distance <= metres) found.push({ index, metres: distance });
      }
    };
    if ((2 * rings + 1) ** 2 > this.cells.size) look(this.points.keys());
    else
      for (let i = x - rings; i <= x + rings; i++)
        for (let j = y - rings; j <= y + rings; j++) look(this.cells.get(`${i} ${j}`) ?? []);
    return found.sort((a, b) => a.metres - b.metres);
  }
}

/** Walks between stops: those of stop s are to, seconds[start[s] … start[s + 1]). The same both ways. */
export interface Links {
  start: Int32Array;
  to: Int32Array;
  seconds: Int32Array;
}

/** Links every two stops between which the walk is at most `stop_link_walk_m`. */
export function linkStops(stops: LatLon[], grid: Grid, settings: TransitSettings): Links {
  const start = new Int32Array(stops.length + 1);
  const to: number[] = [];
  const seconds: number[] = [];
  stops.forEach((stop, s) => {
    // A hair wider than the limit, then the limit itself: division and product must not disagree on the edge.
    for (const { index, metres } of grid.within(stop, settings.stop_link_walk_m / settings.walk_detour_factor + 1)) {
      const walk = metres * settings.walk_detour_factor;
      if (index === s || walk > settings.stop_link_walk_m) continue;
      to.push(index);
      seconds.push(walkSeconds(walk, settings));
    }
    start[s + 1] = to.length;
  });
  return { start, to: Int32Array.from(to), seconds: Int32Array.from(seconds) };
}
