/** Reads a GTFS-realtime message (trip updates, vehicle positions, alerts) into plain data. */
import type { Lang } from '../../../core/items';

/** What is known of one trip now. Seconds; positive is late. */
export interface TripNews {
  cancelled: boolean;
  /** Local date of the service day, YYYY-MM-DD; undefined: any. */
  day?: string;
  /** When the run leaves its first stop, seconds from midnight: tells apart the runs of a trip of frequencies. */
  start?: number;
  /** By stop, in the order of the trip: an estimate holds until the next stop that has one. */
  stops: StopNews[];
  /** Of the whole trip, where its stops have none. */
  delay?: number;
}

export interface StopNews {
  stopId: string;
  skipped: boolean;
  delay?: number;
  /** Epoch milliseconds of the expected departure (else arrival), where a time is given instead of a delay. */
  at?: number;
}

export interface VehicleNews {
  lat: number;
  lon: number;
  /** Epoch milliseconds at which it was there. */
  at: number;
  /** As of TripNews. */
  start?: number;
}

export interface AlertNews {
  text: Partial<Record<Lang, string>>;
  /** GTFS ids. */
  routes: string[];
  stops: string[];
  /** Epoch milliseconds; empty: always. */
  periods: { from: number; until: number }[];
}

export interface News {
  /** Epoch milliseconds of the header; undefined where the feed does not say. */
  at: number | undefined;
  trips: Map<string, TripNews[]>;
  vehicles: Map<string, VehicleNews[]>;
  alerts: AlertNews[];
}

const SECOND_MS = 1_000;
const CANCELLED = 3;
const DELETED = 7;
const SKIPPED = 1;
/** A feed says so little of what it is not sure of: larger delays than a shift are nonsense. */
const DELAY_MAX_SECONDS = 6 * 3_600;

/** @throws where the bytes are no such message */
export async function decodeNews(bytes: Uint8Array): Promise<News> {
  const { default: bindings } = await import('gtfs-realtime-bindings');
  const { header, entity } = bindings.transit_realtime.FeedMessage.decode(bytes);
  const news: News = { at: moment(header.timestamp), trips: new Map(), vehicles: new Map(), alerts: [] };
  for (const { isDeleted, tripUpdate, vehicle, alert } of entity) {
    if (isDeleted) continue;
    const updated = tripUpdate?.trip.tripId;
    if (tripUpdate && updated) news.trips.set(updated, [...(news.trips.get(updated) ?? []), tripOf(tripUpdate)]);
    const driven = vehicle?.trip?.tripId;
    if (vehicle?.position && driven) {
      const { latitude: lat, longitude: lon } = vehicle.position;
      if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180)
        news.vehicles.set(driven, [
          ...(news.vehicles.get(driven) ?? []),
          { lat, lon, at: moment(vehicle.timestamp) ?? news.at ?? Number.NaN, ...startOf(vehicle.trip?.startTime) },
        ]);
    }
    if (alert) news.alerts.push(alertOf(alert));
  }
  return news;
}

/** Numbers of 64 bits come as objects where they are large. */
type Long = number | { toNumber(): number } | null | undefined;
const numberOf = (value: Long): number => (typeof value === 'number' ? value : (value?.toNumber() ?? 0));
const moment = (value: Long): number | undefined => (numberOf(value) > 0 ? numberOf(value) * SECOND_MS : undefined);
const sane = (delay: number | null | undefined): number | undefined =>
  delay != null && Math.abs(delay) <= DELAY_MAX_SECONDS ? delay : undefined;

function startOf(time: string | null | undefined): { start?: number } {
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d{2}):(\d{2})$/.exec(time ?? '') ?? [];
  return hours === undefined ? {} : { start: Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds) };
}

interface EventNews {
  delay?: number | null;
  time?: Long;
}

interface TripMessage {
  trip: { startDate?: string | null; startTime?: string | null; scheduleRelationship?: number | null };
  delay?: number | null;
  stopTimeUpdate?:
    | {
        stopId?: string | null;
        arrival?: EventNews | null;
        departure?: EventNews | null;
        scheduleRelationship?: number | null;
      }[]
    | null;
}

function tripOf({ trip, delay, stopTimeUpdate }: TripMessage): TripNews {
  const relation = trip.scheduleRelationship ?? 0;
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(trip.startDate ?? '');
  const whole = Object.hasOwn({ delay }, 'delay') ? sane(delay) : undefined;
  return {
    cancelled: relation === CANCELLED || relation === DELETED,
    ...(day ? { day: `${day[1]}-${day[2]}-${day[3]}` } : {}),
    ...startOf(trip.startTime),
    // A stop that is named by its number alone is passed over: numbers need not begin at one.
    stops: (stopTimeUpdate ?? []).flatMap(({ stopId, arrival, departure, scheduleRelationship }): StopNews[] => {
      if (!stopId) return [];
      const event = departure ?? arrival;
      const at = moment(event?.time);
      const late = at === undefined ? sane(event?.delay) : undefined;
      return [
        {
          stopId,
          skipped: scheduleRelationship === SKIPPED,
          ...(late === undefined ? {} : { delay: late }),
          ...(at === undefined ? {} : { at }),
        },
      ];
    }),
    ...(whole === undefined || whole === 0 ? {} : { delay: whole }),
  };
}

interface AlertMessage {
  activePeriod?: { start?: Long; end?: Long }[] | null;
  informedEntity?: { routeId?: string | null; stopId?: string | null }[] | null;
  headerText?: Words;
  descriptionText?: Words;
}
type Words = { translation?: { text: string; language?: string | null }[] | null } | null | undefined;

const TEXT_MAX_CHARS = 220;

function alertOf({ activePeriod, informedEntity, headerText, descriptionText }: AlertMessage): AlertNews {
  const entities = informedEntity ?? [];
  return {
    text: wordsOf(headerText?.translation?.length ? headerText : descriptionText),
    routes: [...new Set(entities.flatMap(({ routeId }) => routeId || []))],
    stops: [...new Set(entities.flatMap(({ stopId }) => stopId || []))],
    periods: (activePeriod ?? []).map(({ start, end }) => ({
      from: moment(start) ?? 0,
      until: moment(end) ?? Number.POSITIVE_INFINITY,
    })),
  };
}

/** Texts by language; one without a language is the city's own. */
function wordsOf(words: Words): AlertNews['text'] {
  const found: AlertNews['text'] = {};
  for (const { text, language } of words?.translation ?? []) {
    const lang = (language || 'tr').slice(0, 2).toLowerCase();
    if (lang === 'tr' || lang === 'en' || lang === 'ar')
      found[lang] ??= text.replace(/\s+/g, ' ').trim().slice(0, TEXT_MAX_CHARS);
  }
  return found;
}
