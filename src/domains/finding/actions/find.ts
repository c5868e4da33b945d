import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { Action, ActionResult } from '../../action';
import { type Department, findDepartment, inLang, lacks, type Pack, type QuestionPage } from '../../pack';
import { dayText, localClock } from '../../pack/time';
import type { Finder, Hit } from '../finder';

/** What is no matter of ours, or not understood: every page may be the answer then. */
const ANY = 'out_of_scope';

/**
 * question.find: the page that answers a question. `intent`: as what the message was read; a request keeps the message unless a
 * page's own words decide for it. `sure`: a page that only may be it is not named. `page`: the one that the citizen picked.
 *
 * ok: a question's answer · service: a service's page, told by its own flow · several: `choices` to pick from · stale: the answer
 * is out of date and not quoted · none: nothing that is sure
 *
 * example: {"text": "barınaktan köpek sahiplenmek istiyorum"} -> {"status": "ok", "id": "hayvan-sahiplenme"}
 * example: {"text": "köpek sahiplenmek istiyorum", "intent": "animal.stray"} -> {"status": "ok", "id": "hayvan-sahiplenme"}
 * example: {"text": "köpek sahiplenmek istiyorum", "intent": "water.leak"} -> {"status": "none"}
 * example: {"text": "altın fiyatları ne kadar"} -> {"status": "none"}
 */
export function findAction(pack: Pack, finder: Finder): Action {
  return {
    name: 'question.find',
    about: 'The page that answers a question',
    args: z.object({
      text: z.string().optional(),
      intent: z.string().optional(),
      sure: z.boolean().optional(),
      page: z.string().optional(),
    }),
    async run(args, { lang, now }): Promise<ActionResult> {
      const { text = '', intent = ANY, sure, page } = args as { text?: string; intent?: string; sure?: boolean; page?: string };
      if (page !== undefined) return told(page);
      const taken = finder.taken(text);
      const found = taken.status === 'none' && intent === ANY ? finder.find(text) : taken;
      if (found.status === 'none' || (sure && found.status === 'several')) return { status: 'none' };
      if (found.status === 'one') return told(found.hit.page.id);
      return { status: 'several', choices: found.hits.map((hit) => ({ id: hit.page.id, label: labelOf(hit, lang) })) };

      function told(id: string): ActionResult {
        const question = pack.questions.find((item) => item.id === id);
        if (question) return answerOf(pack, question, lang, localClock(now, pack.profile.timezone).day);
        const service = pack.services.find((item) => item.intent === id.split('/')[0]);
        return service ? { status: 'service', intent: service.intent } : { status: 'none' };
      }
    },
  };

  function labelOf({ page }: Hit, lang: Lang): string {
    const [intent, part] = page.id.split('/');
    const service = pack.services.find((item) => item.intent === intent);
    const title = service?.parts.find(({ id }) => id === part)?.title ?? service?.title;
    return inLang(title ?? pack.questions.find(({ id }) => id === page.id)!.title, lang);
  }
}

/** Title, text and whom to ask; what is out of date is not quoted. */
function answerOf(pack: Pack, question: QuestionPage, lang: Lang, today: string): ActionResult {
  const department = findDepartment(pack, question.department)!;
  const service = pack.services.find(({ intent }) => intent === question.service);
  const base = {
    id: question.id,
    title: inLang(question.title, lang),
    contact: contactOf(department, question.unit, lang),
    department: department.key,
  };
  if (question.valid_until !== undefined && today > question.valid_until) return { status: 'stale', ...base };
  return {
    status: 'ok',
    ...base,
    text: inLang(question.answer, lang),
    foreign: lacks(question.answer, lang),
    day: question.as_of && question.valid_until ? dayText(question.as_of, lang) : null,
    link: question.link ?? service?.link ?? null,
  };
}

/** The unit and its telephone, or the office with its address and hours; 112 is for emergencies only and not told. */
function contactOf({ name, phone, institution, units }: Department, unit: string | undefined, lang: Lang): string {
  const office = units.find(({ id }) => id === unit);
  if (office)
    return [`${inLang(office.name, lang)}: ${inLang(office.address, lang)}`, inLang(office.hours, lang), office.phone]
      .filter(Boolean)
      .join(' · ');
  return phone !== undefined && institution === undefined ? `${inLang(name, lang)}: ${phone}` : inLang(name, lang);
}
