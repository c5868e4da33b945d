/** What the files of a municipality pack hold. docs/municipality.md explains each to the people who edit them. */
import { z } from 'zod';
import { clock, clockRange, day, gazetteerId, key, lat, lon, moment, phone, web, weekday } from './schema-common';
import { localised } from './text';

const words = z.array(z.string().trim().min(1));

export const profileSchema = z.strictObject({
  id: key,
  name: localised,
  short_name: localised,
  water_authority: z.strictObject({ name: localised, short_name: z.string(), phone }),
  centre_number: phone.describe('The number citizens dial: 153'),
  centre_name: localised,
  phone: phone.describe('From abroad or another province'),
  whatsapp: phone.optional(),
  email: z.email().optional(),
  web,
  address: localised,
  hours: localised.describe('Of the counters'),
  centre_hours: localised,
  timezone: z.string().refine((zone) => {
    try {
      new Intl.DateTimeFormat('tr', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'is no time zone (Europe/Istanbul)'),
  ticket_prefix: z.string().regex(/^[A-Z]{2,4}$/, 'is no prefix (2-4 capital letters)'),
  centre: z.strictObject({ lat, lon }),
  neighbourhood_examples: words.min(2).describe('Shown where a citizen is asked for a neighbourhood'),
  outage_look_ahead_days: z.int().min(1).max(60).describe('How far ahead a planned cut is told'),
});

/** A unit that records are routed to; `institution` marks a key of the catalogue that is not the municipality's. */
export const departmentSchema = z.strictObject({
  key,
  name: localised,
  unit: localised.optional(),
  institution: key.optional(),
  aliases: words.default([]).describe('As people call it: matched from the beginning of a word'),
  address: localised.optional(),
  phone: phone.optional(),
  hours: localised.optional(),
  statutory_days: z.int().min(1).max(60).optional(),
  law: z.string().optional(),
  target_days: z.int().min(1).max(60).optional().describe("The municipality's own promise"),
});

export const departmentsSchema = z.strictObject({
  fallback: key.describe('Takes what has no department of its own'),
  departments: z.array(departmentSchema).min(1),
});

/** An authority outside the municipality: what is theirs and how to reach them. */
export const institutionSchema = z.strictObject({
  key,
  name: localised,
  phone: phone.optional(),
  web: web.optional(),
  urgent: z.boolean().default(false).describe('Its number stands in the first line of the first reply'),
  intents: z.array(z.string()).default([]),
  words: words.default([]).describe('Beginnings of words that point here when a request is not ours'),
  text: localised.describe('Begins with the number when urgent'),
});

export const institutionsSchema = z.strictObject({ institutions: z.array(institutionSchema).min(1) });

const spot = z.strictObject({
  id: gazetteerId,
  name: z.string().trim().min(1),
  aliases: words.default([]),
  district: gazetteerId.optional(),
  lat,
  lon,
});

export const placesSchema = z.strictObject({
  districts: z.array(spot).min(1),
  neighbourhoods: z.array(spot.extend({ district: gazetteerId })).min(1),
  places: z.array(spot.extend({ address: z.string().optional() })),
});

export const OUTSIDE_KINDS = ['water_cut', 'road_work', 'event', 'closure'] as const;

/** Something that holds for an area and a time. Either `from` and `until` once, or `daily` hours that come again. */
export const announcementSchema = z
  .strictObject({
    id: key,
    kind: z.enum(OUTSIDE_KINDS),
    areas: z.array(gazetteerId).default([]).describe('Neighbourhoods or districts; none: the whole city'),
    title: localised,
    reason: localised,
    from: moment.optional(),
    until: moment.optional(),
    daily: clockRange.optional(),
    days: z.array(weekday).min(1).optional().describe('Only on these days; without it every day'),
    valid_from: day.optional(),
    valid_until: day.optional(),
    link: web.optional(),
  })
  .superRefine((item, context) => {
    const once = item.from !== undefined && item.until !== undefined;
    if (once === (item.daily !== undefined)) {
      context.addIssue({ code: 'custom', message: 'needs either from and until, or daily' });
    } else if (once && item.from! >= item.until!) {
      context.addIssue({ code: 'custom', path: ['until'], message: 'is not after from' });
    }
  });

export const announcementsSchema = z.strictObject({ announcements: z.array(announcementSchema) });

export const pharmacySchema = z.strictObject({
  id: key,
  name: z.string().trim().min(1),
  address: z.string().trim().min(1),
  phone,
  neighbourhood: gazetteerId,
  lat,
  lon,
});

/** The duty list: `on` a day of the week, unless `dates` names the day itself. */
export const pharmaciesSchema = z.strictObject({
  as_of: day,
  valid_until: day.optional().describe('Past it the list is not quoted; the link is given'),
  changes_at: clock.describe("Until this time the day before's list holds"),
  link: web,
  note: localised,
  shown: z.int().min(1).max(10).describe('Pharmacies in one answer'),
  pharmacies: z.array(pharmacySchema).min(1),
  on: z.record(weekday, z.array(key).min(1)),
  dates: z.record(day, z.array(key).min(1)).default({}),
});

/** Phrases that actions join facts with. */
export const wordingSchema = z.strictObject({
  fee_line: localised,
  fee_as_of: localised,
  fee_out_of_date: localised,
  documents: localised,
  document_line: localised,
  outage_now: localised,
  outage_planned: localised,
  outage_none: localised,
  outage_none_city: localised,
  everywhere: localised,
  pharmacies: localised,
  pharmacy_line: localised,
  pharmacy_out_of_date: localised,
  department: localised,
  department_phone: localised,
  department_address: localised,
  department_hours: localised,
  department_deadline: localised,
  more: localised,
  currency: localised,
});
