/** The conditions as a clerk reads them, and the mark by which a set of them is known again. */
import { createHash } from 'node:crypto';
import type { Lang } from '../../core/items';
import { type Condition, inLang, type ProgrammeVersion } from '../pack';
import { amountText, dayText } from '../pack/time';

/** The mark of a set of conditions: any change of it, a word of a question included, gives another. */
export function markOf(version: ProgrammeVersion): string {
  return createHash('sha256').update(JSON.stringify(version)).digest('hex').slice(0, 16);
}

export interface RuleLine {
  condition: string;
  /** What must hold, in a few words. */
  rule: string;
  /** "source, date", or null where it is assumed. */
  source: string | null;
  url: string | null;
}

/** A text of locales/desk.json by its key, filled. */
export type RuleTexts = (key: string, values: Record<string, string | number>) => string;

/** Each condition of a set, in order. */
export function rulesOf(version: ProgrammeVersion, t: RuleTexts, lang: Lang = 'tr'): RuleLine[] {
  return version.conditions.map((condition) => ({
    condition: condition.id,
    rule: ruleText(condition, t, lang),
    source:
      condition.source === undefined || condition.source_date === undefined
        ? null
        : `${condition.source}, ${dayText(condition.source_date, lang)}`,
    url: condition.source_url ?? null,
  }));
}

const OPEN_END = '…';

function ruleText(condition: Condition, t: RuleTexts, lang: Lang): string {
  const text = (kind: string, values: Record<string, string | number> = {}): string => t(`desk.rule_${kind}`, values);
  switch (condition.kind) {
    case 'residence':
    case 'first_application':
      return text(condition.kind);
    case 'baby_age_max_days':
      return text(condition.kind, { max_days: condition.max_days });
    case 'baby_age_max_months':
      return text(condition.kind, { max_months: condition.max_months });
    case 'confirmed':
      return text(`confirmed_${condition.expects}`, { question: inLang(condition.question, lang) });
    case 'income_max':
      return text(condition.kind, { limit: amountText(condition.per_person_try, lang) });
    case 'number_between':
    case 'age_years': {
      const { min = OPEN_END, max = OPEN_END } = condition;
      return text(condition.kind, { question: inLang(condition.question, lang), min, max });
    }
    case 'one_of': {
      const fitting = condition.options.filter(({ holds }) => holds);
      return text(condition.kind, { list: fitting.map(({ label }) => inLang(label, lang)).join(' / ') });
    }
    case 'documents':
      return text(condition.kind, { list: condition.list.map(({ name }) => inLang(name, lang)).join('; ') });
    case 'any_of':
      return text(condition.kind, { list: condition.of.map((inner) => ruleText(inner as Condition, t, lang)).join('; ') });
  }
}
