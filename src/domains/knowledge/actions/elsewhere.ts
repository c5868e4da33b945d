import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { bestMatch, inLang, lacks, type Pack } from '../../pack';
import { reachOf } from './institution';

/**
 * institution.find: whose matter it is when it is not the municipality's, by the words of the message. `instead_of`: only
 * where the pack says that a message with such words is misread as this request of ours.
 *
 * example: {"text": "pasaportumu nasıl yenilerim"} -> {"status": "ok", "phone": "199"}
 * example: {"text": "bana bir fıkra anlat"} -> {"status": "none"}
 */
export function elsewhereAction(pack: Pack): Action {
  return {
    name: 'institution.find',
    about: 'Whose matter it is, when it is not ours',
    args: z.object({ text: z.string().optional(), instead_of: z.string().optional() }),
    async run(args, { lang }): Promise<ActionResult> {
      const own = args.instead_of;
      const asked = pack.institutions.filter((item) => own === undefined || item.instead_of.includes(String(own)));
      const found = bestMatch(String(args.text ?? ''), asked, ({ words }) => words);
      if (!found) return { status: 'none' };
      const { key, name, text, phone } = found;
      return {
        status: 'ok',
        key,
        name: inLang(name, lang),
        phone: phone ?? null,
        reach: reachOf(found),
        text: inLang(text, lang),
        foreign: lacks(text, lang),
      };
    },
  };
}
