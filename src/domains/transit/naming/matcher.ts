/**
 * Finds what a typed name means among a city's stops, places and neighbourhoods: Turkish endings, short forms, joined and
 * parted words, misspellings. It learns nothing: the same names and the same text give the same answer.
 */
import type { EntityType, Gazetteer, Role } from '../../../core/reading';
import { endingOf } from './endings';
import type { NamingSettings } from './settings';
import { type Guess, Vocabulary } from './vocabulary';
import { type Word, wordsOf } from './words';

export interface Match {
  type: EntityType;
  id: string;
  name: string;
  /** 0 to 1: the harmonic mean of how much of the name was typed and how much of what was typed is of the name. */
  score: number;
}

/** A name found within a sentence. */
export interface Mention extends Match {
  start: number;
  end: number;
  role?: Role;
  /** Only a part of the name was typed: it is to be asked whether it was meant. */
  unsure: boolean;
  /** Other names that fit nearly as well. */
  rivals: Match[];
}

interface Form {
  entry: number;
  words: number[];
  weight: number;
  /** The name itself rather than an alias. */
  own: boolean;
}

interface Entry {
  type: EntityType;
  id: string;
  name: string;
}

/** Typed words that stand for words of the vocabulary: one for one, two typed as one, or one typed as two. */
interface Unit {
  from: number;
  to: number;
  words: number[];
  alike: number;
  role?: Role;
}

interface Candidate {
  form: number;
  fitting: Unit[];
  worth: number;
  meant: number;
  most: number;
}

/** A form that can score only so much of the best one's is not looked at. */
const WORTH_A_LOOK = 0.6;
const COMMON_FORMS = 100;
const TYPES: EntityType[] = ['place', 'stop', 'neighbourhood', 'district'];
const WORDS_MAX = 6;
/** A word stands for a longer name when it has so many letters, is so alike, and is in at most so many names. */
const PART_LETTERS = 6;
const PART_ALIKE = 0.9;
const PART_FORMS = 30;
const JOINED = 0.99;
const ALIAS = 0.995;
const LETTERS_MAX = 400;

export class NameMatcher {
  private readonly entries: Entry[] = [];
  private readonly forms: Form[] = [];
  private readonly byWord = new Map<number, number[]>();
  private readonly joined = new Map<string, number[][]>();
  private readonly vocabulary: Vocabulary;
  private readonly common: Set<string>;

  constructor(
    gazetteers: readonly Gazetteer[],
    readonly settings: NamingSettings,
  ) {
    this.vocabulary = new Vocabulary(settings);
    this.common = new Set(settings.common);
    for (const type of TYPES)
      for (const gazetteer of gazetteers.filter((one) => one.type === type))
        for (const { id, name, aliases = [] } of gazetteer.entries) {
          this.entries.push({ type, id, name });
          for (const [i, written] of [name, ...aliases].entries()) this.add(this.entries.length - 1, written, i === 0);
        }
    this.vocabulary.close();
    for (const form of this.forms) form.weight = form.words.reduce((sum, word) => sum + this.vocabulary.weight[word]!, 0);
  }

  private add(entry: number, written: string, own: boolean): void {
    const texts = wordsOf(written).map(({ text }) => text);
    if (texts.length === 0) return;
    const words = this.vocabulary.add(texts);
    this.forms.push({ entry, words, weight: 0, own });
    for (const word of new Set(words)) push(this.byWord, word, this.forms.length - 1);
    for (let i = 0; i + 1 < texts.length; i++) {
      const both = texts[i]! + texts[i + 1]!;
      const known = this.joined.get(both) ?? [];
      if (!known.some(([a, b]) => a === words[i] && b === words[i + 1])) push(this.joined, both, [words[i]!, words[i + 1]!]);
    }
  }

  /** Names that a phrase may mean, best first; each entry once. The whole phrase is taken for a name. */
  match(phrase: string, limit = 5): Match[] {
    const words = wordsOf(phrase.slice(0, LETTERS_MAX)).slice(0, 2 * WORDS_MAX);
    return this.best(words, this.units(words), 0, words.length, limit);
  }

  /**
   * What a phrase means: one name, several to ask about (at most `shown`), or none.
   */
  decide(phrase: string): { sure: Match } | { among: Match[] } | null {
    return this.choose(this.match(phrase, this.settings.shown + 1));
  }

  private choose(found: Match[]): { sure: Match } | { among: Match[] } | null {
    const [first, second] = found;
    const { sure, ask, whole, clear_lead, part_lead, shown } = this.settings;
    if (!first || first.score < ask) return null;
    const lead = first.score < whole ? part_lead : clear_lead;
    if (first.score >= sure && (!second || first.score - second.score >= lead || sameName(first, second))) return { sure: first };
    const least = first.score >= sure ? first.score - lead : ask;
    return { among: found.filter(({ score }) => score >= least).slice(0, shown) };
  }

