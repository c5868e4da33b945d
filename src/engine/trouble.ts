/** Does a message say that something went wrong? By word lists of data/trouble.yaml, forgiving of slips. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { KapiError, KINDS } from '../core/errors';
import { foldedWords, lessOneLetter } from '../core/fold';

const list = z.array(z.string().min(1)).min(1);
const TROUBLE = z.strictObject({
  slip_letters: z.int().min(4),
  swap_letters: z.int().min(4),
  gap_words: z.int().min(0),
  undone: z.strictObject({ verbs: list, endings: list, never: list, asked: list, conditional: list }),
  says: z.array(list),
  hints: list,
  asks: list,
});
type Words = z.infer<typeof TROUBLE>;

/**
 * Reads the lists.
 *
 * @throws KapiError config: which field is wrong
 */
export function loadTrouble(path: string): (text: string) => boolean {
  const parsed = TROUBLE.safeParse(parse(readFileSync(path, 'utf8')));
  if (parsed.success) return createTrouble(parsed.data);
  const issue = parsed.error.issues[0]!;
  throw new KapiError(KINDS.config, `${path}: ${issue.path.join('.')}: ${issue.message}`, { field: 'trouble' });
}

/** The detector over these lists. */
export function createTrouble(data: Words): (text: string) => boolean {
  const undone = undoneOf(data);
  const says = data.says.flat().map((phrase) => phraseOf(phrase, data));
  const hints = data.hints.map((phrase) => phraseOf(phrase, data));
  const asks = data.asks.map((phrase) => foldedWords(phrase));
  return (text) =>
    text.split(/(?<=[.,;:!?\n])/).some((breath) => {
      const words = foldedWords(breath);
      if (words.some((_, at) => undone(words, at))) return true;
      if (says.some((phrase) => phrase(words))) return true;
      if (!hints.some((phrase) => phrase(words))) return false;
      return !breath.includes('?') && !asking(words, asks);
    });
}

type At = (words: string[], at: number) => boolean;

/** "gelmedi", "yuklnmiyo": a verb that did not happen, and is no question. */
function undoneOf({ undone, slip_letters: slip, swap_letters: swap }: Words): At {
  const { verbs, endings, never, asked, conditional } = undone;
  /** Each form with the place of the m that negates it: "calisiyor" is no slip of "calismiyor". */
  const forms = new Map(verbs.flatMap((verb) => endings.map((end) => [verb + end, verb.length + end.indexOf('m')] as const)));
  const slips = slipsOf([...forms.keys()], { slip, swap });
  const longest = Math.max(...[...forms.keys()].map(({ length }) => length));
  const negated = (head: string, form: string): boolean => [-1, 0, 1].some((shift) => head[forms.get(form)! + shift] === 'm');
  /** What follows the form in a word; null where it is none. */
  const rest = (word: string): string | null => {
    for (let length = Math.min(longest, word.length); length > 0; length--)
      if (forms.has(word.slice(0, length))) return word.slice(length);
    if (never.some((ending) => word.includes(ending))) return null;
    for (let length = Math.min(longest + 1, word.length); length >= slip - 1; length--) {
      const head = word.slice(0, length);
      if (slips(head).some((form) => negated(head, form))) return word.slice(length);
    }
    return null;
  };
  return (words, at) => {
    const tail = rest(words[at]!);
    if (tail === null) return false;
    const next = words[at + 1];
    const question = (next !== undefined && asked.includes(next)) || asked.some((end) => tail.endsWith(end));
    return !question && !conditional.some((end) => tail.includes(end));
  };
}

/** The forms that a word may be a slip of: a letter missing or too many, two changed about, in longer words one wrong. */
function slipsOf(forms: string[], { slip, swap }: { slip: number; swap: number }): (word: string) => string[] {
  const near = new Map<string, string[]>();
  for (const form of forms)
    if (form.length >= slip)
      for (const variant of [form, ...lessOneLetter(form)]) near.set(variant, [...(near.get(variant) ?? []), form]);
  const letters = (word: string): string => [...word].sort().join('');
  return (word) =>
    [word, ...lessOneLetter(word)]
      .flatMap((variant) => near.get(variant) ?? [])
      .filter(
        (form) =>
          Math.abs(form.length - word.length) <= 1 &&
          (form.length !== word.length || form.length >= swap || letters(form) === letters(word)),
      );
}

/** A phrase: its words by their beginnings, in order, with a few others between. */
function phraseOf(
  phrase: string,
  { gap_words: gap, slip_letters: slip, swap_letters: swap }: Words,
): (words: string[]) => boolean {
  const matches = foldedWords(phrase).map((word) => {
    const slips = slipsOf([word], { slip, swap });
    const lengths = [word.length - 1, word.length, word.length + 1];
    return (said: string): boolean =>
      said.startsWith(word) ||
      (word.length >= slip && lengths.some((length) => length <= said.length && slips(said.slice(0, length)).length > 0));
  });
  const from = (words: string[], at: number, index: number): boolean => {
    if (index === matches.length) return true;
    const until = index === 0 ? words.length : Math.min(words.length, at + gap + 1);
    for (let i = at; i < until; i++) if (matches[index]!(words[i]!) && from(words, i + 1, index + 1)) return true;
    return false;
  };
  return (words) => from(words, 0, 0);
}

/** "Nasıl", "ne zaman", or a condition: "gelirse". */
function asking(words: string[], asks: string[][]): boolean {
  const said = ` ${words.join(' ')}`;
  return /[iuae]r?s[ae](?:m|n|k|niz)?(?: |$)/.test(said) || asks.some((phrase) => said.includes(` ${phrase.join(' ')}`));
}
