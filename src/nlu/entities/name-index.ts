/** The city's names by their first word, and by what is left of them when one letter is wrong. */
import { lessOneLetter } from '../../core/fold';
import type { EntityType, Gazetteer } from '../../core/reading';
import { tokenise } from '../text';
import { withoutPossessive } from './suffix';

/** One way of writing a name. */
export interface NameForm {
  type: EntityType;
  id: string;
  /** As replies show it. */
  name: string;
  words: string[];
  /** The last word of a longer name, alone ("kuleden" for Saat Kulesi). */
  partial?: boolean;
}

const KIND_TAIL: Partial<Record<EntityType, RegExp>> = {
  neighbourhood: /^(?:mahallesi|mahalle|mah|mh)$/,
  district: /^ilcesi$/,
  stop: /^(?:duragi|durak)$/,
};
const NONE: NameForm[] = [];
const LAST_WORD_MIN_LETTERS = 4;
/** Words that say of what kind a name is: no name of their own. */
const KIND = /^(?:ilce|mahalle|durak|duragi|sokak|cadde)/;

export class NameIndex {
  private readonly byFirst = new Map<string, NameForm[]>();
  private readonly bySingle = new Map<string, NameForm[]>();
  /** A word, or a word less one letter, to the first words of names it may stand for. */
  private readonly deletions = new Map<string, NameForm[]>();
  /** Last words of longer names; null where two names share one. */
  private readonly lastWords = new Map<string, NameForm[] | null>();

  constructor(
    gazetteers: readonly Gazetteer[],
    private readonly typoLetters: number,
  ) {
    for (const { type, entries } of gazetteers) {
      if (type === 'line') continue;
      for (const { id, name, aliases = [] } of entries)
        for (const written of [name, ...aliases]) this.add(type, id, name, written);
    }
  }

  /** Names of several words that begin with this one. */
  firstWord(word: string): NameForm[] {
    return this.byFirst.get(word) ?? NONE;
  }

  /** Names of one word. */
  single(word: string): NameForm[] {
    return this.bySingle.get(word) ?? NONE;
  }

  /** Names of several words that alone end with this word. */
  lastWord(word: string): NameForm[] {
    return this.lastWords.get(word) ?? NONE;
  }

  /** Names whose first word differs by one letter from this word or from its beginning. */
  misspelt(word: string): NameForm[] {
    const found = new Set<NameForm>();
    for (let length = word.length; length >= Math.max(this.typoLetters - 1, word.length - 6); length--) {
      const stem = word.slice(0, length);
      for (const variant of [stem, ...lessOneLetter(stem)])
        for (const form of this.deletions.get(variant) ?? NONE) found.add(form);
    }
    return [...found];
  }

  private add(type: EntityType, id: string, name: string, written: string): void {
    const words = tokenise(written.normalize('NFC')).map((token) => token.folded);
    const tail = KIND_TAIL[type];
    const stripped = words.length > 1 && tail?.test(words.at(-1)!) ? words.slice(0, -1) : words;
    this.keep({ type, id, name, words: stripped });
    if (words.length > 1) this.keep({ type, id, name, words: [words.join('')] });
    if (stripped.at(-1) === 'camii') this.keep({ type, id, name, words: [...stripped.slice(0, -1), 'camisi'] });
    if (stripped.length > 1) this.keepLast({ type, id, name, words: stripped });
  }

  private keepLast({ words, ...form }: NameForm): void {
    const last = words.at(-1)!;
    const bare = withoutPossessive(last);
    for (const word of bare === null ? [last] : [last, bare]) {
      const known = this.lastWords.get(word);
      if (known === null || word.length < LAST_WORD_MIN_LETTERS || KIND.test(word)) continue;
      // The stop and the place of one name are no ambiguity.
      const other = known?.some(({ name }) => name !== form.name);
      const list = known?.some(({ id, type }) => id === form.id && type === form.type)
        ? known
        : [...(known ?? []), { ...form, words: [word], partial: true }];
      this.lastWords.set(word, other ? null : list);
    }
  }

  private keep(form: NameForm): void {
    const [first] = form.words;
    if (first === undefined) return;
    push(form.words.length === 1 ? this.bySingle : this.byFirst, first, form);
    if (first.length < this.typoLetters) return;
    push(this.deletions, first, form);
    for (const variant of lessOneLetter(first)) push(this.deletions, variant, form);
  }
}

function push(map: Map<string, NameForm[]>, key: string, form: NameForm): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [form]);
  else if (!list.some((other) => other.id === form.id && other.type === form.type && other.words.join() === form.words.join()))
    list.push(form);
}
