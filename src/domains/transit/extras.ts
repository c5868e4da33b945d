import type { Lang } from '../../core/items';
import type { JsonObject } from '../../core/json';
import type { LiveView } from './realtime/live';
import type { Journey, PlaceRef, RideLeg, StopRef } from './types';

/** A notice that is on now for lines, stops or the whole network. */
export interface ServiceAlert {
  text: string;
  /** Ids of lines ("line:28a") and stop groups; both empty: everywhere. */
  lines: string[];
  stops: string[];
}

/** What stands beside the timetable: the municipality's notices, live data, the page of a journey. */
export interface TransitSources {
  /** Notices that are on at a moment. */
  alerts?(at: number, lang: Lang): ServiceAlert[];
  /** Live data that are young enough at a moment, or null. */
  live?(now: number): LiveView | null;
  /** The address of a journey's page; null where it has none. */
  link?(journey: Journey, from: PlaceRef, to: PlaceRef, lang: Lang): string | null;
}

/** How late something is, in the words of answers: `late` picks the form. */
export interface Lateness {
  late: 'on_time' | 'late' | 'early' | null;
  delay: number;
}

const ON_TIME_SECONDS = 60;

export function latenessOf(seconds: number | undefined): JsonObject & Lateness {
  if (seconds === undefined) return { late: null, delay: 0 };
  const late = Math.abs(seconds) < ON_TIME_SECONDS ? 'on_time' : seconds > 0 ? 'late' : 'early';
  return { late, delay: Math.round(Math.abs(seconds) / 60) };
}

export interface About {
  /** The moment that the answer is about. */
  at: number;
  lang: Lang;
  rides?: RideLeg[];
  lines?: string[];
  stops: StopRef[];
  /** The live data that the answer's times rest on; absent: the timetable's. */
  live?: LiveView | undefined;
}

const ALERTS_SHOWN = 2;

/** The words of those alerts that concern one of the lines or stops, the first few. */
export function concerning(alerts: ServiceAlert[], lines: string[], stops: StopRef[]): string[] {
  // A name that stands for several groups of stops ("stop:x~2") concerns them all.
  const groups = new Set(stops.map(({ group }) => group.replace(/~\d+$/, '')));
  return alerts
    .filter(
      (alert) =>
        (alert.lines.length === 0 && alert.stops.length === 0) ||
        alert.lines.some((line) => lines.includes(line)) ||
        alert.stops.some((stop) => groups.has(stop)),
    )
    .slice(0, ALERTS_SHOWN)
    .map(({ text }) => text);
}

/** Joins what answers say beside their times. */
export class TransitExtras {
  constructor(private readonly sources: TransitSources = {}) {}

  live(now: number): LiveView | null {
    return this.sources.live?.(now) ?? null;
  }

  get link(): TransitSources['link'] {
    return this.sources.link;
  }

  /** `timing`: "planned" or "live"; `alerts`: what concerns these lines and stops, or null. */
  async of({ at, lang, rides = [], lines = [], stops, live }: About): Promise<JsonObject> {
    const alerts = concerning(
      this.sources.alerts?.(at, lang) ?? [],
      [...lines, ...rides.map(({ lineId }) => lineId)],
      [...stops, ...rides.flatMap(({ from, to }) => [from, to])],
    );
    const timing: JsonObject = live ? { timing: 'live', age: live.ageSeconds } : { timing: 'planned' };
    return { ...timing, alerts: alerts.length > 0 ? alerts : null };
  }
}
