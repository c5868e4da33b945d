import { z } from 'zod';
import type { Json, JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { inLang, type Pack, type Programme } from '../../pack';
import { localClock } from '../../pack/time';
import { evaluate, type Verdict, verdictText, versionOn } from '../evaluate';
import type { RuleBook } from '../port';
import { markOf } from '../rules';

/**
 * eligibility.check: may I get it. `answers` are those of the calls before, `asked` and `answer` the last question and its
 * answer; every other argument is an answer by the name that the programme's file gives it. Unreadable ones are asked again.
 *
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek", "residence": "mahalle:kartal", "birthDate": "2026-03-01", "firstApplication": "yes", "applicant": "mother"} -> {"status": "eligible", "failing": [], "missing": [], "validFrom": "2026-01-01"}
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek", "residence": "yes", "birthDate": "2025-10-01", "firstApplication": "yes", "applicant": "mother"} -> {"status": "not_eligible", "failing": [{"condition": "age"}]}
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek", "residence": "yes"} -> {"status": "missing", "ask": "birthDate"}
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek", "residence": "yes", "birthDate": "2026-06-01", "firstApplication": "yes", "applicant": "mother"} -> {"status": "not_yet", "from": "2026-06-01"}
 * example: {"programme": "yok"} -> {"status": "none"}
 */
export function checkAction(pack: Pack, rules?: RuleBook): Action {
  return {
    name: 'eligibility.check',
    about: 'Whether someone is entitled to a programme, and why not',
    args: z.looseObject({ programme: z.string() }),
    async run(args: JsonObject, { now, lang }): Promise<ActionResult> {
      const programme = pack.programmes.find(({ id }) => id === args.programme);
      if (programme === undefined) return { status: 'none' };
      const answers = answersOf(args);
      const verdict = evaluate(programme, answers, now, { pack, lang });
      const { status, failing, waiting, missing, documents, missingDocuments, validFrom } = verdict;
      const [ask] = missing;
      // The same question again: what was answered could not be understood, and is not kept.
      const unread = ask !== undefined && ask.answer === args.asked;
      if (unread) delete answers[ask.answer];
      return {
        status,
        programme: programme.id,
        name: inLang(programme.name, lang),
        text: verdictText(programme, verdict, lang),
        answers,
        unread,
        tries: unread ? Number(args.tries ?? 0) + 1 : 0,
        failing: failing.map((reason) => ({ ...reason })),
        waiting: waiting.map((reason) => ({ ...reason })),
        missing: missing.map((item) => ({ ...item })),
        documents: documents.map((item) => ({ ...item })),
        missingDocuments,
        reasons: [...failing, ...waiting].map(({ why }) => why).join('\n'),
        gives: inLang(programme.gives, lang),
        department: programme.department,
        ...(validFrom === undefined ? {} : { validFrom }),
        ...(ask === undefined ? {} : { ask: ask.answer, asks: ask.asks, question: ask.question, choices: ask.choices }),
        ...(waiting[0]?.from === undefined ? {} : { from: waiting[0].from }),
        ...(programme.link === undefined ? {} : { link: programme.link }),
        ...(status === 'missing' ? {} : { decision: await decisionOf(programme, verdict, answers, now, pack, rules) }),
      };
    },
  };
}

/** Arguments of the call that are no answers. */
const NO_ANSWERS = ['programme', 'answers', 'asked', 'answer', 'tries'];

/** What was answered before, what the request itself said or what was put right in it, and the answer to the last question. */
function answersOf(args: JsonObject): JsonObject {
  const before = args.answers !== null && typeof args.answers === 'object' && !Array.isArray(args.answers) ? args.answers : {};
  const said = Object.entries(args).flatMap(([name, value]) =>
    NO_ANSWERS.includes(name) || value === null ? [] : [[name, plain(value!)] as const],
  );
  const last = typeof args.asked === 'string' && args.answer !== undefined ? { [args.asked]: plain(args.answer) } : {};
  return { ...before, ...Object.fromEntries(said), ...last };
}

/** A slot's value without how it was read. */
function plain(value: Json): Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && value.value !== undefined ? value.value : value;
}

/** What is kept of a decision, so that it can be made again: the answers and the very set of conditions. */
async function decisionOf(
  programme: Programme,
  verdict: Verdict,
  answers: JsonObject,
  now: number,
  pack: Pack,
  rules: RuleBook | undefined,
): Promise<JsonObject> {
  const version = versionOn(programme, localClock(now, pack.profile.timezone).day);
  const rule = version === undefined ? null : markOf(version);
  if (rules && version && rule !== null) await rules.keep(rule, JSON.stringify({ programme: programme.id, version }));
  return {
    programme: programme.id,
    ruleFrom: version?.valid_from ?? null,
    rule,
    answers,
    status: verdict.status,
    failing: verdict.failing.map(({ condition }) => condition),
    waiting: verdict.waiting.map(({ condition }) => condition),
    missingDocuments: verdict.missingDocuments,
  };
}
