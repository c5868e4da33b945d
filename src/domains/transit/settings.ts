import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { KapiError, KINDS } from '../../core/errors';
import { LANGS } from '../../core/items';

const positive = z.number().positive();
const whole = z.number().int().nonnegative();

/** The planner's numbers; data/municipality/transit/settings.yaml says what each does. */
const Settings = z.strictObject({
  utc_offset_minutes: z.number().int(),
  walk_detour_factor: positive,
  walk_speed_m_per_s: positive,
  walk_min_seconds: whole,
  stop_link_walk_m: positive,
  access_walk_m: positive,
  access_fallback_walk_m: positive,
  walk_only_m: positive,
  same_place_m: whole,
  change_slack_seconds: whole,
  max_rides: positive,
  journey_options: positive,
  option_extra_minutes: whole,
  first_look_hours: positive,
  range_minutes: positive,
  range_extra_minutes: whole,
  search_days_ahead: whole,
  service_day_starts_hour: whole,
  past_time_grace_minutes: whole,
  same_name_stops_m: whole,
  numbered_twin_m: whole,
  numbered_district_stops: positive,
  place_spread_m: whole,
  other_city_m: positive,
  nearest_search_m: positive,
  departures_limit: positive,
  departures_per_direction: positive,
  board_limit: positive,
  lines_at_once: positive,
  nearest_limit: positive,
  choices_limit: positive,
  line_stops_shown: positive,
  lines_shown: positive,
  short_walk_m: whole,
  live_max_age_seconds: positive,
  live_lookback_minutes: whole,
  pin_name: z.record(z.enum(LANGS), z.string()),
  keep_upper: z.array(z.string()),
  stop_suffixes: z.array(z.string()),
  mode_words: z.partialRecord(z.enum(['tram', 'metro', 'rail', 'ferry', 'cable']), z.array(z.string())),
});
export type TransitSettings = z.infer<typeof Settings>;

/** A place that people name. Without coordinates it is where the stops are whose names bear one of `stops`. */
const Place = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  kind: z.enum(['place', 'neighbourhood']),
  aliases: z.array(z.string()).optional(),
  stops: z.array(z.string()).optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
});
export type NamedPlace = z.infer<typeof Place>;

function load<T>(file: string, shape: z.ZodType<T>): T {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new KapiError(KINDS.config, `${file} cannot be read: ${(cause as Error).message}`, { field: file, cause });
  }
  const read = shape.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new KapiError(KINDS.config, `${file}: ${issue?.path.join('.')}: ${issue?.message}`, { field: file });
}

/** Reads settings.yaml. Throws `config` naming the file and the key. */
export const loadSettings = (file: string): TransitSettings => load(file, Settings);

/** Reads places.yaml. Throws `config` naming the file and the key. */
export const loadPlaces = (file: string): NamedPlace[] => load(file, z.strictObject({ places: z.array(Place) })).places;
