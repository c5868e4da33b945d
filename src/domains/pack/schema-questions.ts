/** Questions and answers that are no request of their own. questions.yaml. */
import { z } from 'zod';
import { day, key, web } from './schema-common';
import { localised } from './text';

const ways = z.array(z.string().trim().min(3)).min(1);

/** Sums and days of the calendar in an answer hold from a day on; clock times and telephones do not count. */
const DATED = /\d\s*(?:TL|lira)\b|\b\d{1,2}\s+(?:ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık)/iu;

export const questionSchema = z
  .strictObject({
    id: key,
    title: localised,
    asked: z
      .strictObject({ tr: ways, en: ways, ar: ways.optional() })
      .describe('Ways of asking it; endings and small slips are allowed for'),
    answer: localised,
    department: key,
    unit: key.optional().describe('An office of the department: its address and hours are told'),
    service: z.string().optional().describe('The service that it belongs to'),
    words: z
      .array(z.string().trim().min(3))
      .default([])
      .describe('Beginnings of words; a message that has all of one entry goes here, whatever it is read as'),
    link: web.optional(),
    as_of: day.optional().describe('The day from which sums and dates hold'),
    valid_until: day.optional().describe('Past it the answer is not quoted'),
  })
  .superRefine(({ answer, as_of: from, valid_until: until }, context) => {
    if (from === undefined && DATED.test(answer.tr))
      context.addIssue({
        code: 'custom',
        path: ['answer'],
        message: 'names a sum or a date; add as_of, the day from which it holds',
      });
    if (from !== undefined && until !== undefined && until < from)
      context.addIssue({ code: 'custom', path: ['valid_until'], message: 'is before as_of; correct one of them' });
  });

export const questionsSchema = z.strictObject({ questions: z.array(questionSchema) });
