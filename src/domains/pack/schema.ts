/** What the files of a municipality pack hold. docs/municipality.md explains each to the people who edit them. */
import { z } from 'zod';
import { LANGS } from '../../core/items';
import { clock, clockRange, day, gazetteerId, idOf, key, lat, lon, moment, phone, web, weekday } from './schema-common';
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
  languages: z.array(z.enum(LANGS)).min(1).default(['tr', 'en']).describe('In which the line answers'),
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
  outage_reports_hours: z.int().min(1).max(48).default(6).describe('How long an open report of a cut is told to neighbours'),
  outage_look_ahead_days: z.int().min(1).max(60).describe('How far ahead a planned cut is told'),
});

/** An office or counter of a department with an address of its own. */
const unit = z.strictObject({
  id: key,
  name: localised,
  aliases: words.default([]),
  address: localised,
  phone: phone.optional(),
  hours: localised,
  lat: lat.optional(),
  lon: lon.optional(),
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
  units: z.array(unit).default([]).describe('Counters and offices elsewhere'),
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
  instead_of: z.array(z.string()).default([]).describe('Requests of ours as which a message with these words is misread'),
  districts: z.array(idOf('ilce')).default([]).describe('A district municipality: where it is in charge'),
  theirs: localised.optional().describe('What is theirs, in a few words'),
  address: localised.optional(),
  hours: localised.optional(),
  text: localised.describe('Begins with the number when urgent'),
});

export const institutionsSchema = z.strictObject({ institutions: z.array(institutionSchema).min(1) });

const spot = z.strictObject({
  name: z.string().trim().min(1),
  aliases: words.default([]),
  district: idOf('ilce').optional(),
  lat,
  lon,
});

export const placesSchema = z.strictObject({
  districts: z.array(spot.extend({ id: idOf('ilce') })).min(1),
  neighbourhoods: z.array(spot.extend({ id: idOf('mahalle'), district: idOf('ilce') })).min(1),
  places: z.array(spot.extend({ id: idOf('place'), address: z.string().optional() })),
});

export const OUTSIDE_KINDS = ['water_cut', 'road_work', 'event', 'closure', 'transit'] as const;

/** Something that holds for an area and a time. Either `from` and `until` once, or `daily` hours that come again. */
export const announcementSchema = z
  .strictObject({
    id: key,
    kind: z.enum(OUTSIDE_KINDS),
    areas: z.array(gazetteerId).default([]).describe('Neighbourhoods or districts; none: the whole city'),
    lines: z
      .array(z.string().min(1))
      .default([])
      .describe('Codes of lines whose answers bear it; kind transit without lines and stops: all'),
    stops: z.array(z.string().min(1)).default([]).describe('Names of stops whose answers bear it'),
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
      context.addIssue({ code: 'custom', message: 'has no time, or two; write from and until, or daily' });
    } else if (once && item.from! >= item.until!) {
      context.addIssue({ code: 'custom', path: ['until'], message: 'is not after from; correct one of them' });
    }
    if (item.valid_from !== undefined && item.valid_until !== undefined && item.valid_until < item.valid_from)
      context.addIssue({ code: 'custom', path: ['valid_until'], message: 'is before valid_from; correct one of them' });
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
  feed: z
    .strictObject({
      url: z.url({ protocol: /^https?$/, error: 'is no web address' }),
      refresh_minutes: z.int().min(5).max(1440),
      timeout_seconds: z.int().min(1).max(60),
    })
    .optional()
    .describe('Where the chamber of pharmacists publishes the list as JSON; see docs/municipality.md for its form'),
  changes_at: clock.describe("Until this time the day before's list holds"),
  link: web,
  note: localised,
  shown: z.int().min(1).max(10).describe('Pharmacies in one answer'),
  pharmacies: z.array(pharmacySchema).default([]),
  on: z.partialRecord(weekday, z.array(key).min(1)).default({}),
  dates: z.record(day, z.array(key).min(1)).default({}),
});
