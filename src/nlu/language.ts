/**
 * Which language a text is in. Scripts decide first; among Latin texts common words do. A short text without evidence is
 * Turkish: the line is Turkish, and "ok" or "28A" must not switch it.
 */
import type { TextLang } from '../core/reading';
import { words } from './text';

/** Letters that Persian and Urdu have and Arabic has not. */
const PERSIAN = /[پچژگیک]/u;
const ARABIC = /[\u0600-\u06ff\u0750-\u077f]/u;
const OTHER_SCRIPT =
  /[\u0370-\u058f\u0590-\u05ff\u0700-\u074f\u0900-\u0fff\u10a0-\u11ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/u;
/** ş is Kurdish and Azerbaijani too. */
const TURKISH_LETTER = /[ğıĞİ]/u;
const SHARED_LETTER = /[şŞ]/u;
/** One short word proves no language: "in", "he" and "la" are Turkish too. "hi" greets. */
const PROOF_MIN_LETTERS = 4;
const GREETS = /^h[iı]$/;
/** Endings that no English word bears, on words of five letters or more. */
const TURKISH_ENDING = /..(?:yor|yo|mis|mek|mak|iniz|misiniz|lar|ler|dan|den|tan|ten|dir|acak|ecek|sin|lik|sini|yim|miyor)$/;

export class LanguageDetector {
  private readonly lists: { lang: TextLang; words: Set<string> }[];

  /** `lists`: common words by language code; codes other than tr, en, ar count as "other". Words are folded here. */
  constructor(lists: Record<string, string[]>) {
    this.lists = Object.entries(lists).map(([code, list]) => ({
      lang: code === 'tr' || code === 'en' ? code : 'other',
      words: new Set(list.flatMap((word) => words(word))),
    }));
  }

  detect(text: string): TextLang {
    const script = byScript(text);
    return script ?? this.byWords(text);
  }

  private byWords(text: string): TextLang {
    const list = words(text.slice(0, 400));
    const counts = this.lists.map(({ words: known }) => list.reduce((sum, word) => sum + (known.has(word) ? 1 : 0), 0));
    const turkish = this.lists.reduce((sum, { lang }, i) => sum + (lang === 'tr' ? counts[i]! : 0), 0);
    const hints =
      list.filter((word) => word.length >= 5 && TURKISH_ENDING.test(word)).length +
      (TURKISH_LETTER.test(text) ? 2 : SHARED_LETTER.test(text) ? 1 : 0);
    let best: { lang: TextLang; count: number; known: Set<string> } = { lang: 'tr', count: 0, known: new Set() };
    this.lists.forEach(({ lang, words: known }, i) => {
      if (lang !== 'tr' && counts[i]! > best.count) best = { lang, count: counts[i]!, known };
    });
    if (best.count === 0 || best.count <= turkish + hints) return 'tr';
    if (best.count === 1 && !list.some((word) => best.known.has(word) && (word.length >= PROOF_MIN_LETTERS || GREETS.test(word))))
      return 'tr';
    const enough = best.count >= 2 || best.count * 2 >= list.length;
    return enough ? best.lang : 'tr';
  }
}

/** The language that the letters alone tell, or null for Latin text. Most letters decide: one Arabic greeting changes nothing. */
function byScript(text: string): TextLang | null {
  let latin = 0;
  let arabic = 0;
  let other = 0;
  for (const char of text.slice(0, 400)) {
    if (/[A-Za-z\u00c0-\u024f]/.test(char)) latin++;
    else if (ARABIC.test(char)) arabic++;
    else if (OTHER_SCRIPT.test(char)) other++;
  }
  if (other > latin && other > arabic) return 'other';
  if (arabic <= latin) return null;
  return PERSIAN.test(text) ? 'other' : 'ar';
}
