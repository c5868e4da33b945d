/** Turkish phrases that speak of danger to people, for the emergencies that no training sentence is like. */
import { holds, matches } from './phrases';
import type { Dangers as Lists } from './settings';
import { words } from './text';

interface Phrase {
  intent: string;
  words: string[];
}

export class Dangers {
  /** By the first three letters of their rarest, that is longest, word: most texts hold none of them. */
  private readonly byStart = new Map<string, Phrase[]>();
  private readonly unless: string[];

  /** `span`: words within which a phrase must stand. */
  constructor(
    { phrases, unless }: Lists,
    private readonly span: number,
  ) {
    this.unless = unless.flatMap((word) => words(word));
    for (const [intent, list] of Object.entries(phrases))
      for (const phrase of list) {
        const split = words(phrase).sort((a, b) => b.length - a.length);
        const start = split[0]!.slice(0, 3);
        this.byStart.set(start, [...(this.byStart.get(start) ?? []), { intent, words: split }]);
      }
  }

  /** The intents whose phrases the text holds; none where it speaks of something else. */
  find(text: string): Set<string> {
    const list = words(text);
    const found = new Set<string>();
    for (const word of list)
      for (const phrase of this.byStart.get(word.slice(0, 3)) ?? [])
        if (holds(list, phrase.words, this.span)) found.add(phrase.intent);
    if (found.size > 0 && this.isOfElse(text)) found.clear();
    return found;
  }

  /** Whether a word says that the text is about something else: a bill, a course, an animal. */
  isOfElse(text: string): boolean {
    return words(text).some((word) => this.unless.some((other) => matches(other, word)));
  }
}
