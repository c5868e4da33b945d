/** Finds the city's own names in a text: stops, places, neighbourhoods, districts. The longest match wins. */
import type { Entity, EntityType, Gazetteer, Role } from '../../core/reading';
import { fold, tokenise, type Token } from '../text';
import type { NluSettings } from '../settings';
import { NameIndex, type NameForm } from './name-index';
import type { Scan } from './scan';
import { ending, type Ending, hardened, inHarmony, misspeltEnding, oneEditApart, withoutPossessive } from './suffix';

/** A word that says of what kind the name before it is. */
const KIND_WORD: [EntityType, RegExp][] = [
  ['neighbourhood', /^(?:mah?all?e?(?:s[iu])?|mhl?le(?:s[iu])?|mahl(?:e(?:s[iu])?)?|mah|mh|mhl)(?=$|[a-z])/],
  ['stop', /^(?:dura(?:k|g[iu])|istasyon[u]?|peron[u]?)(?=$|[a-z])/],
  ['district', /^ilce(?:s[iu])?(?=$|[a-z])/],
];
/** Words whose ending is the name's: "otogar tarafına", "meydan civarından". */
const CARRIER = /^(?:taraf(?:lar)?|civar(?:lar)?|ora(?:lar)?|mevki|yan|on|arka|karsi|dura(?:k|g[iu])|istasyonu?)(?=$|[a-z])/;
const NAME_WORDS_MAX = 6;
const WORD_STEM_MIN_LETTERS = 4;
/** Nothing longer is a name with its endings; keeps a wall of letters from costing time. */
const WORD_MAX_LETTERS = 32;

/** A stem from which on its ending may have a letter wrong ("kartaldn"). */
const SLIP_STEM_MIN_LETTERS = 5;
/** Room for a comma or a point between a neighbourhood and its street. */
const BESIDE_STREET_CHARS = 3;

/** What the names are looked for in: the words, and the streets found before. */
interface Text {
  tokens: Token[];
  streets: readonly Entity[];
}

interface Candidate {
  form: NameForm;
  start: number;
  end: number;
  role?: Role;
  exact: boolean;
}

export class GazetteerFinder {
  private readonly index: NameIndex;
  private readonly needsKind: Set<string>;
  private readonly needsCase: Set<string>;
  private readonly never: Set<string>;
  private readonly typoLetters: number;

  /** `isPlainWord`: whether the training sentences hold a word, so that it is no misspelt name. */
  constructor(
    gazetteers: readonly Gazetteer[],
    settings: NluSettings,
    private readonly isPlainWord: (word: string) => boolean,
  ) {
    const { names } = settings.words;
    this.typoLetters = settings.numbers.typo_min_letters;
    this.index = new NameIndex(gazetteers, this.typoLetters);
    this.needsKind = new Set(names.needs_kind_word.map(fold));
    this.needsCase = new Set(names.needs_case.map(fold));
    this.never = new Set(names.never.map(fold));
  }

  find(at: Scan): void {
    const streets = at.found.filter((entity) => entity.type === 'street');
    const candidates = at.tokens.flatMap((_token, i) => this.startingAt({ tokens: at.tokens, streets }, i));
    const fitting = candidates.filter((candidate) => isOpen(at, candidate));
    fitting.sort((a, b) => Number(b.exact) - Number(a.exact) || b.end - b.start - (a.end - a.start) || a.start - b.start);
    const chosen: Candidate[] = [];
    for (const candidate of fitting) {
      const clash = chosen.some((other) =>
        other.start === candidate.start && other.end === candidate.end
          ? other.form.type === candidate.form.type
          : other.start < candidate.end && candidate.start < other.end,
      );
      if (!clash) chosen.push(candidate);
    }
    chosen.sort((a, b) => a.start - b.start || KIND_ORDER.indexOf(a.form.type) - KIND_ORDER.indexOf(b.form.type));
    fromAndTo(at, chosen);
    for (const { form, start, end, role } of chosen) {
      at.found.push({
        type: form.type,
        value: form.id,
        text: at.text.slice(start, end),
        start,
        end,
        ...(role ? { role } : {}),
        name: form.name,
      });
      at.taken.fill(1, start, end);
    }
  }

  private startingAt(text: Text, i: number): Candidate[] {
    const list: Candidate[] = [];
    const word = text.tokens[i]!.folded;
    if (this.never.has(word)) return list;
    for (const form of this.index.firstWord(word)) this.tryForm(text, i, form, true, list);
    for (const form of this.beginningOf(word, (stem) => this.index.single(stem))) this.tryForm(text, i, form, true, list);
    if (list.length === 0) this.joined(text, i, list);
    if (list.length === 0)
      for (const form of this.beginningOf(word, (stem) => this.index.lastWord(stem))) this.tryForm(text, i, form, true, list);
    if (list.length > 0 || !this.mayBeSlip(word)) return list;
    for (const form of this.index.misspelt(word)) this.tryForm(text, i, form, false, list);
    return list;
  }

