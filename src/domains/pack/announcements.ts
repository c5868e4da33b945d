/** When an announcement holds, on the city's clock. */
import { addDays, instantOf, localClock, weekdayOf } from './time';
import type { Announcement } from './types';

/** A stretch of time, epoch milliseconds; `until` itself is outside. */
export interface Stretch {
  from: number;
  until: number;
}

/**
 * The stretch of an announcement that is on at `now`, or the next one that begins within `aheadDays`; null when there is none.
 * What is past, or outside the days for which it is valid, is never given.
 */
export function stretchAt(item: Announcement, now: number, zone: string, aheadDays = 0): Stretch | null {
  const { day: today } = localClock(now, zone);
  const last = addDays(today, aheadDays);
  const fits = ({ from, until }: Stretch): boolean => until > now && (from <= now || localClock(from, zone).day <= last);
  if (item.from !== undefined) {
    const once = { from: momentOf(item.from, zone), until: momentOf(item.until!, zone) };
    return fits(once) ? once : null;
  }
  // Yesterday's stretch may run past midnight.
  for (let ahead = -1; ahead <= aheadDays; ahead++) {
    const day = addDays(today, ahead);
    if (item.days !== undefined && !item.days.includes(weekdayOf(day))) continue;
    if ((item.valid_from ?? day) > day || (item.valid_until ?? day) < day) continue;
    const stretch = daily(item.daily!, day, zone);
    if (fits(stretch)) return stretch;
  }
  return null;
}

export function isOn(item: Announcement, now: number, zone: string): boolean {
  const stretch = stretchAt(item, now, zone);
  return stretch !== null && stretch.from <= now;
}

function daily(hours: string, day: string, zone: string): Stretch {
  const [from, until] = hours.split('-') as [string, string];
  return { from: instantOf(day, from, zone), until: instantOf(from < until ? day : addDays(day, 1), until, zone) };
}

function momentOf(text: string, zone: string): number {
  return instantOf(text.slice(0, 10), text.slice(11, 16), zone);
}
