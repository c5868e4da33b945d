/** A service: the answer to one intent. One file each under services/. */
import { z } from 'zod';
import { day, gazetteerId, key, web } from './schema-common';
import { localised } from './text';

const fee = z.strictObject({ name: localised, amount_try: z.number().min(0).describe('Turkish lira, taxes included') });

/** The answer to one kind of question within the intent, chosen by the words of the citizen. */
const part = z.strictObject({
  id: key,
  words: z.array(z.string().trim().min(2)).min(1).describe('Beginnings of words, several words with spaces between'),
  title: localised.optional(),
  text: localised,
  shows: z.array(z.enum(['fees', 'documents', 'who', 'where', 'duration'])).default([]),
  link: web.optional(),
  offer_ticket: z.boolean().optional(),
});

const area = z.strictObject({ neighbourhoods: z.array(gazetteerId).min(1), text: localised });

export const serviceSchema = z
  .strictObject({
    intent: z.string().regex(/^[a-z]+(\.[a-z_]+)+$/, 'is no intent'),
    title: localised,
    department: key,
    as_of: day.describe('The day on which someone last checked this file'),
    text: localised,
    who: localised.optional().describe('Who may have it'),
    documents: z.array(localised).default([]),
    where: localised.optional().describe('Where one applies'),
    duration: localised.optional().describe('How long it takes'),
    fees: z.array(fee).default([]),
    fees_as_of: day.optional(),
    fees_valid_until: day.optional().describe('Past it the fees are not quoted'),
    link: web.optional(),
    names_departments: z.boolean().default(false).describe('Answers with a department of departments.yaml that is asked for'),
    offer_ticket: z.boolean().default(false),
    parts: z.array(part).default([]),
    areas: z.array(area).default([]).describe('A line more for a neighbourhood'),
  })
  .superRefine(({ fees, fees_as_of: from, fees_valid_until: until }, context) => {
    if (fees.length > 0 && from === undefined)
      context.addIssue({ code: 'custom', path: ['fees'], message: 'have no date; add fees_as_of, the day from which they hold' });
    if (from !== undefined && until !== undefined && until < from)
      context.addIssue({ code: 'custom', path: ['fees_valid_until'], message: 'is before fees_as_of; correct one of them' });
  });