  /** A name of one word typed as two: "dört yoldan", "bahçeli evler". */
  private joined({ tokens, streets }: Text, i: number, list: Candidate[]): void {
    const [left, right] = [tokens[i]!, tokens[i + 1]];
    if (right === undefined || left.cut >= 0 || left.folded.length < 2 || right.folded.length < 3) return;
    const whole: Token = {
      folded: left.folded + right.folded,
      start: left.start,
      end: right.end,
      cut: right.cut < 0 ? -1 : left.folded.length + right.cut,
      capital: left.capital,
    };
    if (whole.folded.length > WORD_MAX_LETTERS) return;
    const rest = { tokens: [whole, ...tokens.slice(i + 2, i + 4)], streets };
    for (const form of this.beginningOf(whole.folded, (stem) => this.index.single(stem)))
      if (form.words[0]!.length >= Math.max(this.typoLetters, left.folded.length + 2)) this.tryForm(rest, 0, form, true, list);
  }

  private mayBeSlip(word: string): boolean {
    return word.length >= this.typoLetters && word.length <= WORD_MAX_LETTERS && !this.isWord(word);
  }

  /** A word of the language, with or without an ending ("kartla" is of "kart"): never a misspelt name. */
  private isWord(word: string): boolean {
    if (this.isPlainWord(word)) return true;
    for (let length = word.length - 1; length >= WORD_STEM_MIN_LETTERS; length--)
      if (this.isPlainWord(word.slice(0, length)) && ending(word.slice(length)) !== null) return true;
    return false;
  }

  /** Names that the word may begin with; the rest of it is then an ending. */
  private beginningOf(word: string, named: (stem: string) => NameForm[]): NameForm[] {
    const list: NameForm[] = [];
    for (let length = Math.min(word.length, 24); length >= 2; length--) {
      const stem = word.slice(0, length);
      list.push(...named(stem));
      const hard = length < word.length && length >= 3 ? hardened(stem) : null;
      if (hard !== null) list.push(...named(hard));
    }
    return list;
  }

  private tryForm(text: Text, i: number, form: NameForm, exact: boolean, list: Candidate[]): void {
    const { tokens } = text;
    const last = i + form.words.length - 1;
    if (last >= tokens.length || form.words.length > NAME_WORDS_MAX) return;
    let slips = 0;
    for (let at = i; at < last; at++) {
      const wanted = form.words[at - i]!;
      const typed = tokens[at]!.folded;
      if (typed === wanted) continue;
      if (wanted.length < this.typoLetters || this.isWord(typed) || !oneEditApart(typed, wanted)) return;
      slips++;
    }
    const end = this.lastWord(tokens[last]!, form, exact || last > i);
    if (end === null || slips + (end.slip ? 1 : 0) > 1) return;
    const candidate = this.extended(text, i, last, form, end.ending);
    if (candidate) list.push({ ...candidate, exact: slips === 0 && !end.slip && !form.partial });
  }

  /** The last word of a name with its ending; a possessive may be dropped ("şehir hastaneye"). */
  private lastWord(token: Token, form: NameForm, exactFirst: boolean): { ending: Ending; slip: boolean } | null {
    const wanted = form.words.at(-1)!;
    const stems = [wanted];
    const bare = form.words.length > 1 ? withoutPossessive(wanted) : null;
    if (bare !== null) stems.push(bare);
    for (const stem of stems) {
      const found = stemEnding(token, stem);
      if (found !== null && !this.never.has(token.folded)) return { ending: found, slip: false };
    }
    if (form.partial || wanted.length < SLIP_STEM_MIN_LETTERS || !this.mayBeSlip(token.folded)) return null;
    const slipped = misspeltEnding(token.folded, wanted);
    if (slipped !== null) return { ending: slipped, slip: true };
    if ((exactFirst && form.words.length === 1) || wanted.length < this.typoLetters) return null;
    for (let length = token.folded.length; length >= this.typoLetters - 1; length--) {
      const found = ending(token.folded.slice(length));
      const stem = token.folded.slice(0, length);
      // Before an ending the last letter must be right: "Çamlıca" is no slip of "Çamlık'a".
      const closed = found !== null && (length === token.folded.length || stem.at(-1) === wanted.at(-1));
      if (closed && oneEditApart(stem, wanted)) return { ending: found, slip: true };
    }
    return null;
  }

