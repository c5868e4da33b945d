/** When a facility can be booked, by its calendar in the pack. Pure. */
import type { Json } from '../../core/json';
import { numberOf } from '../eligibility/answers';
import type { Facility, Localised, Pack } from '../pack';
import { addDays, instantOf, localClock, weekdayOf } from '../pack/time';

/** One thing that can be booked: a session, or the night that begins on the day. */
export interface Session {
  /** "18:00-19:00", or "night". */
  id: string;
  /** Epoch milliseconds of its beginning. */
  from: number;
}

export const NIGHT = 'night';
/** From when a camp's night counts, for the notice. */
const ARRIVAL = '14:00';
const HOUR_MS = 3_600_000;

/** no_season: the calendar does not know the day · closed: with the reason · past: it, or its notice, is over */
export type Day = { is: 'open'; sessions: Session[] } | { is: 'no_season' | 'past' } | { is: 'closed'; reason: Localised | null };

/** What the calendar says of a day, whoever has booked what. Sessions whose notice is over are left out. */
export function dayOf(facility: Facility, day: string, now: number, { profile }: Pick<Pack, 'profile'>): Day {
  const zone = profile.timezone;
  if (day < localClock(now, zone).day) return { is: 'past' };
  if (day < facility.season.from || day > facility.season.until) return { is: 'no_season' };
  const closed = facility.closed.find(({ from, until }) => from <= day && day <= until);
  if (closed) return { is: 'closed', reason: closed.reason };
  if (facility.days !== undefined && !facility.days.includes(weekdayOf(day))) return { is: 'closed', reason: null };
  const earliest = now + facility.notice_hours * HOUR_MS;
  const sessions = rangesOf(facility)
    .map((id) => ({ id, from: instantOf(day, id === NIGHT ? ARRIVAL : id.slice(0, 5), zone) }))
    .filter(({ from }) => from >= earliest);
  return sessions.length > 0 ? { is: 'open', sessions } : { is: 'past' };
}

function rangesOf({ sessions, every, nights }: Facility): string[] {
  if (nights !== undefined) return [NIGHT];
  if (sessions !== undefined) return sessions;
  const { from, until, minutes } = every!;
  const ranges: string[] = [];
  for (let at = minutesOf(from); at + minutes <= minutesOf(until); at += minutes)
    ranges.push(`${clockOf(at)}-${clockOf(at + minutes)}`);
  return ranges;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The slots of a session, or of so many nights, in one unit of the facility. */
export function slotsOf(facility: Facility, unit: string, day: string, session: string, nights = 1): string[] {
  return Array.from(
    { length: session === NIGHT ? nights : 1 },
    (_, index) => `${facility.id}|${addDays(day, index)} ${session}|${unit}`,
  );
}

/** Units in which all the slots are free. */
export function freeUnits(facility: Facility, taken: ReadonlySet<string>, day: string, session: string, nights = 1): string[] {
  return facility.units
    .map(({ id }) => id)
    .filter((unit) => slotsOf(facility, unit, day, session, nights).every((slot) => !taken.has(slot)));
}

/** The session that is meant: its button, or the hour at which it begins ("11", "saat 3'te", "11:00-12:00"). */
export function sessionOf(sessions: readonly Session[], said: Json): string | undefined {
  const text = String(said !== null && typeof said === 'object' && !Array.isArray(said) ? (said.text ?? '') : said);
  const exact = sessions.find(({ id }) => id === text);
  if (exact) return exact.id;
  const hour = text.match(/(?<!\d)([01]?\d|2[0-3])(?:[.:]([0-5]\d))?(?!\d)/);
  if (!hour) return undefined;
  const minutes = hour[2] ?? (/bu[cç]uk/i.test(text) ? '30' : '00');
  const beginsAt = (at: number): string | undefined =>
    sessions.find(({ id }) => id.startsWith(`${String(at).padStart(2, '0')}:${minutes}`))?.id;
  // "Saat 3'te" is the afternoon where nothing begins at night.
  return beginsAt(Number(hour[1])) ?? (Number(hour[1]) < 12 ? beginsAt(Number(hour[1]) + 12) : undefined);
}

/** "3", "3 gece", "üç": how long somebody stays; one night where it is not asked, undefined where it cannot be understood. */
export function nightsOf(said: Json | undefined): number | undefined {
  if (said === undefined || said === null) return 1;
  const { value, text } = (typeof said === 'object' && !Array.isArray(said) ? said : { value: said }) as {
    value?: Json;
    text?: Json;
  };
  const count = numberOf(value) ?? numberOf(text);
  return count !== undefined && Number.isInteger(count) && count >= 1 ? count : undefined;
}

/** What a session costs on a day, in lira; null where it is not told or the list is out of date. */
export function priceOf(facility: Facility, day: string, today: string): number | null {
  if (facility.fees_valid_until !== undefined && today > facility.fees_valid_until) return null;
  const weekday = weekdayOf(day);
  const fee = facility.fees.find(({ days }) => days?.includes(weekday)) ?? facility.fees.find(({ days }) => days === undefined);
  return fee?.amount_try ?? null;
}
