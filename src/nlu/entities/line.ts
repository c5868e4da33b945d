/** Lines: "28A", "28 a", "28 nolu hat", "e5", "yirmi sekiz a", "12'nin son seferi". */
import type { Gazetteer } from '../../core/reading';
import { fold } from '../text';
import type { Words } from '../settings';
import { NUMBER, numberOf } from './numbers';
import { claim, matches, type Scan } from './scan';

const CODE = new RegExp(
  `(?<![a-z0-9.,:/-])(?:(?!on|bes|bir|iki|uc|yuz|bin)([a-z]{1,3})[- ]?)?(${NUMBER})(?:([-/. ]?)([a-z]{1,2})(?![a-z]))?(?![0-9])`,
  'g',
);
const CASE = /^ n?[iu]n(?![a-z])|^'?(?:[dt][ae]n?(?:ki)?|[yn]?[aeiu]|n?[iu]n|l[iu]|s[iu])(?![a-z])/;

/** "28Anın", "28adan": the line's letter with an ending on it. */
const LETTER_WITH_ENDING = /^([a-z])(?:n?[iu]n|[dt][ae]n?(?:ki)?|y[ae]|n?y?[iu]|yl[ae]|l[iu])(?![a-z])/;
/** "12 ile 14 nolu": the first is a line when the second is. */
const AND_NUMBER = /^ ?(?:ile|ve|veya|ya da|yada|mi|,) ?(?=\d)/;

const GENITIVE = /n$/;
const NUMBERED = /^(?:no'?lu|nl$|numara)/;
/** What no number but a line's has after it, with any ending. */
const SURE_AFTER = /^(?:hatt|otobusun|tramvay|dolmusu|minibusu)/;
/** A smaller number in words counts things unless "numara" follows. */
const SPELLED_LINE_MIN = 11;

interface Line {
  id: string;
  name: string;
}

/** A number with a word of lines beside it is one even when the feed has no such line; then `name` is absent. */
export class LineFinder {
  private readonly lines = new Map<string, Line>();
  private readonly before: RegExp;
  private readonly after: Set<string>;
  private readonly sureAfter: Set<string>;
  private readonly notAfter: Set<string>;

  constructor(gazetteers: readonly Gazetteer[], words: Words['line']) {
    for (const { type, entries } of gazetteers)
      if (type === 'line')
        for (const { id, name, aliases = [] } of entries)
          for (const written of [name, ...aliases])
            if (compact(written).length <= 7) this.lines.set(compact(written), { id, name });
    this.before = new RegExp(`(?<![a-z])(?:${words.before.map(fold).join('|')})[ :]+$`);
    this.after = new Set(words.after.map(fold));
    this.sureAfter = new Set(
      [...this.after].filter((word) => /^(?:no'?lu|nl$|numara|hat|otobus|tramvay|dolmus|minibus)/.test(word)),
    );
    this.notAfter = new Set(words.not_after.map(fold));
  }

  find(at: Scan): void {
    for (const { match, start } of matches(at, CODE)) {
      const [, lead = '', digits = '', gap = '', letter = ''] = match;
      const number = numberOf(digits.trim());
      if (Number.isNaN(number) || !Number.isInteger(number)) continue;
      const from = start + match[0].indexOf(digits, lead.length > 0 ? lead.length : 0);
      const end = from + digits.trimEnd().length;
      const spelled = !/^\d/.test(digits);
      if (spelled && /[a-z]/.test(`${at.folded[from - 1] ?? ''}${at.folded[end] ?? ''}`)) continue;
      if (this.lettered(at, lead, number, gap, letter, start, from, end)) continue;
      this.bare(at, number, spelled, from, end);
    }
    this.joined(at);
  }

  /** Known lines that stand before another line with "and" or "or" between. */
  private joined(at: Scan): void {
    const firsts = at.found.filter(({ type }) => type === 'line').map(({ start }) => start);
    for (const { match, start, end } of matches(at, /(?<![a-z0-9.,:/-])\d{1,3}(?![a-z0-9])/g)) {
      const known = this.lines.get(match[0]);
      const gap = AND_NUMBER.exec(at.folded.slice(end, end + 10));
      if (known && gap && firsts.includes(end + gap[0].length)) claim(at, 'line', known.id, start, end, { name: known.name });
    }
  }

  /** A code with letters that the feed knows is a line wherever it stands. */
  private lettered(
    at: Scan,
    lead: string,
    number: number,
    gap: string,
    letter: string,
    start: number,
    from: number,
    end: number,
  ): boolean {
    const tail = letter === '' ? null : this.lines.get(`${number}${letter}`);
    if (tail) {
      claim(at, 'line', tail.id, from, end + gap.length + letter.length, { name: tail.name });
      return true;
    }
    const ended = letter === '' ? LETTER_WITH_ENDING.exec(at.folded.slice(end, end + 8)) : null;
    const withEnding = ended === null ? null : this.lines.get(`${number}${ended[1]}`);
    if (withEnding) {
      claim(at, 'line', withEnding.id, from, end + 1, { name: withEnding.name });
      return true;
    }
    const head = lead === '' ? null : this.lines.get(`${lead}${number}`);
    if (!head || /^(?:no|kat|ve|de|da)$/.test(lead)) return false;
    claim(at, 'line', head.id, start, end, { name: head.name });
    return true;
  }

  /** A bare number needs a word of lines beside it. */
  private bare(at: Scan, number: number, spelled: boolean, start: number, end: number): void {
    let rest = at.folded.slice(end, end + 40);
    const ending = CASE.exec(rest);
    if (ending) rest = rest.slice(ending[0].length);
    const next = /^['’]? ?((?:no'lu|[a-z]+))/.exec(rest)?.[1] ?? '';
    if (this.notAfter.has(next) || /^[.:,]\d/.test(rest)) return;
    const led = this.before.test(at.folded.slice(Math.max(0, start - 14), start));
    const known = this.lines.get(String(number));
    const transport = at.intent.startsWith('transport.');
    // "bir otobüs" counts buses, "on iki numara" names one.
    const sure =
      spelled && number < SPELLED_LINE_MIN ? NUMBERED.test(next) : this.sureAfter.has(next) || SURE_AFTER.test(next) || led;
    const genitive = ending !== null && GENITIVE.test(ending[0]);
    const likely = known && transport && !spelled && !afterHour(at, start) && (this.after.has(next) || genitive);
    if (!sure && !likely) return;
    if (!known && !(transport && number > 0)) return;
    claim(at, 'line', known?.id ?? String(number), start, end, known ? { name: known.name } : {});
  }
}

const afterHour = (at: Scan, start: number): boolean =>
  /(?:saat|sabah|aksam|gece|ogle[a-z]*)[ ]+$/.test(at.folded.slice(Math.max(0, start - 12), start));

const compact = (code: string): string => fold(code).replace(/[^a-z0-9]/g, '');
