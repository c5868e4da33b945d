import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { findNeighbourhood, inLang, isOn, type Pack } from '../../pack';

/**
 * water.outages: announced water cuts that are on now, of one neighbourhood or of the whole city.
 *
 * example: {"neighbourhood": "mahalle:kavakli"} -> {"status": "none"}
 */
export function outagesAction(pack: Pack): Action {
  return {
    name: 'water.outages',
    about: 'Announced water cuts that are on now',
    args: z.object({ neighbourhood: z.string().optional() }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const asked = args.neighbourhood === undefined ? undefined : findNeighbourhood(pack, String(args.neighbourhood));
      const areas = asked ? [asked.id, asked.district] : [];
      const cuts = pack.announcements.filter(
        (cut) =>
          cut.kind === 'water_cut' &&
          isOn(cut, now, pack.profile.timezone) &&
          (!asked || cut.areas.length === 0 || cut.areas.some((area) => areas.includes(area))),
      );
      if (cuts.length === 0) return { status: 'none', area: asked?.name ?? null };
      const until = (cut: (typeof cuts)[number]): string => cut.daily?.split('-')[1] ?? cut.until!.slice(11, 16);
      return {
        status: 'ok',
        area: asked?.name ?? null,
        outages: cuts.map((cut) => ({ title: inLang(cut.title, lang), reason: inLang(cut.reason, lang), until: until(cut) })),
      };
    },
  };
}
