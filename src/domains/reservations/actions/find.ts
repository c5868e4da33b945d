import { z } from 'zod';
import type { Json } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { bestMatch, inLang, type Pack } from '../../pack';

/**
 * facility.find: which facility the citizen's words mean. ambiguous: `choices` are their buttons; none: nothing can be booked.
 *
 * example: {"text": "yarın akşam halı saha kiralamak istiyorum"} -> {"status": "ok", "facility": "hali-saha"}
 * example: {"text": "rezervasyon yapmak istiyorum"} -> {"status": "ambiguous"}
 */
export function findAction(pack: Pack): Action {
  return {
    name: 'facility.find',
    about: 'Which facility is meant',
    args: z.object({ text: z.unknown().optional() }),
    async run(args, { lang }): Promise<ActionResult> {
      const choices = pack.facilities.map(({ id, name }) => ({ id, label: inLang(name, lang) }));
      if (choices.length === 0) return { status: 'none' };
      const said = plain(args.text);
      const found = pack.facilities.find(({ id }) => id === said) ?? bestMatch(said, pack.facilities, ({ words }) => words);
      return found ? { status: 'ok', facility: found.id, choices } : { status: 'ambiguous', choices };
    },
  };
}

/** Words, a button's id, or an answer as the flow keeps it. */
function plain(said: Json | undefined): string {
  const text = said !== null && typeof said === 'object' && !Array.isArray(said) ? said.text : said;
  return typeof text === 'string' ? text : '';
}
