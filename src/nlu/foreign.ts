/**
 * Requests in English, Arabic and a few other languages, by key phrases. The classifier is Turkish; a guest who writes
 * "there is a fire" must still reach 112, so each intent lists what it is recognised by in data/nlu/foreign.yaml.
 */
import { holds } from './phrases';
import type { Foreign } from './settings';
import { words } from './text';

interface Phrase {
  intent: string;
  words: string[];
  letters: number;
}

export interface ForeignHit {
  intent: string;
  /** Letters of the phrase: the longer, the surer. */
  letters: number;
}

/** Arabic words are compared without the letters that people write in several ways. */
const plain = (word: string): string =>
  word
    .replace(/[\u064b-\u0652\u0640]/g, '')
    .replace(/[أإآ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/^(?:وال|بال|ال|لل)(?=..)/, '');

export class ForeignRequests {
  private readonly phrases: Phrase[];

  /** `isUrgent`: intents that stand before all others (emergencies and incidents). `span`: words within which a phrase must stand. */
  constructor(
    lists: Foreign,
    private readonly isUrgent: (intent: string) => boolean,
    private readonly span: number,
  ) {
    this.phrases = Object.values(lists).flatMap((byIntent) =>
      Object.entries(byIntent).flatMap(([intent, phrases]) =>
        phrases.map((phrase) => {
          const list = words(phrase).map(plain);
          return { intent, words: list, letters: list.join('').length };
        }),
      ),
    );
  }

  /** The requests found, urgent ones first, then the longest phrase; each intent once. */
  find(text: string): ForeignHit[] {
    const list = words(text.slice(0, 600)).map(plain);
    const best = new Map<string, number>();
    for (const phrase of this.phrases)
      if (holds(list, phrase.words, this.span)) best.set(phrase.intent, Math.max(best.get(phrase.intent) ?? 0, phrase.letters));
    return [...best]
      .map(([intent, letters]) => ({ intent, letters }))
      .sort((a, b) => this.rank(b.intent) - this.rank(a.intent) || b.letters - a.letters);
  }

  /** Danger to people before broken pipes, both before questions. */
  private rank(intent: string): number {
    if (intent.startsWith('emergency.')) return 2;
    return this.isUrgent(intent) ? 1 : 0;
  }
}
