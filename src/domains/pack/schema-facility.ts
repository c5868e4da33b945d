/** What can be booked: halls, pitches, camps, with a calendar of their own. facilities.yaml. */
import { z } from 'zod';
import { clock, clockRange, day, gazetteerId, key, weekday } from './schema-common';
import { localised } from './text';

const fee = z.strictObject({
  name: localised,
  amount_try: z.number().min(0).describe('Turkish lira, taxes included, a session or a night'),
  days: z.array(weekday).min(1).optional().describe('On these days; without it on all others'),
});

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export const facilitySchema = z
  .strictObject({
    id: key,
    name: localised,
    words: z.array(z.string().trim().min(2)).min(1).describe('Beginnings of words by which people name it'),
    department: key,
    place: gazetteerId.optional(),
    units: z
      .array(z.strictObject({ id: key, name: localised }))
      .min(1)
      .describe('What is booked one by one: two pitches, twenty pitches of a camp'),
    season: z.strictObject({ from: day, until: day }).describe('The calendar is known for these days and no others'),
    days: z.array(weekday).min(1).optional().describe('Open on these days; without it every day'),
    sessions: z.array(clockRange).min(1).optional().describe('"18:00-23:00", booked one by one'),
    every: z
      .strictObject({ from: clock, until: clock, minutes: z.int().min(15).max(720) })
      .optional()
      .describe('Sessions of equal length instead'),
    nights: z
      .strictObject({ max: z.int().min(1).max(30) })
      .optional()
      .describe('Booked by the night instead'),
    closed: z.array(z.strictObject({ from: day, until: day, reason: localised })).default([]),
    notice_hours: z.int().min(0).max(720).describe('A session is booked at least so long before it begins'),
    fees: z.array(fee).default([]),
    fees_as_of: day.optional(),
    fees_valid_until: day.optional().describe('Past it the fees are not quoted'),
    rules: localised.optional().describe('Told with the request'),
  })
  .superRefine(({ sessions, every, nights, season, closed, fees, fees_as_of: from }, context) => {
    const add = (path: (string | number)[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if ([sessions, every, nights].filter((way) => way !== undefined).length !== 1)
      add([], 'has no way to be booked, or several; write one of sessions, every, nights');
    if (season.until < season.from) add(['season', 'until'], 'is before from; correct one of them');
    if (every !== undefined && minutesOf(every.from) + every.minutes > minutesOf(every.until))
      add(['every', 'until'], 'leaves no time for a session; make it later or the minutes fewer');
    for (const [index, { from: first, until }] of closed.entries())
      if (until < first) add(['closed', index, 'until'], 'is before from; correct one of them');
    if (fees.length > 0 && from === undefined) add(['fees'], 'have no date; add fees_as_of, the day from which they hold');
  });

export const facilitiesSchema = z.strictObject({ facilities: z.array(facilitySchema) });
