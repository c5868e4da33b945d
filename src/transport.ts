/** The city's transport as the configuration names it: the planner, live data of its vehicles, the pages of journeys. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from './core/config';
import type { Log } from './core/log';
import type { Pack } from './domains/pack';
import {
  createLiveData,
  type LiveData,
  linkOf,
  type LiveOptions,
  type LiveTransit,
  noticesOf,
  openLive,
  type TransitPlanner,
  type TransitSources,
} from './domains/transit';
import { download } from './media/download';

/** Largest live feed that is read: a metropolis with all its vehicles stays under 10 MiB. */
const LIVE_MAX_BYTES = 33_554_432;
const LIVE_TIMEOUT_MS = 10_000;

export function vehiclesOf(config: Config, planner: TransitPlanner, log: Log): LiveData {
  return createLiveData({
    planner,
    addresses: config.KAPI_GTFS_RT,
    now: Date.now,
    everyMs: config.KAPI_GTFS_RT_SECONDS * 1_000,
    fetch: (address) =>
      download(address, {
        maxBytes: LIVE_MAX_BYTES,
        privateHosts: config.KAPI_MEDIA_PRIVATE_HOSTS,
        timeoutMs: LIVE_TIMEOUT_MS,
      }),
    onBroken: (problem) => log.warn({ problem }, 'live data could not be fetched'),
  });
}

/** What stands beside the timetable in answers. */
export function transitSources(config: Config, pack: Pack, vehicles: LiveData): TransitSources {
  const notices = noticesOf(pack);
  return {
    alerts: (at, lang) => [...notices(at, lang), ...vehicles.alerts(at, lang)],
    live: (now) => vehicles.at(now),
    link: journeyLinks(config),
  };
}

/** Addresses of journeys' pages, which src/server serves. */
function journeyLinks({ KAPI_PUBLIC_URL: url, KAPI_PORT: port }: Config): NonNullable<TransitSources['link']> {
  const base = url || `http://localhost:${port}`;
  return (...journey) => {
    const token = linkOf(...journey);
    return token === null ? null : `${base}/yol/${token}`;
  };
}

/** The journey planner; null where the city has no timetable yet: its transport questions become records then. */
export async function openTransit(
  config: Config,
  pack: Pack,
  told: Pick<LiveOptions, 'onRead' | 'onBroken'>,
): Promise<LiveTransit | null> {
  const folder = join(pack.dir, 'transit');
  if (config.KAPI_GTFS === '' && !existsSync(folder)) return null;
  const places = [
    ...pack.places.neighbourhoods.map(({ id, name, aliases, lat, lon }) => ({
      id,
      name,
      aliases: [name.replace(/ Mahallesi$/, ''), ...aliases],
      lat,
      lon,
      kind: 'neighbourhood' as const,
    })),
    ...pack.places.places.map(({ id, name, aliases, lat, lon }) => ({ id, name, aliases, lat, lon, kind: 'place' as const })),
  ];
  const gtfs = config.KAPI_GTFS === '' ? '' : resolve(config.KAPI_GTFS);
  return openLive({
    files: { folder, gtfs, places, cache: join(resolve(config.KAPI_DATA_DIR), 'transit') },
    everyMs: config.KAPI_MUNICIPALITY_LOOK_SECONDS * 1_000,
    ...told,
  });
}
