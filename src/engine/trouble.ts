/** Does a message say that something went wrong? By word lists of data/trouble.yaml, forgiving of slips. */
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { foldedWords, lessOneLetter } from '../core/fold';
import { readData } from '../core/yaml-file';

const list = z.array(z.string().min(1)).min(1);
const TROUBLE = z.strictObject({
  slip_letters: z.int().min(4),
  swap_letters: z.int().min(4),
  gap_words: z.int().min(0),
  undone: z.strictObject({
    verbs: list,
    endings: list,
    negates: z.string().length(1),
    never: list,
    asked: list,
    conditional: list,
  }),
  says: z.array(list),
  hints: list,
  asks: list,
  supposes: z.strictObject({ before: list, mark: list, person: z.array(z.string()).min(1) }),
});
type Words = z.infer<typeof TROUBLE>;

/**
 * Reads data/trouble.yaml.
 *
 * @throws KapiError config: each field that is wrong, with its line
 */
export const loadTrouble = (path: string): ((text: string) => boolean) =>
  createTrouble(readData(dirname(path), basename(path), TROUBLE));

/** The detector over these lists. */
export function createTrouble(data: Words): (text: string) => boolean {
  const undone = undoneOf(data);
  const says = phrasesOf(data.says.flat(), data);
  const hints = phrasesOf(data.hints, data);
  const asks = askingOf(data);
  return (text) =>
    text.split(/(?<=[.,;:!?\n])/).some((breath) => {
      const words = foldedWords(breath);
      if (words.some((_, at) => undone(words, at)) || says(words)) return true;
      return !breath.includes('?') && !asks(words) && hints(words);
    });
}

/** "gelmedi", "yuklnmiyo": a verb that did not happen, and is no question. */
function undoneOf({ undone, ...slips }: Words): (words: string[], at: number) => boolean {
  const { verbs, endings, negates, never, asked, conditional } = undone;
  /** Each form with the place of the letter that negates it: "calisiyor" is no slip of "calismiyor". */
  const forms = new Map(verbs.flatMap((verb) => endings.map((end) => [verb + end, verb.length + end.indexOf(negates)] as const)));
  const find = finderOf([...forms.keys()], slips);
  const negated = ({ said, word }: Hit): boolean => [-1, 0, 1].some((shift) => said[forms.get(word)! + shift] === negates);
  return (words, at) => {
    const said = words[at]!;
    const hits = find(said);
    const exact = hits.findLast((hit) => hit.said === hit.word);
    const hit = exact ?? (never.some((ending) => said.includes(ending)) ? undefined : hits.findLast(negated));
    if (hit === undefined) return false;
    const tail = said.slice(hit.said.length);
    const next = words[at + 1];
    const question = (next !== undefined && asked.includes(next)) || asked.some((end) => tail.endsWith(end));
    return !question && !conditional.some((end) => tail.includes(end));
  };
}

/** Phrases: their words by their beginnings, in order, with a few others between. */
function phrasesOf(phrases: string[], { gap_words: gap, ...slips }: Words): (words: string[]) => boolean {
  const wanted = phrases.map((phrase) => foldedWords(phrase));
  const find = finderOf([...new Set(wanted.flat())], slips);
  const from = (said: Set<string>[], at: number, phrase: string[], index: number): boolean => {
    if (index === phrase.length) return true;
    const until = index === 0 ? said.length : Math.min(said.length, at + gap + 1);
    for (let i = at; i < until; i++) if (said[i]!.has(phrase[index]!) && from(said, i + 1, phrase, index + 1)) return true;
    return false;
  };
  return (words) => {
    const said = words.map((word) => new Set(find(word).map((hit) => hit.word)));
    const any = new Set(said.flatMap((set) => [...set]));
    return wanted.some((phrase) => phrase.every((word) => any.has(word)) && from(said, 0, phrase, 0));
  };
}

/** A listed word, and the beginning of a message's word that stands for it. */
interface Hit {
  word: string;
  said: string;
}

/**
 * Listed words that a word begins with, shortest beginnings first: as they are written, or with a slip: a letter missing or too
 * many, two changed about, in longer words one wrong.
 */
function finderOf(words: string[], { slip_letters: slip, swap_letters: swap }: Pick<Words, 'slip_letters' | 'swap_letters'>) {
  const exact = new Set(words);
  const near = new Map<string, string[]>();
  for (const word of words)
    if (word.length >= slip)
      for (const variant of [word, ...lessOneLetter(word)]) {
        const known = near.get(variant);
        if (known) known.push(word);
        else near.set(variant, [word]);
      }
  const longest = Math.max(...words.map(({ length }) => length));
  const letters = (word: string): string => [...word].sort().join('');
  const fits = (word: string, head: string): boolean =>
    word.length === head.length
      ? word.length >= swap || letters(word) === letters(head)
      : Math.abs(word.length - head.length) === 1;
  return (word: string): Hit[] => {
    const hits: Hit[] = [];
    for (let length = 1; length <= Math.min(longest + 1, word.length); length++) {
      const said = word.slice(0, length);
      if (exact.has(said)) hits.push({ word: said, said });
      if (length < slip - 1) continue;
      for (const variant of [said, ...lessOneLetter(said)])
        for (const other of near.get(variant) ?? []) if (other !== said && fits(other, said)) hits.push({ word: other, said });
    }
    return hits;
  };
}

/** "Nasıl", "ne zaman", or something supposed: "gelirse". */
function askingOf({ asks, supposes: { before, mark, person } }: Words): (words: string[]) => boolean {
  const phrases = asks.map((phrase) => ` ${foldedWords(phrase).join(' ')}`);
  const endings = new Set(before.flatMap((first) => mark.flatMap((sign) => person.map((who) => first + sign + who))));
  const lengths = [...new Set([...endings].map(({ length }) => length))];
  const supposed = (word: string): boolean => lengths.some((length) => endings.has(word.slice(-length)));
  return (words) => {
    const said = ` ${words.join(' ')}`;
    return words.some(supposed) || phrases.some((phrase) => said.includes(phrase));
  };
}
