/** The words of a name or a message, as the matcher compares them. */
import { fold } from '../../../core/fold';

/** A run of letters or of digits. Offsets are UTF-16 into the text. */
export interface Word {
  text: string;
  start: number;
  end: number;
  /** Letters after an apostrophe, or glued to a number ("1'den", "1den"): an ending, not part of the name. */
  ending: string;
  /** An apostrophe stands after the word: what came before it is the whole name. */
  cut: boolean;
}

const RUN = /([\p{L}]+|\p{N}+)(?:(['’‘`´])([\p{L}]*))?/gu;
/** "no'lu", "No lu", "nolu": the word that goes with a number, never a name cut short. */
const NUMBERED = /\bno\s?['’‘`´]?\s?l[iu]\b/gu;

/** Folded words; "Bina1" is two, "Otogar'dan" one with its ending, leading zeros do not count. */
export function wordsOf(text: string): Word[] {
  const folded = fold(text.normalize('NFC')).replace(NUMBERED, (all) => 'nolu'.padEnd(all.length, ' '));
  const words: Word[] = [];
  for (const match of folded.matchAll(RUN)) {
    const [all, run, mark, after = ''] = match;
    const start = match.index;
    const previous = words.at(-1);
    const digits = /^\p{N}/u.test(run!);
    if (!digits && previous && previous.end === start && /^\d/.test(previous.text) && run!.length <= 4 && isCase(run!)) {
      previous.ending = run!;
      previous.end = start + all.length;
      continue;
    }
    const number = digits ? run!.replace(/^0+(?=\d)/, '') : run!;
    words.push({ text: number, start, end: start + all.length, ending: mark ? after : '', cut: mark !== undefined });
  }
  return words;
}

const isCase = (text: string): boolean => /^(?:n?[dt][ae]n?|[yn]?[aeiu]|n?[iu]n|[iu]n[dt][ae]n)$/.test(text);
