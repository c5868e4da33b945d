import { straightMetres } from './geo';
import { districtsOf, headOf, readable, slug, withoutNumber, withoutStopWord } from './names';
import type { FeedFacts } from './prepared';
import type { TransitSettings } from './settings';

/** Platforms that people call by one name: those of a station, the two sides of a street, numbered twins. */
export interface StopGroup {
  /** `stop:<slug>`, or `stop:<slug>~<n>` where groups of that name lie apart. */
  id: string;
  slug: string;
  name: string;
  /** Other names that platforms of the group bear. */
  aliases: string[];
  stops: number[];
  lat: number;
  lon: number;
}

export interface Groups {
  list: StopGroup[];
  /** Groups by `stop:<slug>`: more than one where the name stands for places far apart. */
  byName: Map<string, StopGroup[]>;
  /** Index into `list` by stop; -1 for a stop that nothing serves. */
  ofStop: Int32Array;
}

/** Disjoint sets of stops. */
class Sets {
  private readonly parent: Int32Array;

  constructor(size: number) {
    this.parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  find(i: number): number {
    let root = i;
    while (this.parent[root] !== root) root = this.parent[root]!;
    this.parent[i] = root;
    return root;
  }

  join(a: number, b: number): void {
    this.parent[this.find(a)] = this.find(b);
  }
}

function buckets<T>(items: Iterable<T>, key: (item: T) => string | undefined): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const item of items) {
    const k = key(item);
    if (k === undefined) continue;
    const bucket = map.get(k);
    if (bucket) bucket.push(item);
    else map.set(k, [item]);
  }
  return map;
}

/** @param called what people call each stop of the feed */
function describe(feed: FeedFacts, called: string[], stops: number[], keepUpper: ReadonlySet<string>): Omit<StopGroup, 'id'> {
  const shown = (name: string) => withoutStopWord(readable(name, keepUpper));
  const names = [...new Set(stops.map((s) => shown(called[s]!)))];
  // The sign as it is, and what stands on it beside the name: "Yakutiye 47 Nolu".
  const signs = stops.flatMap((s) => {
    const { name: sign } = feed.stops[s]!;
    const beside = called[s] === sign ? '' : sign.slice(called[s]!.length).trim();
    return [shown(sign), ...(beside ? [shown(beside)] : [])];
  });
  const slugs = new Set(names.map(slug));
  const name = slugs.size === 1 ? names[0]! : withoutNumber(names.reduce((a, b) => (b.length < a.length ? b : a)));
  const mean = (axis: 'lat' | 'lon') => stops.reduce((sum, s) => sum + feed.stops[s]![axis], 0) / stops.length;
  return {
    slug: slug(name),
    name,
    aliases: [...new Set([...names, ...signs])].filter((other) => other !== name),
    stops,
    lat: mean('lat'),
    lon: mean('lon'),
  };
}

/** Groups the served stops of a feed by station, name and distance. */
export function groupStops(feed: FeedFacts, served: Uint8Array, settings: TransitSettings): Groups {
  const all = feed.stops.map((_, s) => s).filter((s) => served[s]);
  const sets = new Sets(feed.stops.length);
  for (const [first, ...rest] of buckets(all, (s) => feed.stops[s]!.station).values())
    for (const stop of rest) sets.join(stop, first!);
  const districts = districtsOf(
    feed.stops.map(({ name }) => name),
    settings.numbered_district_stops,
  );
  const called = feed.stops.map(({ name }) => headOf(name, districts) ?? name);
  const full = called.map(slug);
  for (const twins of buckets(all, (s) => slug(withoutNumber(called[s]!))).values())
    twins.forEach((a, i) => {
      for (const b of twins.slice(0, i)) {
        const limit = full[a] === full[b] ? settings.same_name_stops_m : settings.numbered_twin_m;
        if (straightMetres(feed.stops[a]!, feed.stops[b]!) <= limit) sets.join(a, b);
      }
    });
  const keepUpper = new Set(settings.keep_upper);
  const made = [...buckets(all, (s) => String(sets.find(s))).values()].map((stops) => describe(feed, called, stops, keepUpper));
  const groups: Groups = { list: [], byName: new Map(), ofStop: new Int32Array(feed.stops.length).fill(-1) };
  for (const [key, same] of buckets(made, (group) => `stop:${group.slug}`)) {
    const named = same.map((group, i) => ({ ...group, id: same.length === 1 ? key : `${key}~${i + 1}` }));
    groups.byName.set(key, named);
    groups.list.push(...named);
  }
  groups.list.forEach((group, g) => {
    for (const stop of group.stops) groups.ofStop[stop] = g;
  });
  return groups;
}
