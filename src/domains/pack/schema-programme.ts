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
  source: z.string().trim().min(1).optional().describe('Regulation, decision or press text that states it'),
  source_date: day.optional().describe('Of the source'),
  source_url: web.optional(),
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
  ask: z
    .strictObject({ all: localised, lacking: localised })
    .optional()
    .describe('Ask whether they are at hand, with these buttons ({{paper}} is one); otherwise they are only listed'),
  list: z.array(z.strictObject({ id: key, name: localised, note: localised.optional() })).min(1),
});

/** A choice among a few: who applies, in which band the income lies. */
const oneOf = z.strictObject({
  ...base,
  kind: z.literal('one_of'),
  answer,
  options: z
    .array(z.strictObject({ id: key, label: localised, holds: z.boolean(), words: z.array(z.string()).default([]) }))
    .min(2)
    .max(10)
    .describe('Buttons; `words` are other ways to say one'),
});

/** Full years of a person, by the day of birth. */
const ageYears = z.strictObject({
  ...base,
  kind: z.literal('age_years'),
  answer,
  implausible: localised,
  min: z.int().min(0).max(120).optional(),
  max: z.int().min(0).max(120).optional(),
});

const single = [
  residence,
  babyDays,
  babyMonths,
  firstApplication,
  confirmed,
  incomeMax,
  number,
  oneOf,
  ageYears,
  documents,
] as const;

/** Holds when one of its conditions does; they are asked in order, and no more of them than needed. */
const anyOf = z.strictObject({
  id: key,
  kind: z.literal('any_of'),
  why: base.why,
  source: base.source,
  source_date: base.source_date,
  source_url: base.source_url,
  assumed: base.assumed,
  of: z.array(z.discriminatedUnion('kind', [...single])).min(2),
});

export const conditionSchema = z.discriminatedUnion('kind', [...single, anyOf]).superRefine((condition, context) => {
  const stated = condition.source !== undefined && condition.source_date !== undefined;
  if (stated === condition.assumed)
    context.addIssue({
      code: 'custom',
      message: condition.assumed
        ? 'is assumed and has a source; remove one of them'
        : 'has no dated source; write source and source_date, or assumed: true',
    });
});

/** What an application takes beside the conditions. */
const applicationSchema = z.strictObject({
  photo: localised.optional().describe('The paper of which a photo is asked for'),
  consent: localised.describe('What is kept and why; without a yes nothing is'),
  home: z
    .strictObject({ name: localised, days: z.int().min(1).max(90).describe('Working days until the team comes') })
    .optional(),
  points: z
    .array(z.strictObject({ id: key, name: localised, address: localised, hours: localised }))
    .default([])
    .describe('Where it can be picked up'),
});

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
    application: applicationSchema.optional(),
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
