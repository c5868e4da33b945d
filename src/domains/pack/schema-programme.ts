/** A programme that one must be entitled to: dated sets of conditions. One file each under programmes/. */
import { z } from 'zod';
import { day, key, web } from './schema-common';
import { localised } from './text';

/** Name of the answer a condition looks at. */
const answer = z.string().regex(/^[a-z][A-Za-z0-9]*$/);

const base = {
  id: key,
  question: localised.describe('Asked when the answer is missing'),
  why: localised.describe('Told when the condition fails; {{names}} are filled'),
  source: z.string().optional().describe('Regulation or decision, with its date'),
  assumed: z.boolean().default(false).describe('No source states it: a clerk must confirm'),
};

const residence = z.strictObject({ ...base, kind: z.literal('residence'), answer: answer.default('residence') });

const age = {
  ...base,
  answer: answer.default('birthDate'),
  not_born_yet: z.enum(['wait', 'allowed']).default('wait'),
  wait: localised.optional().describe('Told to those who expect a child; {{due}} is the day'),
  implausible: localised.describe('Asked again when the day cannot be meant'),
  implausible_after_years: z.int().min(1).max(120).default(18),
};

const babyDays = z.strictObject({
  ...age,
  kind: z.literal('baby_age_max_days'),
  max_days: z.int().min(0).max(2000).describe('The last day counts; the day of birth is day 0'),
});
const babyMonths = z.strictObject({
  ...age,
  kind: z.literal('baby_age_max_months'),
  max_months: z.int().min(1).max(72).describe('Calendar months; the same day of the last month still counts'),
});

const yesNo = { ...base, expects: z.enum(['yes', 'no']).default('yes') };
const firstApplication = z.strictObject({
  ...yesNo,
  kind: z.literal('first_application'),
  answer: answer.default('firstApplication'),
});
const confirmed = z.strictObject({ ...yesNo, kind: z.literal('confirmed'), answer });

const incomeMax = z.strictObject({
  ...base,
  kind: z.literal('income_max'),
  answer: answer.default('householdIncome'),
  household: answer.default('householdSize'),
  household_question: localised,
  per_person_try: z.number().min(0).describe('Monthly net income a head, Turkish lira; the amount itself still counts'),
});

const number = z.strictObject({
  ...base,
  kind: z.literal('number_between'),
  answer,
  min: z.number().optional(),
  max: z.number().optional(),
});

const documents = z.strictObject({
  ...base,
  kind: z.literal('documents'),
  answer: answer.default('documents'),
  list: z.array(z.strictObject({ id: key, name: localised, note: localised.optional() })).min(1),
});

export const conditionSchema = z.discriminatedUnion('kind', [
  residence,
  babyDays,
  babyMonths,
  firstApplication,
  confirmed,
  incomeMax,
  number,
  documents,
]);

const version = z.strictObject({
  valid_from: day,
  valid_until: day.optional(),
  source: localised,
  conditions: z.array(conditionSchema).min(1),
});

export const programmeSchema = z
  .strictObject({
    id: key,
    name: localised,
    department: key,
    intents: z.array(z.string()).default([]),
    words: z.array(z.string()).default([]).describe('Beginnings of words by which people name it'),
    about: localised,
    gives: localised.describe('What the household gets'),
    eligible: localised.describe('Told when nothing fails'),
    not_eligible: localised.describe('{{reasons}} are the failing conditions'),
    not_yet: localised.describe('{{reasons}} tells from when'),
    closed: localised.describe('Told when no set of conditions holds on the day'),
    rule_date: localised.describe('{{date}}: since when the conditions hold'),
    documents_intro: localised,
    link: web.optional(),
    versions: z.array(version).min(1),
  })
  .superRefine((programme, context) => {
    const inOrder = programme.versions.map((item, index) => ({ ...item, index }));
    inOrder.sort((a, b) => a.valid_from.localeCompare(b.valid_from));
    for (const [index, item] of inOrder.entries()) {
      const next = inOrder[index + 1];
      if (item.valid_until !== undefined && item.valid_until < item.valid_from)
        context.addIssue({
          code: 'custom',
          path: ['versions', item.index, 'valid_until'],
          message: 'is before valid_from; correct one of them',
        });
      if (next !== undefined && (item.valid_until === undefined || item.valid_until >= next.valid_from))
        context.addIssue({
          code: 'custom',
          path: ['versions', next.index, 'valid_from'],
          message: 'overlaps the set before it; end that one on an earlier day with valid_until',
        });
    }
  });