  /** Names within a sentence, those that fit best first chosen, in the order of the text; at most four. */
  mentions(text: string): Mention[] {
    const words = wordsOf(text.slice(0, LETTERS_MAX));
    const plain = words.map(({ text: word }) => this.common.has(word) || this.vocabulary.isLight(word));
    const units = this.units(words, plain);
    const windows: { from: number; to: number; found: Match[]; weight: number }[] = [];
    const cased = words.map((_, at) => this.hasCase(units, at));
    for (let from = 0; from < words.length; from++)
      for (let to = from + 1; to <= Math.min(words.length, from + WORDS_MAX); to++) {
        if (plain[from] || this.common.has(words[to - 1]!.text) || cased.slice(from, to - 1).some(Boolean)) continue;
        const found = this.best(words, units, from, to, this.settings.shown);
        if (found[0] && (found[0].score >= this.settings.in_sentence || this.isPart(words, units, from, to)))
          windows.push({ from, to, found, weight: found[0].score * (to - from) ** 0.3 });
      }
    windows.sort((a, b) => b.weight - a.weight);
    const taken: typeof windows = [];
    for (const window of windows)
      if (taken.length < 4 && !taken.some((other) => other.from < window.to && window.from < other.to)) taken.push(window);
    taken.sort((a, b) => a.from - b.from);
    return taken.map(({ from, to, found }) => {
      const [first, ...others] = found;
      const role = this.roleOf(words, units, to - 1);
      return {
        ...first!,
        start: words[from]!.start,
        end: words[to - 1]!.end,
        ...(role ? { role } : {}),
        unsure: !('sure' in (this.choose(found) ?? {})),
        rivals: others.filter((other) => first!.score - other.score < this.settings.clear_lead && !sameName(first!, other)),
      };
    });
  }

  /** A word that bears a case ending ends a name: "Gürcükapı'dan Dadaşkent'e" names two. */
  private hasCase(units: Unit[], at: number): boolean {
    const own = units.filter((unit) => unit.from === at && unit.to === at + 1);
    const best = own.reduce<Unit | undefined>((a, b) => (a && a.alike >= b.alike ? a : b), undefined);
    return best !== undefined && best.alike < 1 && (best.role === 'from' || best.role === 'to');
  }

  /** A rare word of a longer name, said with a case ending: "yıldızkente" of Yıldızkent Sevk İdare. */
  private isPart(words: Word[], units: Unit[], from: number, to: number): boolean {
    if (to !== from + 1 || words[from]!.text.length < PART_LETTERS) return false;
    return units.some(
      (unit) =>
        unit.from === from &&
        unit.to === to &&
        unit.role !== undefined &&
        unit.alike >= PART_ALIKE &&
        unit.words.every((word) => (this.byWord.get(word)?.length ?? 0) <= PART_FORMS),
    );
  }

  private roleOf(words: Word[], units: Unit[], at: number): Role | undefined {
    const fitting = units.filter((unit) => unit.to === at + 1).sort((a, b) => b.alike - a.alike);
    return fitting[0]?.role ?? this.vocabulary.guesses(words[at]!, true)[0]?.role;
  }

  /** Every reading of the typed words. A plain word of the language is taken only as it stands. */
  private units(words: Word[], plain: boolean[] = []): Unit[] {
    const units: Unit[] = [];
    words.forEach((word, at) => {
      const guesses = this.vocabulary.guesses(word, plain[at]);
      for (const guess of guesses) units.push(unitOf(at, at + 1, [guess.word], guess));
      if (plain[at]) return;
      for (const both of this.joinedWords(word)) units.push(both(at, at + 1));
      const next = words[at + 1];
      if (!next || plain[at + 1] || /^\d/.test(word.text + next.text)) return;
      const together = { text: word.text + next.text, cut: next.cut, ending: next.ending };
      for (const guess of this.vocabulary.guesses(together, true)) units.push(unitOf(at, at + 2, [guess.word], guess, JOINED));
    });
    return units;
  }

  /** "yenimahalle" for "Yeni Mahalle", with endings. */
  private joinedWords({ text }: Word): ((from: number, to: number) => Unit)[] {
    const found: ((from: number, to: number) => Unit)[] = [];
    for (let length = text.length; length >= Math.max(5, text.length - 7); length--)
      for (const words of this.joined.get(text.slice(0, length)) ?? []) {
        const guess = this.endingGuess(text.slice(length));
        if (guess) found.push((from, to) => unitOf(from, to, words, guess, JOINED));
      }
    return found;
  }

  private endingGuess(rest: string): Guess | null {
    const found = endingOf(rest);
    return found && { word: 0, alike: rest === '' ? 1 : JOINED, ...found };
  }