  /** Takes in the kind word after the name and the ending on it; applies the rules for names that are common words. */
  private extended(text: Text, i: number, last: number, form: NameForm, found: Ending): Omit<Candidate, 'exact'> | null {
    const { tokens } = text;
    const next = tokens[last + 1];
    const start = tokens[i]!.start;
    const end = tokens[last]!.end;
    const bareLast = found.role === undefined;
    const kind = next && bareLast ? kindAfter(next, form.type) : null;
    if (kind) return { form, start, end: next!.end, ...kind };
    const whole = form.words.join(' ');
    const carrier = next && bareLast ? carrierAfter(next) : null;
    const role = found.role ?? carrier?.role;
    const fits = form.partial
      ? this.partialFits(whole, role)
      : form.words.length === 1 && this.needsKind.has(whole)
        ? form.type === 'neighbourhood' && bareLast && beforeStreet(text.streets, end)
        : !this.needsCase.has(whole) || role !== undefined || tokens.length === 1 || this.besideName(tokens, i, last);
    return fits ? { form, start, end, ...(role ? { role } : {}) } : null;
  }

  /** Half a name needs an ending that says where; a word of every day must be one that people call such a place by. */
  private partialFits(word: string, role: Role | undefined): boolean {
    if (role === undefined || this.needsKind.has(word) || this.needsKind.has(word.slice(0, -1))) return false;
    return this.needsCase.has(word) || !this.isPlainWord(word);
  }

  /** "otogar meydan" or "otogar - kampus": few words, and another name beside it, needs no endings. */
  private besideName(tokens: Token[], i: number, last: number): boolean {
    if (tokens.length > 3) return false;
    const isName = (token: Token | undefined): boolean =>
      token !== undefined &&
      (this.index.firstWord(token.folded).length > 0 ||
        this.beginningOf(token.folded, (stem) => this.index.single(stem)).length > 0);
    return (i > 0 && isName(tokens[0])) || (last < tokens.length - 1 && isName(tokens.at(-1)));
  }
}

const KIND_ORDER: EntityType[] = ['place', 'stop', 'neighbourhood', 'district'];

function stemEnding(token: Token, stem: string): Ending | null {
  const word = token.folded;
  if (token.cut > 0 && token.cut !== stem.length && word !== stem) return null;
  if (word.startsWith(stem)) {
    const rest = word.slice(stem.length);
    const found = ending(rest);
    return found !== null && (token.cut === stem.length || inHarmony(stem, rest)) ? found : null;
  }
  const soft = word.slice(0, stem.length);
  if (word.length > stem.length && hardened(soft) === stem && /^[aeiou]/.test(word.slice(stem.length)))
    return ending(word.slice(stem.length));
  return null;
}

function kindAfter(next: Token, type: EntityType): Ending | null {
  for (const [kind, pattern] of KIND_WORD) {
    const match = kind === type ? pattern.exec(next.folded) : null;
    if (match !== null) return ending(next.folded.slice(match[0].length));
  }
  return null;
}

function carrierAfter(next: Token): Ending | null {
  const match = CARRIER.exec(next.folded);
  return match === null ? null : ending(next.folded.slice(match[0].length));
}

/** "Güneş Lale Sokak no 5": the neighbourhood stands right before the street. */
const beforeStreet = (streets: readonly Entity[], end: number): boolean =>
  streets.some(({ start }) => start >= end && start - end <= BESIDE_STREET_CHARS);

/** A name inside a street's name is the street's ("Fatih" in "Fatih Caddesi"), unless it is all of it. */
function isOpen(at: Scan, { start, end }: Candidate): boolean {
  const street = at.found.find((entity) => entity.type === 'street' && entity.start < end && start < entity.end);
  if (street)
    return start <= street.start && end >= street.start + street.text.replace(/[\s,.:]*(?:no\D{0,3})?\d[\d/a-z -]*$/i, '').length;
  for (let i = start; i < end; i++) if (at.taken[i] === 1) return false;
  return true;
}

/** "otogar - kampüs", "Kartal → Meydan": two names with a dash between, no endings. */
function fromAndTo(at: Scan, chosen: Candidate[]): void {
  for (const [i, left] of chosen.entries()) {
    const right = chosen.slice(i + 1).find((other) => other.start >= left.end);
    if (!right || !/^\s*(?:-+>?|–|—|→|>+|=>)\s*$/.test(at.text.slice(left.end, right.start))) continue;
    for (const same of chosen) {
      if (same.start === left.start) same.role ??= 'from';
      if (same.start === right.start) same.role ??= 'to';
    }
  }
}

/** The folded words of a name. */
export const nameWords = (name: string): string[] => tokenise(name.normalize('NFC')).map((token) => token.folded);
