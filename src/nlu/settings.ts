/** What data/nlu.yaml and data/nlu/*.yaml hold, checked when read: numbers people tune and lists of words. */
import { z } from 'zod';

const share = z.number().min(0).max(1);
const wordList = z.array(z.string().min(1));

/** data/nlu.yaml: every number is explained there. */
export const NUMBERS = z.strictObject({
  train: z.strictObject({
    noise_copies: z.int().min(0).max(5),
    noise_letter_rate: share,
    error_weight: z.number().positive(),
    epochs: z.int().min(1).max(100),
    feature_min_texts: z.int().min(1),
    features_max: z.int().min(1000).max(500_000),
    word_block_weight: z.number().positive(),
    field_block_weight: z.number().min(0),
    linear_weight: z.number().positive(),
    placeholder_fillings: z.int().min(1).max(10),
    seed: z.int(),
    net: z.strictObject({
      features_max: z.int().min(1000).max(500_000),
      bag: z.int().min(16).max(512).multipleOf(16),
      letters: z.int().min(16).max(512).multipleOf(16),
      filters: z.int().min(4).max(1024),
      steps: z.int().min(1),
      epochs_max: z.int().min(1).max(100),
      learning_rate: z.number().positive(),
      dropout: share,
      word_dropout: share,
      field_dropout: share,
      noise_letter_rate: share,
      label_smoothing: share,
    }),
  }),
  decide: z.strictObject({
    temperature: z.number().positive(),
    out_of_scope_bias: z.number(),
    accept_min_probability: share,
    ask_min_probability: share,
    emergency_accept_min_probability: share,
    out_of_scope_accept_min_probability: share,
    danger_raise_min_probability: share,
    courtesy_min_probability: share,
    danger_raise_below: share,
    danger_phrase_below: share,
    guest_min_probability: share,
    guest_urgent_min_probability: share,
    guest_ordinary_min_probability: share,
    known_min_share: share,
    ask_known_min_share: share,
    accept_min_margin: z.number(),
  }),
  clauses: z.strictObject({
    min_words: z.int().min(1),
    min_letters: z.int().min(1),
    min_probability: z.strictObject({ joint: share, sentence: share, comma: share }),
    overlap_max_probability: z.strictObject({ joint: share, sentence: share, comma: share }),
    trace_min_probability: z.strictObject({ request: share, story: share }),
    danger_certain_probability: share,
    request_max_words: z.int().min(1),
    split_max: z.int().min(1).max(20),
    /** Groups of intents of which one message asks one, unless a joint parts it. */
    one_of: z.array(z.array(z.string())),
    /** Intents whose content may be about any other. */
    envelopes: z.array(z.string()),
  }),
  classified_max_chars: z.int().min(100).max(20_000),
  entities_max_chars: z.int().min(100).max(20_000),
  typo_min_letters: z.int().min(4),
  phrase_span_max_words: z.int().min(2),
});

/** data/nlu/words.yaml: closed lists of Turkish words that rules need. */
export const WORDS = z.strictObject({
  politeness: wordList,
  /** Phrases addressed to a language model; all words of one must occur. */
  machine_orders: wordList,
  clause_joints: wordList,
  languages: z.record(z.string(), wordList),
  names: z.strictObject({
    needs_kind_word: wordList,
    needs_case: wordList,
    never: wordList,
  }),
  street: z.strictObject({ not_a_name: wordList, first_names: wordList }),
  line: z.strictObject({ before: wordList, after: wordList, not_after: wordList }),
});

/** data/nlu/foreign.yaml: what a request in another language is recognised by, for each intent in order of urgency. */
export const FOREIGN = z.record(z.string(), z.record(z.string(), wordList));

/** data/nlu/lexicon/*.yaml: the stems of each field of meaning, "coarse.fine". */
export const LEXICON = z.record(z.string().regex(/^[a-z_]+\.[a-z_]+$/), wordList);

/** data/nlu/dangers.yaml: what a danger to people is recognised by, whatever the model says. */
export const DANGERS = z.strictObject({ phrases: z.record(z.string(), wordList), unless: wordList });

export type Numbers = z.infer<typeof NUMBERS>;
export type Words = z.infer<typeof WORDS>;
export type Foreign = z.infer<typeof FOREIGN>;
export type Dangers = z.infer<typeof DANGERS>;

/** Everything reading needs besides the model and the city's names. */
export const SETTINGS = z.strictObject({ numbers: NUMBERS, words: WORDS, foreign: FOREIGN, dangers: DANGERS });
export type NluSettings = z.infer<typeof SETTINGS>;
