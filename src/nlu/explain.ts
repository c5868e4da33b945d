/** Why a message was read so: the n-grams that carried each of the best intents, and the nearest training sentences. */
import type { Clauses } from './clauses';
import { namedFeatures } from './features';
import type { Classifier } from './model';
import { padded } from './tables';
import { words } from './text';

export interface Explanation {
  /** The text that was classified, without courtesies. */
  classified: string;
  intents: {
    intent: string;
    margin: number;
    /** Largest contributions first; negative ones speak against the intent. */
    features: { name: string; weight: number }[];
  }[];
  /** Cosine of the weighted features, 0 to 1. */
  nearest: { text: string; intent: string; similarity: number }[];
}

const INTENTS_SHOWN = 3;
const FEATURES_SHOWN = 24;
const NEAREST_SHOWN = 3;
const CANDIDATES_MAX = 300;
/** Enough of a word to tell it, few enough to leave endings out. */
const STEM_LETTERS = 5;

export class Explainer {
  private known: SentenceIndex | null = null;

  constructor(
    private readonly classifier: Classifier,
    private readonly clauses: Clauses,
    private readonly sentences: () => readonly { text: string; intent: string }[],
  ) {}

  explain(text: string): Explanation {
    const classified = this.clauses.core(text);
    const { scores, margins } = this.classifier.score(classified);
    const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, INTENTS_SHOWN);
    const best = order.map((c) => ({ c, intent: this.classifier.model.classes[c]!, margin: margins[c]! }));
    return {
      classified,
      intents: best.map(({ c, intent, margin }) => ({ intent, margin, features: this.carriers(classified, c) })),
      nearest: this.nearest(classified),
    };
  }

  private carriers(text: string, c: number): { name: string; weight: number }[] {
    const { model, vocabulary } = this.classifier;
    const vector = this.classifier.vector(text);
    const value = new Map<number, number>();
    for (let i = 0; i < vector.length; i++) value.set(vector.rows[i]!, vector.values[i]!);
    const names = new Map<number, string>();
    for (const { name, hash } of namedFeatures(text, this.classifier.lexicon)) names.set(vocabulary.row(hash), name);
    names.delete(-1);
    const stride = padded(model.classes.length);
    return [...names]
      .map(([row, name]) => ({ name, weight: (value.get(row) ?? 0) * model.scales[row]! * model.weights[row * stride + c]! }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, FEATURES_SHOWN);
  }

  /** Among the sentences that share the rarest beginnings of words: all of them would take a second. */
  private nearest(text: string): { text: string; intent: string; similarity: number }[] {
    this.known ??= new SentenceIndex(this.sentences());
    const vector = this.classifier.vector(text);
    const dense = new Float32Array(this.classifier.model.keys.length);
    for (let i = 0; i < vector.length; i++) dense[vector.rows[i]!] = vector.values[i]!;
    const { wordWeight, fieldWeight } = this.classifier.model;
    const norm = 1 + wordWeight ** 2 + fieldWeight ** 2;
    return this.known
      .like(text, CANDIDATES_MAX)
      .map((sentence) => {
        const { rows, values, length } = this.classifier.vector(sentence.text);
        let product = 0;
        for (let i = 0; i < length; i++) product += dense[rows[i]!]! * values[i]!;
        return { text: sentence.text, intent: sentence.intent, similarity: product / norm };
      })
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, NEAREST_SHOWN);
  }
}

/** Sentences by the beginnings of their words. */
class SentenceIndex {
  private readonly byStem = new Map<string, number[]>();

  constructor(private readonly sentences: readonly Labelled[]) {
    sentences.forEach(({ text }, i) => {
      for (const stem of stemsOf(text)) {
        const list = this.byStem.get(stem);
        if (list === undefined) this.byStem.set(stem, [i]);
        else list.push(i);
      }
    });
  }

  /** At most `most` sentences that share most with the text, rare words counting more. */
  like(text: string, most: number): Labelled[] {
    const shared = new Map<number, number>();
    for (const stem of stemsOf(text)) {
      const list = this.byStem.get(stem) ?? [];
      const rarity = Math.log(this.sentences.length / (1 + list.length));
      for (const i of list) shared.set(i, (shared.get(i) ?? 0) + rarity);
    }
    return [...shared]
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([i]) => this.sentences[i]!);
  }
}

interface Labelled {
  text: string;
  intent: string;
}

const stemsOf = (text: string): Set<string> => new Set(words(text).map((word) => word.slice(0, STEM_LETTERS)));
