/** Whether someone is entitled to a programme: dated rules in, a verdict with its reasons out. Pure. */
import type { Lang } from '../../core/items';
import type { Pack, Programme, ProgrammeVersion } from '../pack';
import { fillIn, inLang } from '../pack';
import { dayText, localClock } from '../pack/time';
import type { Answers } from './answers';
import { type Asks, outcomeOf } from './conditions';

/** A condition by its id, and why it fails or waits in the citizen's words. */
export interface Reason {
  condition: string;
  why: string;
}

export interface Verdict {
  /**
   * eligible · not_eligible: `failing` says why · missing: `missing` says what to ask · not_yet: `waiting` says what for.
   * A failing condition decides at once: nothing more is asked of someone who cannot get it.
   */
  status: 'eligible' | 'not_eligible' | 'missing' | 'not_yet';
  failing: Reason[];
  waiting: (Reason & { from?: string })[];
  missing: { condition: string; answer: string; question: string; asks: Asks; choices: { id: string; label: string }[] }[];
  documents: { id: string; name: string; note?: string }[];
  /** Ids of the papers that the citizen said to lack. */
  missingDocuments: string[];
  /** Since when the conditions that were used hold, YYYY-MM-DD; absent when none hold on the day. */
  validFrom?: string;
}

/** The set of conditions that holds on `day`. */
export function versionOn(programme: Programme, day: string): ProgrammeVersion | undefined {
  return programme.versions.find(
    (version) => version.valid_from <= day && (version.valid_until === undefined || day <= version.valid_until),
  );
}

/**
 * Decides on the city's day at `now` (epoch ms). The same answers and the same `now` always give the same verdict.
 *
 * @param kept the set of conditions that was used before, for a replay; left out: the one that holds on the day
 */
export function evaluate(
  programme: Programme,
  answers: Answers,
  now: number,
  { pack, lang }: { pack: Pack; lang: Lang },
  kept?: ProgrammeVersion,
): Verdict {
  const today = localClock(now, pack.profile.timezone).day;
  const version = kept ?? versionOn(programme, today);
  const verdict: Verdict = { status: 'eligible', failing: [], waiting: [], missing: [], documents: [], missingDocuments: [] };
  if (version === undefined) {
    verdict.failing.push({ condition: 'period', why: inLang(programme.closed, lang) });
    return { ...verdict, status: 'not_eligible' };
  }
  verdict.validFrom = version.valid_from;
  verdict.documents = documentsOf(version, lang);
  for (const condition of version.conditions) {
    const outcome = outcomeOf(condition, answers, { today, lang, pack });
    if (outcome.is === 'fails') {
      verdict.failing.push({ condition: condition.id, why: fillIn(condition.why, lang, outcome.values) });
    } else if (outcome.is === 'missing') {
      const choices = outcome.choices.map(({ id, label }) => ({
        id,
        label: typeof label === 'string' ? label : inLang(label, lang),
      }));
      const { answer, asks } = outcome;
      verdict.missing.push({ condition: condition.id, answer, question: inLang(outcome.question, lang), asks, choices });
    } else if (outcome.is === 'waits') {
      const why = fillIn(outcome.text ?? condition.why, lang, outcome.values);
      verdict.waiting.push({ condition: condition.id, why, ...(outcome.from === undefined ? {} : { from: outcome.from }) });
      verdict.missingDocuments.push(...(outcome.papers ?? []));
    }
  }
  if (verdict.failing.length > 0) return { ...verdict, status: 'not_eligible', missing: [] };
  if (verdict.missing.length > 0) return { ...verdict, status: 'missing' };
  return verdict.waiting.length > 0 ? { ...verdict, status: 'not_yet' } : verdict;
}

/** The papers of a set of conditions. */
export function documentsOf(version: ProgrammeVersion, lang: Lang): Verdict['documents'] {
  return version.conditions.flatMap((condition) =>
    condition.kind !== 'documents'
      ? []
      : condition.list.map(({ id, name, note }) => ({
          id,
          name: inLang(name, lang),
          ...(note ? { note: inLang(note, lang) } : {}),
        })),
  );
}

/** The verdict as a citizen reads it: the outcome, each reason on its line, the papers, and since when the rule holds. */
export function verdictText(programme: Programme, verdict: Verdict, lang: Lang): string {
  const lines = (reasons: Reason[]) => reasons.map(({ why }) => `• ${why}`).join('\n');
  const rule =
    verdict.validFrom === undefined ? [] : [fillIn(programme.rule_date, lang, { date: dayText(verdict.validFrom, lang) })];
  switch (verdict.status) {
    case 'not_eligible':
      return [fillIn(programme.not_eligible, lang, { reasons: lines(verdict.failing) }), ...rule].join('\n');
    case 'not_yet':
      return [fillIn(programme.not_yet, lang, { reasons: lines(verdict.waiting) }), ...rule].join('\n');
    case 'missing':
      return verdict.missing[0]!.question;
    case 'eligible':
      return [inLang(programme.eligible, lang), documentsText(programme, verdict.documents, lang), ...rule]
        .filter((part) => part !== '')
        .join('\n');
  }
}

/** The papers as a list; empty when there are none. */
export function documentsText(programme: Programme, documents: Verdict['documents'], lang: Lang): string {
  if (documents.length === 0) return '';
  const lines = documents.map(({ name, note }) => `• ${name}${note ? ` (${note})` : ''}`);
  return [inLang(programme.documents_intro, lang), ...lines].join('\n');
}
