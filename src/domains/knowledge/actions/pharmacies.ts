import { z } from 'zod';
import type { Json } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { findNeighbourhood, findPlace, inLang, type Pack } from '../../pack';
import { addDays, dayText, localClock, weekdayOf } from '../../pack/time';
import { straightMetres } from '../../transit/geo';
import type { DutyEntry, DutyList } from '../duty-feed';

const point = z.object({ lat: z.number(), lon: z.number() });

/**
 * pharmacy.duty: the pharmacies on duty now, or on `date` (YYYY-MM-DD); the nearest first where `place` (an id of the pack, or
 * a pin) is known. stale: the list is out of date and not quoted, only its link is given.
 *
 * example: {"place": "mahalle:kartal"} -> {"status": "ok"}
 * example: {} -> {"status": "ok"}
 */
export function pharmaciesAction(pack: Pack, duty?: DutyList): Action {
  return {
    name: 'pharmacy.duty',
    about: 'Pharmacies on duty, the nearest first',
    args: z.object({ place: z.union([z.string(), point]).optional(), date: z.string().optional() }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const { pharmacies: list } = pack;
      const day = dutyDay(pack, now, args.date);
      const link = { link: list.link, note: inLang(list.note, lang) };
      const onDuty = onDutyOn(pack, day, duty);
      if (onDuty.length === 0) return { status: 'stale', ...link };
      const near = placeOf(pack, args.place);
      const away = ({ lat, lon }: DutyEntry): number =>
        near && lat !== undefined && lon !== undefined ? straightMetres(near, { lat, lon }) : near ? Number.MAX_VALUE : 0;
      const shown = [...onDuty].sort((a, b) => away(a) - away(b)).slice(0, near ? list.shown : onDuty.length);
      return {
        status: 'ok',
        day: dayText(day, lang),
        near: near?.name ?? null,
        pharmacies: shown.map(({ name, address, phone, neighbourhood }) => ({
          name,
          address,
          phone,
          neighbourhood: findNeighbourhood(pack, neighbourhood)?.name ?? neighbourhood,
        })),
        ...link,
      };
    },
  };
}

/** The day whose list holds at this moment: until `changes_at` it is yesterday's. */
function dutyDay({ pharmacies, profile }: Pack, now: number, asked: Json | undefined): string {
  const { day, time } = localClock(now, profile.timezone);
  if (typeof asked === 'string' && asked > day) return asked;
  return time < pharmacies.changes_at ? addDays(day, -1) : day;
}

/**
 * The published list where it names the day, else the pack's list for that very day, else its list of the weekday. A city that
 * names an address keeps no weekly list: what is not published is not guessed. Nothing that is out of date is given.
 */
function onDutyOn({ pharmacies: list }: Pack, day: string, duty: DutyList | undefined): DutyEntry[] {
  const published = duty?.on(day);
  if (published !== undefined) return published;
  if (list.valid_until !== undefined && day > list.valid_until) return [];
  const ids = list.dates[day] ?? (list.feed === undefined ? list.on[weekdayOf(day)] : undefined) ?? [];
  return ids.flatMap((id) => list.pharmacies.find((pharmacy) => pharmacy.id === id) ?? []);
}

function placeOf(pack: Pack, place: Json | undefined): { lat: number; lon: number; name: string | null } | null {
  const pin = point.safeParse(place);
  if (pin.success) return { ...pin.data, name: null };
  if (typeof place !== 'string') return null;
  const found = findNeighbourhood(pack, place) ?? findPlace(pack, place);
  return found ? { lat: found.lat, lon: found.lon, name: found.name } : null;
}
