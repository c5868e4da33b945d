import { z } from 'zod';
import type { Json } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { findNeighbourhood, findPlace, inLang, type Pack, type Pharmacy } from '../../pack';
import { addDays, dayText, localClock, weekdayOf } from '../../pack/time';
import { straightMetres } from '../../transit/geo';

const point = z.object({ lat: z.number(), lon: z.number() });

/**
 * pharmacy.duty: the pharmacies on duty now, or on `date` (YYYY-MM-DD); the nearest first where `place` (an id of the pack, or
 * a pin) is known. stale: the list is out of date and not quoted, only its link is given.
 *
 * example: {"place": "mahalle:kartal"} -> {"status": "ok"}
 * example: {} -> {"status": "ok"}
 */
export function pharmaciesAction(pack: Pack): Action {
  const { pharmacies: list, profile } = pack;
  const byId = new Map(list.pharmacies.map((pharmacy) => [pharmacy.id, pharmacy]));

  /** The day whose list holds at this moment: until `changes_at` it is yesterday's. */
  function dutyDay(now: number, asked: Json | undefined): string {
    const { day, time } = localClock(now, profile.timezone);
    if (typeof asked === 'string' && asked > day) return asked;
    return time < list.changes_at ? addDays(day, -1) : day;
  }

  return {
    name: 'pharmacy.duty',
    about: 'Pharmacies on duty, the nearest first',
    args: z.object({ place: z.union([z.string(), point]).optional(), date: z.string().optional() }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const day = dutyDay(now, args.date);
      const link = { link: list.link, note: inLang(list.note, lang) };
      if (list.valid_until !== undefined && day > list.valid_until) return { status: 'stale', ...link };
      const onDuty = (list.dates[day] ?? list.on[weekdayOf(day)] ?? []).map((id) => byId.get(id)!);
      if (onDuty.length === 0) return { status: 'stale', ...link };
      const near = placeOf(pack, args.place);
      const away = (pharmacy: Pharmacy): number => (near ? straightMetres(near, pharmacy) : 0);
      const shown = [...onDuty].sort((a, b) => away(a) - away(b)).slice(0, near ? list.shown : onDuty.length);
      return {
        status: 'ok',
        day: dayText(day, lang),
        near: near?.name ?? null,
        pharmacies: shown.map(({ name, address, phone, neighbourhood }) => ({
          name,
          address,
          phone,
          neighbourhood: findNeighbourhood(pack, neighbourhood)?.name ?? '',
        })),
        ...link,
      };
    },
  };
}

function placeOf(pack: Pack, place: Json | undefined): { lat: number; lon: number; name: string | null } | null {
  const pin = point.safeParse(place);
  if (pin.success) return { ...pin.data, name: null };
  if (typeof place !== 'string') return null;
  const found = findNeighbourhood(pack, place) ?? findPlace(pack, place);
  return found ? { lat: found.lat, lon: found.lon, name: found.name } : null;
}
