import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { bestMatch, inLang, type Pack } from '../../pack';

/**
 * eligibility.find: which programme the citizen's words mean, among those of the intent. ambiguous: several could be meant,
 * `choices` are their buttons; none: no programme serves the intent.
 *
 * example: {"intent": "social.aid", "text": "gıda kolisi almak istiyorum"} -> {"status": "ok", "programme": "gida-destegi"}
 * example: {"intent": "social.aid", "text": "yardım istiyorum"} -> {"status": "ambiguous"}
 * example: {"intent": "road.pothole", "text": "çukur"} -> {"status": "none"}
 */
export function findAction(pack: Pack): Action {
  return {
    name: 'eligibility.find',
    about: 'Which programme is meant',
    args: z.object({ intent: z.string(), text: z.string().optional() }),
    async run(args, { lang }): Promise<ActionResult> {
      const ofIntent = pack.programmes.filter(({ intents }) => intents.includes(String(args.intent)));
      const choices = ofIntent.map(({ id, name }) => ({ id, label: inLang(name, lang) }));
      const found =
        ofIntent.length === 1
          ? ofIntent[0]
          : bestMatch(typeof args.text === 'string' ? args.text : '', ofIntent, ({ words }) => words);
      if (found !== undefined) return { status: 'ok', programme: found.id, name: inLang(found.name, lang), choices };
      return ofIntent.length === 0 ? { status: 'none' } : { status: 'ambiguous', choices };
    },
  };
}
