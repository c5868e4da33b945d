import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { Action, ActionResult } from '../../action';
import { bestMatch, type Department, inLang, lacks, type Pack, type Service } from '../../pack';
import { facetsOf, type FacetWords } from '../facets';
import { amountText, dayText, localClock } from '../../pack/time';

/**
 * service.answer: what the pack says about a service. none: it has nothing on this intent. `fees` is null when none are to be
 * told or the list is out of date; `feesDay` is the day as of which they hold; `foreign`: the text is not in the citizen's language.
 *
 * example: {"intent": "water.bill"} -> {"status": "ok"}
 * example: {"intent": "transport.fare"} -> {"status": "ok"}
 * example: {"intent": "road.pothole"} -> {"status": "none"}
 */
export function serviceAction(pack: Pack, asks: FacetWords): Action {
  return {
    name: 'service.answer',
    about: 'What the city says about a service',
    args: z.object({ intent: z.string(), text: z.string().optional(), neighbourhood: z.string().optional() }),
    async run(args, { lang, now }): Promise<ActionResult> {
      const service = pack.services.find(({ intent }) => intent === args.intent);
      if (!service) return { status: 'none' };
      const asked = typeof args.text === 'string' ? args.text : '';
      const part = bestMatch(asked, service.parts, ({ words }) => words);
      const area = service.areas.find(({ neighbourhoods }) => neighbourhoods.includes(String(args.neighbourhood)));
      const shows = part?.shows ?? ['fees', 'documents'];
      const documents = shows.includes('documents') ? service.documents.map((item) => `• ${inLang(item, lang)}`) : [];
      const facets = facetsOf(service, asked, shows, lang, asks);
      const unit = service.names_departments && !part ? bestMatch(asked, pack.departments, ({ aliases }) => aliases) : undefined;
      const lines = [
        unit ? reached(unit, lang) : inLang(part?.text ?? service.text, lang),
        ...facets,
        ...documents,
        ...(area ? [inLang(area.text, lang)] : []),
      ];
      const today = localClock(now, pack.profile.timezone).day;
      return {
        status: 'ok',
        part: part?.id ?? null,
        title: inLang(unit?.name ?? part?.title ?? service.title, lang),
        text: lines.join('\n'),
        foreign: !unit && lacks(part?.text ?? service.text, lang),
        ...feesOf(service, shows.includes('fees'), today, lang),
        link: part?.link ?? service.link ?? null,
        offerTicket: part?.offer_ticket ?? service.offer_ticket,
      };
    },
  };
}

/** Where a department is, its telephone and hours, a line each. */
function reached({ address, phone, hours }: Department, lang: Lang): string {
  return [address && inLang(address, lang), phone, hours && inLang(hours, lang)].filter(Boolean).join('\n');
}

/** What is out of date is not quoted. */
function feesOf(service: Service, shown: boolean, today: string, lang: Lang): { fees: string | null; feesDay: string | null } {
  const stale = service.fees_valid_until !== undefined && today > service.fees_valid_until;
  if (!shown || stale || service.fees.length === 0) return { fees: null, feesDay: null };
  const lines = service.fees.map(({ name, amount_try }) => `• ${inLang(name, lang)}: ${amountText(amount_try, lang)} TL`);
  return { fees: lines.join('\n'), feesDay: dayText(service.fees_as_of ?? service.as_of, lang) };
}
