import { z } from 'zod';
import type { JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { inLang, type Pack } from '../../pack';
import { evaluate, verdictText } from '../evaluate';

/**
 * eligibility.check: may I get it. Every argument besides `programme` is an answer by the name that the programme's file
 * gives it; unknown ones are left alone, unreadable ones are asked again.
 *
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek", "residence": "mahalle:kartal", "birthDate": "2026-03-01", "firstApplication": "yes"} -> {"status": "eligible", "failing": [], "missing": [], "validFrom": "2026-01-01"}
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek", "residence": "yes", "birthDate": "2025-10-01", "firstApplication": "yes"} -> {"status": "not_eligible", "failing": [{"condition": "age"}]}
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek", "residence": "yes"} -> {"status": "missing", "ask": "birthDate"}
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek", "residence": "yes", "birthDate": "2026-06-01", "firstApplication": "yes"} -> {"status": "not_yet", "from": "2026-06-01"}
 * example: {"programme": "yok"} -> {"status": "none"}
 */
export function checkAction(pack: Pack): Action {
  return {
    name: 'eligibility.check',
    about: 'Whether someone is entitled to a programme, and why not',
    args: z.looseObject({ programme: z.string() }),
    async run(args: JsonObject, { now, lang }): Promise<ActionResult> {
      const programme = pack.programmes.find(({ id }) => id === args.programme);
      if (programme === undefined) return { status: 'none' };
      const { status, failing, waiting, missing, documents, missingDocuments, validFrom } = evaluate(programme, args, now, {
        pack,
        lang,
      });
      return {
        status,
        programme: programme.id,
        name: inLang(programme.name, lang),
        text: verdictText(programme, { status, failing, waiting, missing, documents, missingDocuments, validFrom }, lang),
        failing: failing.map((reason) => ({ ...reason })),
        waiting: waiting.map((reason) => ({ ...reason })),
        missing: missing.map((item) => ({ ...item })),
        documents: documents.map((item) => ({ ...item })),
        missingDocuments,
        reasons: [...failing, ...waiting].map(({ why }) => why).join('\n'),
        gives: inLang(programme.gives, lang),
        department: programme.department,
        ...(validFrom === undefined ? {} : { validFrom }),
        ...(missing.length === 0 ? {} : { ask: missing[0]!.answer, question: missing[0]!.question }),
        ...(waiting[0]?.from === undefined ? {} : { from: waiting[0].from }),
        ...(programme.link === undefined ? {} : { link: programme.link }),
      };
    },
  };
}
