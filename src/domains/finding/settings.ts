/** data/finding.yaml: the numbers and words of the search. */
import { z } from 'zod';
import { readData } from '../../core/yaml-file';

const share = z.number().min(0).max(1);
const letters = z.int().min(1).max(20);
const words = z.array(z.string().min(1)).min(1);

const SETTINGS = z.strictObject({
  coverage_min: share,
  score_min: z.number().min(0),
  offer_coverage_min: share,
  offer_score_min: z.number().min(0),
  second_max_share: share,
  offered_max: z.int().min(2).max(5),
  words_coverage_min: share,
  kept: words,
  unknown_weight: share,
  body_share: share,
  near_share: share,
  weights: z.strictObject({ title: z.number(), asked: z.number(), words: z.number(), body: z.number() }),
  bm25: z.strictObject({ k: z.number().min(0), b: share, d: z.number().min(0) }),
  stem_min_letters: letters,
  stem_max_letters: letters,
  prefix_min_letters: letters,
  slip_min_letters: letters,
  split_min_letters: letters,
  words_max: z.int().min(1).max(200),
  endings: words,
  stop_words: words,
});

export type FindingSettings = z.infer<typeof SETTINGS>;

/**
 * Reads `<data>/finding.yaml`.
 *
 * @throws KapiError config: each value that is wrong, with its line
 */
export const readFindingSettings = (data: string): FindingSettings => readData(data, 'finding.yaml', SETTINGS);
