import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { bestMatch, inLang, type Pack } from '../../pack';

/**
 * service.answer: what the pack says about a service. none: it has nothing on this intent.
 *
 * example: {"intent": "water.bill"} -> {"status": "ok"}
 */
export function serviceAction(pack: Pack): Action {
  return {
    name: 'service.answer',
    about: 'What the city says about a service',
    args: z.object({ intent: z.string(), text: z.string().optional(), neighbourhood: z.string().optional() }),
    async run(args, { lang }): Promise<ActionResult> {
      const service = pack.services.find(({ intent }) => intent === args.intent);
      if (!service) return { status: 'none' };
      const part = bestMatch(typeof args.text === 'string' ? args.text : '', service.parts, ({ words }) => words);
      const area = service.areas.find(({ neighbourhoods }) => neighbourhoods.includes(String(args.neighbourhood)));
      const documents = service.documents.map((item) => `• ${inLang(item, lang)}`);
      const lines = [
        inLang(part?.text ?? service.text, lang),
        ...(part ? [] : documents),
        ...(area ? [inLang(area.text, lang)] : []),
      ];
      return {
        status: 'ok',
        title: inLang(part?.title ?? service.title, lang),
        text: lines.join('\n'),
        link: part?.link ?? service.link ?? null,
        offerTicket: part?.offer_ticket ?? service.offer_ticket,
      };
    },
  };
}
