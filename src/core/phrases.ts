/** Words that are heard whatever request a message is read as: data/phrases.yaml, which says what each is for. */
import { z } from 'zod';
import { fold, foldedWords } from './fold';
import { LANGS } from './items';
import { readData } from './yaml-file';

/** Kept as they are compared: folded words with one space between them. */
const list = z
  .array(
    z
      .string()
      .transform((phrase) => foldedWords(fold(phrase)).join(' '))
      .refine((phrase) => phrase !== '', 'holds no letter; write a word'),
  )
  .min(1);

const PHRASES = z.strictObject({
  languages: z.record(z.enum(LANGS), list),
  denies: z.strictObject({ behind: list, before: list }),
  asks: z.strictObject({ who: list, where: list, duration: list }),
});
export type Phrases = z.infer<typeof PHRASES>;

/**
 * Reads `<data>/phrases.yaml`.
 *
 * @throws KapiError config: each value that is wrong, with its line
 */
export const readPhrases = (data: string): Phrases => readData(data, 'phrases.yaml', PHRASES);
