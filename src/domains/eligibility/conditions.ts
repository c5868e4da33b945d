/** Each kind of condition: what it makes of the answers on a day. Pure. */
import type { Lang } from '../../core/items';
import type { Condition, Localised, Pack } from '../pack';
import { inLang } from '../pack';
import { addDays, addMonths, amountText, daysBetween, dayText } from '../pack/time';
import { type Answers, dayOf, numberOf, papersOf, residenceOf, yesNo } from './answers';

/** The day in the city, the language that texts are filled in, and the pack for names of places. */
export interface Setting {
  today: string;
  lang: Lang;
  pack: Pack;
}

export type Values = Record<string, string | number>;

/** holds · fails: never on this day · waits: not yet, from `from` on where that is known · missing: ask (`question`). */
export type Outcome =
  | { is: 'holds' }
  | { is: 'fails'; values: Values }
  | { is: 'waits'; text?: Localised; from?: string; values: Values; papers?: string[] }
  | { is: 'missing'; answer: string; question: Localised };

const HOLDS: Outcome = { is: 'holds' };
/** A child is not announced longer before its birth than a pregnancy lasts (weeks 40 + 2, from WHO's definition of term). */
const PREGNANCY_MAX_DAYS = 294;

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

/** Looks at one condition. */
export function outcomeOf(condition: Condition, answers: Answers, setting: Setting): Outcome {
  switch (condition.kind) {
    case 'residence':
      return residence(condition, answers, setting);
    case 'baby_age_max_days':
    case 'baby_age_max_months':
      return babyAge(condition, answers, setting);
    case 'first_application':
    case 'confirmed':
      return confirmed(condition, answers);
    case 'income_max':
      return income(condition, answers, setting);
    case 'number_between':
      return numberBetween(condition, answers);
    case 'documents':
      return documents(condition, answers, setting);
  }
}

function missing(condition: Condition, question: Localised = condition.question): Outcome {
  return { is: 'missing', answer: condition.answer, question };
}

function residence(condition: Of<'residence'>, answers: Answers, { pack }: Setting): Outcome {
  const lives = residenceOf(pack, answers[condition.answer]);
  if (lives === undefined) return missing(condition);
  return lives === 'yes' ? HOLDS : { is: 'fails', values: {} };
}

function babyAge(
  condition: Of<'baby_age_max_days'> | Of<'baby_age_max_months'>,
  answers: Answers,
  { today, lang }: Setting,
): Outcome {
  const given = answers[condition.answer];
  const born = dayOf(given);
  if (born === undefined)
    return missing(condition, given === undefined || given === null ? condition.question : condition.implausible);
  const days = daysBetween(born, today);
  if (days < -PREGNANCY_MAX_DAYS || today > addMonths(born, 12 * condition.implausible_after_years))
    return missing(condition, condition.implausible);
  if (days < 0)
    return condition.not_born_yet === 'allowed'
      ? HOLDS
      : { is: 'waits', text: condition.wait, from: born, values: { due: dayText(born, lang) } };
  const last = condition.kind === 'baby_age_max_days' ? addDays(born, condition.max_days) : addMonths(born, condition.max_months);
  if (today <= last) return HOLDS;
  const limit: Values =
    condition.kind === 'baby_age_max_days' ? { max_days: condition.max_days } : { max_months: condition.max_months };
  return { is: 'fails', values: { ...limit, days, birth: dayText(born, lang), last_day: dayText(last, lang) } };
}

function confirmed(condition: Of<'first_application'> | Of<'confirmed'>, answers: Answers): Outcome {
  const said = yesNo(answers[condition.answer]);
  if (said === undefined) return missing(condition);
  return said === condition.expects ? HOLDS : { is: 'fails', values: {} };
}

function income(condition: Of<'income_max'>, answers: Answers, { lang }: Setting): Outcome {
  const total = numberOf(answers[condition.answer]);
  if (total === undefined) return missing(condition);
  const heads = numberOf(answers[condition.household]);
  if (heads === undefined || heads < 1)
    return { is: 'missing', answer: condition.household, question: condition.household_question };
  const each = total / Math.floor(heads);
  if (each <= condition.per_person_try) return HOLDS;
  // Rounded up, so that an amount just over the limit is not shown as the limit.
  const shown = Math.ceil(each * 100) / 100;
  return { is: 'fails', values: { per_person: amountText(shown, lang), limit: amountText(condition.per_person_try, lang) } };
}

function numberBetween(condition: Of<'number_between'>, answers: Answers): Outcome {
  const value = numberOf(answers[condition.answer]);
  if (value === undefined) return missing(condition);
  const { min = -Infinity, max = Infinity } = condition;
  return value >= min && value <= max ? HOLDS : { is: 'fails', values: { value, min, max } };
}

/** Papers that are not mentioned hold nothing up: the answer lists them. Papers said to be lacking do. */
function documents(condition: Of<'documents'>, answers: Answers, { lang }: Setting): Outcome {
  const has = papersOf(
    answers[condition.answer],
    condition.list.map(({ id }) => id),
  );
  const lacking = has === undefined ? [] : condition.list.filter(({ id }) => !has.has(id));
  if (lacking.length === 0) return HOLDS;
  const names = lacking.map(({ name }) => inLang(name, lang)).join(', ');
  return { is: 'waits', text: condition.why, values: { papers: names }, papers: lacking.map(({ id }) => id) };
}
