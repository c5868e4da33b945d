/** Trains the network of net.ts: one sentence after the other, each time with new typing errors and some words left out. */
import { Learner, type LearnerSettings } from './learner';
import { forgetful, type Lexicon } from './lexicon';
import type { NetWeights } from './net';
import { withLetterSlips } from './noise';
import { seeded, shuffle } from './random';
import { fold, words } from './text';
import type { Vectoriser } from './vector';

export interface NetSettings extends LearnerSettings {
  /** Commonest features that it learns; the linear machines know more. */
  features_max: number;
  /** Sentences looked at in all, whatever their number: bounds the time. */
  steps: number;
  /** Times over all sentences at most. */
  epochs_max: number;
  learning_rate: number;
  /** Chance of a word being left out, in texts of more than two. */
  word_dropout: number;
  /** Chance of a word's fields of meaning being left out. */
  field_dropout: number;
  /** Chance of a slip at each letter. */
  noise_letter_rate: number;
}

/** Trains on texts with the class of each. Deterministic. */
export function trainNet(
  texts: readonly string[],
  labels: ArrayLike<number>,
  classes: number,
  vectoriser: Vectoriser,
  lexicon: Lexicon,
  features: number,
  settings: NetSettings,
  seed: number,
): NetWeights {
  const random = seeded(seed);
  const learner = new Learner(
    vectoriser,
    forgetful(lexicon, settings.field_dropout, random),
    Math.min(features, settings.features_max),
    classes,
    settings,
    random,
  );
  const folded = texts.map((text) => fold(text.normalize('NFC')));
  const order = Uint32Array.from({ length: texts.length }, (_, i) => i);
  const epochs = Math.max(1, Math.min(settings.epochs_max, Math.round(settings.steps / texts.length)));
  const steps = epochs * texts.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) {
      const typed = words(withLetterSlips(folded[example]!, settings.noise_letter_rate, random));
      const list = typed.length > 2 ? typed.filter(() => random.next() >= settings.word_dropout) : typed;
      learner.learn(list, labels[example]!, settings.learning_rate * (1 - step / steps));
      step++;
    }
  }
  return learner.weights();
}
