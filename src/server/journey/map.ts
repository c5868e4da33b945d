/** A journey drawn as SVG: its ways and stops alone, no tiles of anybody's. Pure. */
import type { JourneyView, ViewRide, ViewWalk } from '../../domains/transit/journey-view';
import { straightMetres } from '../../domains/transit/geo';
import { escaped } from './html';

interface LatLon {
  lat: number;
  lon: number;
}
type Spot = [x: number, y: number];

/** Units of the drawing: a phone's width, so that a unit is about a pixel there. */
const WIDTH = 360;
const HEIGHT_MIN = 200;
const HEIGHT_MAX = 420;
const MARGIN = 34;
const LABEL_CHARS = 26;
const LABEL_HEIGHT = 13;
const LETTER = 6.1;
/** How far from its mark a name may stand. */
const AWAY = [10, 18, 28];

/** Each ride its colour and dash, told apart also without colours; all against white with 4.5:1 or more. */
export const RIDE_STYLES = ['a', 'b', 'c', 'd'] as const;

/**
 * @param label what the whole drawing is, for people who do not see it
 * @returns an svg element; its classes are styled by the page
 */
export function drawMap({ legs }: JourneyView, label: string): string {
  const lines = legs.flatMap((leg): { leg: ViewRide | ViewWalk; points: LatLon[] }[] => {
    const points = leg.kind === 'ride' ? wayOf(leg) : onFoot(leg);
    return points.length > 1 ? [{ leg, points }] : [];
  });
  const frame = frameOf(lines.flatMap(({ points }) => points));
  const shapes: string[] = [];
  const drawn: Spot[] = [];
  let rides = 0;
  for (const { leg, points } of lines) {
    const spots = points.map(frame.place);
    drawn.push(...sampled(spots));
    if (leg.kind === 'walk') shapes.push(`<polyline class="walk" points="${pointsOf(spots)}"/>`);
    else {
      const style = RIDE_STYLES[rides++ % RIDE_STYLES.length]!;
      shapes.push(
        `<polyline class="case" points="${pointsOf(spots)}"/>`,
        `<polyline class="ride ${style}" points="${pointsOf(spots)}"/>`,
      );
      for (const stop of leg.stops.slice(1, -1)) shapes.push(circle(frame.place(stop), 2.5, 'via'));
    }
  }
  const marks = marksOf(legs).map((mark) => ({ ...mark, spot: frame.place(mark) }));
  const labels = placed(
    marks.map(({ name, spot }) => ({ name, spot })),
    frame.height,
    drawn,
  );
  for (const { spot, kind } of marks) shapes.push(circle(spot, kind === 'end' ? 6.5 : 5, kind));
  return `<svg class="map" viewBox="0 0 ${WIDTH} ${frame.height}" role="img" aria-label="${escaped(label)}">${shapes.join('')}${labels}</svg>`;
}

/** From the shape where the feed draws one, else from stop to stop. */
const wayOf = ({ path, stops }: ViewRide): LatLon[] =>
  path ? [stops[0]!, ...path.map(([lat, lon]) => ({ lat, lon })), stops.at(-1)!] : stops;

/** Its straight line; none where the place's middle is not where one walks to. */
function onFoot({ from, to, metres }: ViewWalk): LatLon[] {
  return from && to && straightMetres(from, to) <= metres ? [from, to] : [];
}

interface Frame {
  height: number;
  place(point: LatLon): Spot;
}

/** Fits the points in; a degree of longitude is as long as it is on the ground there. */
function frameOf(points: LatLon[]): Frame {
  const lat = points.map((point) => point.lat);
  const lon = points.map((point) => point.lon);
  const [south, north, west, east] = [Math.min(...lat), Math.max(...lat), Math.min(...lon), Math.max(...lon)];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [wide, tall] = [Math.max((east - west) * narrow, 1e-5), Math.max(north - south, 1e-5)];
  const inner = WIDTH - 2 * MARGIN;
  const height = Math.round(Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, (inner * tall) / wide + 2 * MARGIN)));
  const scale = Math.min(inner / wide, (height - 2 * MARGIN) / tall);
  const [left, top] = [(WIDTH - wide * scale) / 2, (height - tall * scale) / 2];
  return { height, place: (point) => [left + (point.lon - west) * narrow * scale, top + (north - point.lat) * scale] };
}

