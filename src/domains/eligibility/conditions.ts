/** Each kind of condition: what it makes of the answers on a day. Pure. */
import type { Lang } from '../../core/items';
import type { AnyOf, Condition, Localised, Pack, SingleCondition } from '../pack';
import { fillIn, inLang } from '../pack';
import { addDays, addMonths, amountText, daysBetween, dayText } from '../pack/time';
import { type Answers, dayOf, numberOf, optionOf, papersOf, residenceOf, yesNo } from './answers';

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
  | Missing;

/** How a question is answered: by yes or no, a day, a number, a place in the city, or one of `choices`. */
export type Asks = 'yes_no' | 'date' | 'number' | 'place' | 'choice';

export interface Missing {
  is: 'missing';
  answer: string;
  question: Localised;
  asks: Asks;
  choices: { id: string; label: Localised | string }[];
}

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
    case 'one_of':
      return oneOf(condition, answers);
    case 'age_years':
      return ageYears(condition, answers, setting);
    case 'any_of':
      return anyOf(condition, answers, setting);
  }
}

const ASKS: Record<SingleCondition['kind'], Asks> = {
  residence: 'place',
  baby_age_max_days: 'date',
  baby_age_max_months: 'date',
  first_application: 'yes_no',
  confirmed: 'yes_no',
  income_max: 'number',
  number_between: 'number',
  documents: 'choice',
  one_of: 'choice',
  age_years: 'date',
};

function missing(condition: SingleCondition, question: Localised = condition.question): Missing {
  return { is: 'missing', answer: condition.answer, question, asks: ASKS[condition.kind], choices: choicesOf(condition) };
}

function choicesOf(condition: SingleCondition): Missing['choices'] {
  if (condition.kind === 'one_of') return condition.options.map(({ id, label }) => ({ id, label }));
  if (condition.kind === 'documents' && condition.ask !== undefined) {
    const { all, lacking } = condition.ask;
    return [
      { id: 'yes', label: all },
      ...condition.list.map(({ id, name }) => ({ id: `-${id}`, label: lackingText(lacking, name) })),
    ];
  }
  return [];
}

/** "Gelir belgesi yok", in each language. */
function lackingText(lacking: Localised, paper: Localised): Localised {
  const one = (lang: Lang): string => fillIn(lacking, lang, { paper: inLang(paper, lang) });
  return { tr: one('tr'), en: one('en'), ar: one('ar') };
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
    return { ...missing(condition, condition.household_question), answer: condition.household };
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

/** Papers that are not mentioned hold nothing up unless they are asked for: the answer lists them. Papers said to be lacking do. */
function documents(condition: Of<'documents'>, answers: Answers, { lang }: Setting): Outcome {
  const has = papersOf(
    answers[condition.answer],
    condition.list.map(({ id }) => id),
  );
  if (has === undefined) return condition.ask ? missing(condition) : HOLDS;
  const lacking = condition.list.filter(({ id }) => !has.has(id));
  if (lacking.length === 0) return HOLDS;
  const names = lacking.map(({ name }) => inLang(name, lang)).join(', ');
  return { is: 'waits', text: condition.why, values: { papers: names }, papers: lacking.map(({ id }) => id) };
}

function oneOf(condition: Of<'one_of'>, answers: Answers): Outcome {
  const chosen = optionOf(answers[condition.answer], condition.options);
  if (chosen === undefined) return missing(condition);
  return chosen.holds ? HOLDS : { is: 'fails', values: {} };
}

/** Nobody is older; a year mistyped by a century is asked again. */
const AGE_MAX_YEARS = 115;

function ageYears(condition: Of<'age_years'>, answers: Answers, { today, lang }: Setting): Outcome {
  const given = answers[condition.answer];
  const born = dayOf(given);
  if (born === undefined)
    return missing(condition, given === undefined || given === null ? condition.question : condition.implausible);
  if (born > today || addMonths(born, 12 * AGE_MAX_YEARS) < today) return missing(condition, condition.implausible);
  let years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  if (addMonths(born, 12 * years) > today) years--;
  const { min = 0, max = AGE_MAX_YEARS } = condition;
  if (years >= min && years <= max) return HOLDS;
  return { is: 'fails', values: { years, min, max, birth: dayText(born, lang) } };
}

/** One that holds is enough; while one may still hold it is asked. */
function anyOf(condition: AnyOf, answers: Answers, setting: Setting): Outcome {
  const outcomes = condition.of.map((inner) => outcomeOf(inner, answers, setting));
  if (outcomes.some(({ is }) => is === 'holds')) return HOLDS;
  const open = outcomes.find(({ is }) => is === 'missing');
  return open ?? outcomes.find(({ is }) => is === 'waits') ?? { is: 'fails', values: {} };
}
