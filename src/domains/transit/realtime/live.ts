/**
 * Live data of a city's vehicles: fetched now and then from the addresses that are set, and used only while young. What is
 * older than `live_max_age_seconds` is treated as if there were none: a stale delay is worse than no delay.
 */
import type { Lang } from '../../../core/items';
import type { ServiceAlert } from '../extras';
import type { TransitPlanner } from '../types';
import { type AlertNews, decodeNews, type News, type TripNews, type VehicleNews } from './decode';

export interface LiveOptions {
  planner: TransitPlanner;
  addresses: readonly string[];
  /** Gives an address's bytes; throws where it cannot. */
  fetch(address: string): Promise<Uint8Array>;
  now(): number;
  /** Milliseconds between two looks; 0: only when asked to. */
  everyMs: number;
  /** Told in one line, without the address: it may hold a key. */
  onBroken(problem: string): void;
}

/** What is known at a moment. */
export interface LiveView {
  /** Whole seconds since the data were made. */
  ageSeconds: number;
  /** All that is said of a trip on a service day: of one that repeats, of each run. */
  trips(tripId: string, day: string): TripNews[];
  vehicles(tripId: string): VehicleNews[];
}

export interface LiveData {
  /** Fetches every address once. */
  look(): Promise<void>;
  start(): void;
  stop(): void;
  /** Null where no data are young enough. */
  at(now: number): LiveView | null;
  alerts(now: number, lang: Lang): ServiceAlert[];
  /** For health: undefined where no address is set. */
  state(now: number): { ok: boolean; detail: string } | undefined;
}

interface Held {
  news: News;
  /** When it was made, or where that is not said fetched. */
  at: number;
  alerts: (AlertNews & { lines: string[]; groups: string[] })[];
}

export function createLiveData(options: LiveOptions): LiveData {
  const { planner, addresses, fetch, now, everyMs, onBroken } = options;
  const held = new Map<string, Held>();
  const maxAgeMs = planner.settings().live_max_age_seconds * 1_000;
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  const young = (at: number): Held[] => [...held.values()].filter((one) => at - one.at <= maxAgeMs && one.at - at <= maxAgeMs);

  async function take(address: string): Promise<void> {
    try {
      const news = await decodeNews(await fetch(address));
      const alerts = await Promise.all(news.alerts.map((alert) => named(planner, alert)));
      held.set(address, { news, at: news.at ?? now(), alerts });
    } catch (error) {
      // What was fetched before serves until it is too old.
      onBroken((error as Error).message);
    }
  }

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    await Promise.all(addresses.map(take));
    looking = false;
  }

  return {
    look,
    start() {
      if (addresses.length === 0 || everyMs === 0) return;
      void look();
      timer = setInterval(() => void look(), everyMs).unref();
    },
    stop: () => clearInterval(timer),
    at(moment) {
      const lists = young(moment).filter(({ news }) => news.trips.size > 0 || news.vehicles.size > 0);
      if (lists.length === 0) return null;
      const oldest = Math.min(...lists.map(({ at }) => at));
      return {
        ageSeconds: Math.max(0, Math.round((moment - oldest) / 1_000)),
        trips: (id, day) =>
          lists.flatMap(({ news }) => (news.trips.get(id) ?? []).filter((one) => one.day === undefined || one.day === day)),
        vehicles: (id) => lists.flatMap(({ news }) => news.vehicles.get(id) ?? []),
      };
    },
    alerts: (moment, lang) =>
      young(moment).flatMap(({ alerts }) =>
        alerts.flatMap(({ text, lines, groups, periods }): ServiceAlert[] => {
          const on = periods.length === 0 || periods.some(({ from, until }) => from <= moment && moment < until);
          const words = text[lang] ?? text.tr ?? text.en;
          return on && words ? [{ text: words, lines, stops: groups }] : [];
        }),
      ),
    state(moment) {
      if (addresses.length === 0) return undefined;
      const fresh = young(moment).length;
      return {
        ok: fresh === addresses.length,
        detail: `${fresh} of ${addresses.length} feeds are younger than ${maxAgeMs / 1_000} s`,
      };
    },
  };
}

/** Its routes and stops as answers name them; one that names only what the timetable lacks concerns nobody here. */
async function named(planner: TransitPlanner, alert: AlertNews): Promise<Held['alerts'][number]> {
  const lines = await Promise.all(alert.routes.map(async (id) => (await planner.line(`route:${id}`))?.id ?? `route:${id}`));
  const groups = await Promise.all(
    alert.stops.map(async (id) => {
      const located = await planner.locate(`platform:${id}`);
      if (located.status !== 'ok') return `platform:${id}`;
      const [near] = await planner.nearest(located.place.lat, located.place.lon, 1);
      return near?.stop.group.replace(/~\d+$/, '') ?? `platform:${id}`;
    }),
  );
  return { ...alert, lines, groups };
}
