import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { type Institution, inLang, lacks, type Pack } from '../../pack';

/**
 * institution.direct: the authority in charge of what is not the municipality's.
 *
 * example: {"intent": "power.outage"} -> {"status": "ok", "phone": "186"}
 */
export function institutionAction(pack: Pack): Action {
  return {
    name: 'institution.direct',
    about: 'Which other authority is in charge',
    args: z.object({ intent: z.string() }),
    async run(args, { lang }): Promise<ActionResult> {
      const found = pack.institutions.find(({ intents }) => intents.includes(String(args.intent)));
      if (!found) return { status: 'none', name: '' };
      const { key, phone, web } = found;
      return {
        status: 'ok',
        key,
        name: inLang(found.name, lang),
        phone: phone ?? null,
        web: web ?? null,
        reach: reachOf(found),
        text: inLang(found.text, lang),
        foreign: lacks(found.text, lang),
      };
    },
  };
}

/** Its telephone and page, as a person reads them. */
export function reachOf({ phone, web }: Institution): string {
  return [phone, web?.replace(/^https?:\/\/(www\.)?/, '')].filter(Boolean).join(' · ');
}