  private best(words: Word[], units: Unit[], from: number, to: number, limit: number): Match[] {
    const inside = units.filter((unit) => unit.from >= from && unit.to <= to);
    const typed = this.typedWeights(words, inside, from, to);
    const total = typed.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) return [];
    const scores = new Map<number, number>();
    let top = 0;
    for (const { form, fitting, most } of this.candidates(inside, typed, total, from)) {
      if (most < top * WORTH_A_LOOK) break;
      const { entry, own } = this.forms[form]!;
      const score = this.score(this.forms[form]!, fitting, typed, total, from) * (own ? 1 : ALIAS);
      if (score > (scores.get(entry) ?? 0)) scores.set(entry, score);
      top = Math.max(top, score);
    }
    return [...scores]
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, limit)
      .map(([entry, score]) => ({ ...this.entries[entry]!, score: Math.min(1, score) }));
  }

  /** What each typed word weighs: as much as the likeliest word it may be. */
  private typedWeights(words: Word[], units: Unit[], from: number, to: number): number[] {
    const weights = words.slice(from, to).map(({ text }) => (this.vocabulary.isLight(text) ? 0.1 : this.vocabulary.strange));
    const alike = new Array<number>(to - from).fill(0);
    for (const unit of units)
      for (let at = unit.from; at < unit.to; at++)
        if (unit.alike > alike[at - from]!) {
          alike[at - from] = unit.alike;
          weights[at - from] = unit.words.reduce((sum, word) => sum + this.vocabulary.weight[word]!, 0) / (unit.to - unit.from);
        }
    return weights;
  }

  /** Forms that share a word with what was typed, with the most that each can score, the highest first. */
  private candidates(units: Unit[], typed: number[], total: number, from: number): Candidate[] {
    const found = new Map<number, Candidate>();
    const spread = (unit: Unit) => this.byWord.get(unit.words[0]!)?.length ?? 0;
    for (const unit of [...units].sort((a, b) => spread(a) - spread(b))) {
      // A word of hundreds of names (a district's) adds to those that rarer words have found.
      const narrow = found.size > 0 && spread(unit) > COMMON_FORMS;
      const [first, second] = unit.words;
      const worth = this.worth(unit);
      let meant = 0;
      for (let at = unit.from; at < unit.to; at++) meant += typed[at - from]! * unit.alike;
      for (const form of this.byWord.get(first!) ?? []) {
        if (second !== undefined && !this.forms[form]!.words.includes(second)) continue;
        const known = found.get(form);
        if (known) {
          known.fitting.push(unit);
          known.worth += worth;
          known.meant += meant;
        } else if (!narrow) found.set(form, { form, fitting: [unit], worth, meant, most: 0 });
      }
    }
    const list = [...found.values()];
    for (const one of list)
      one.most = harmonic(Math.min(1, one.worth / this.forms[one.form]!.weight), Math.min(1, one.meant / total));
    return list.sort((a, b) => b.most - a.most);
  }

  private worth(unit: Unit): number {
    let sum = 0;
    for (const word of unit.words) sum += this.vocabulary.weight[word]!;
    return unit.alike * sum;
  }

  private score(form: Form, fitting: Unit[], typed: number[], total: number, from: number): number {
    const left = [...form.words];
    const used = new Uint8Array(typed.length);
    let covered = 0;
    let meant = 0;
    let last = -1;
    let ordered = true;
    const { weight } = this.vocabulary;
    const inOrder = fitting.length === 1 ? fitting : [...fitting].sort((a, b) => this.worth(b) - this.worth(a));
    for (const unit of inOrder) {
      if (!unit.words.every((word) => left.includes(word))) continue;
      let free = true;
      for (let at = unit.from; at < unit.to; at++) if (used[at - from]) free = false;
      if (!free) continue;
      for (const word of unit.words) {
        left.splice(left.indexOf(word), 1, -1);
        covered += weight[word]! * unit.alike;
      }
      for (let at = unit.from; at < unit.to; at++) {
        used[at - from] = 1;
        meant += typed[at - from]! * unit.alike;
      }
      const place = form.words.indexOf(unit.words[0]!);
      if (place < last && unit.from > 0) ordered = false;
      last = Math.max(last, place);
    }
    const mean = harmonic(covered / form.weight, Math.min(1, meant / total));
    return ordered || mean < 0.99 ? mean : mean * 0.999;
  }
}

const harmonic = (recall: number, precision: number): number =>
  recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);

const unitOf = (from: number, to: number, words: number[], { alike, role }: Guess, factor = 1): Unit => ({
  from,
  to,
  words,
  alike: alike * factor,
  ...(role ? { role } : {}),
});

/** A stop and the neighbourhood or place that are called the same are not asked about: the first kind is taken. */
const sameName = (a: Match, b: Match): boolean => a.type !== b.type && bareName(a.name) === bareName(b.name);

const bareName = (name: string): string =>
  wordsOf(name)
    .map(({ text }) => text)
    .filter((word) => !/^(?:mahallesi|mahalle|duragi|durak)$/.test(word))
    .join(' ');

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
