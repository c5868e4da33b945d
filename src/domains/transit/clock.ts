const DAY_MS = 86_400_000;
export const DAY_SECONDS = 86_400;
const MINUTE_MS = 60_000;

/**
 * Local time of a city whose clocks never change (Turkey: three hours ahead of UTC since 2016). Days are counted from
 * 1970-01-01; moments are epoch milliseconds.
 */
export class Clock {
  private readonly offsetMs: number;

  constructor(utcOffsetMinutes: number) {
    this.offsetMs = utcOffsetMinutes * MINUTE_MS;
  }

  /** The local day of a moment. */
  day(at: number): number {
    return Math.floor((at + this.offsetMs) / DAY_MS);
  }

  /** Whole seconds of a moment since the midnight of its local day. */
  seconds(at: number): number {
    return Math.floor((at + this.offsetMs - this.day(at) * DAY_MS) / 1000);
  }

  /** The moment so many seconds after the midnight of a day. */
  moment(day: number, seconds: number): number {
    return day * DAY_MS - this.offsetMs + seconds * 1000;
  }

  /** "08:41" of a moment. */
  hhmm(at: number): string {
    return new Date(at + this.offsetMs).toISOString().slice(11, 16);
  }
}

/** A day as YYYY-MM-DD. */
export const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The day of a YYYY-MM-DD; NaN where it is no date. */
export function dayOf(iso: string): number {
  const day = Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
  return isoDayOrEmpty(day) === iso ? day : Number.NaN;
}

const isoDayOrEmpty = (day: number): string => (Number.isNaN(day) ? '' : isoDay(day));