interface Mark extends LatLon {
  name: string;
  kind: 'end' | 'change';
}

/** Where one starts, changes and arrives; each place once. */
function marksOf(legs: JourneyView['legs']): Mark[] {
  const marks: Mark[] = [];
  for (const leg of legs) {
    const ends = leg.kind === 'ride' ? [leg.stops[0]!, leg.stops.at(-1)!] : onFoot(leg).length > 0 ? [leg.from!, leg.to!] : [];
    for (const { name, lat, lon } of ends)
      if (!marks.some((mark) => mark.name === name)) marks.push({ name, lat, lon, kind: 'change' });
  }
  if (marks.length > 0) marks[0]!.kind = marks.at(-1)!.kind = 'end';
  return marks;
}

/** Points along a way, near enough to each other that no name slips in between. */
function sampled(spots: Spot[]): Spot[] {
  return spots.slice(1).flatMap(([x, y], i) => {
    const [a, b] = spots[i]!;
    const parts = Math.max(1, Math.ceil(Math.hypot(x - a, y - b) / SAMPLE));
    return Array.from({ length: parts }, (_, part): Spot => [a + ((x - a) * part) / parts, b + ((y - b) * part) / parts]);
  });
}
const SAMPLE = 6;

/** Names beside their marks: right, left, above or below, wherever nothing stands yet. */
function placed(marks: { name: string; spot: Spot }[], height: number, drawn: Spot[]): string {
  const taken: [x: number, y: number, width: number, height: number][] = [
    ...marks.map(({ spot: [x, y] }): [number, number, number, number] => [x - 6, y - 6, 12, 12]),
    ...drawn.map(([x, y]): [number, number, number, number] => [x - 2, y - 2, 4, 4]),
  ];
  return marks
    .map(({ name, spot: [x, y] }) => {
      const text = name.length > LABEL_CHARS ? `${name.slice(0, LABEL_CHARS - 1)}…` : name;
      const width = text.length * LETTER;
      const tries = AWAY.flatMap((away): Spot[] => [
        [x + away, y + 4],
        [x - away - width, y + 4],
        [x - width / 2, y - away],
        [x - width / 2, y + away + 8],
        [x + away - 2, y - away + 1],
        [x + away - 2, y + away + 8],
        [x - away + 2 - width, y - away + 1],
        [x - away + 2 - width, y + away + 8],
      ]);
      const inside = (left: number) => Math.min(Math.max(left, 2), WIDTH - width - 2);
      const free = ([left, base]: Spot) =>
        left >= 2 &&
        left + width <= WIDTH - 2 &&
        base > LABEL_HEIGHT &&
        base < height - 2 &&
        !taken.some(([a, b, w, h]) => left < a + w && a < left + width && base - LABEL_HEIGHT < b + h && b < base);
      const [left, base] = tries.find(free) ?? [inside(x - width / 2), Math.min(y + 19, height - 3)];
      taken.push([left, base - LABEL_HEIGHT, width, LABEL_HEIGHT]);
      return `<text x="${left.toFixed(1)}" y="${base.toFixed(1)}" textLength="${width.toFixed(0)}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
    })
    .join('');
}

const circle = ([x, y]: Spot, radius: number, kind: string): string =>
  `<circle class="${kind}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}"/>`;

/** Points nearer than a unit to the last one change nothing to see. */
function pointsOf(spots: Spot[]): string {
  const kept: Spot[] = [];
  for (const [i, spot] of spots.entries()) {
    const last = kept.at(-1);
    if (!last || i === spots.length - 1 || Math.hypot(spot[0] - last[0], spot[1] - last[1]) >= 1) kept.push(spot);
  }
  return kept.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}
