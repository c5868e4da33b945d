/** Numbers by which the conversation behaves: data/engine.yaml, and the times of the configuration. */
import { z } from 'zod';
import type { Config } from '../core/config';
import { readData } from '../core/yaml-file';

/** Tuned in data/engine.yaml and by settings; times in milliseconds. */
export interface EngineSettings {
  burstWaitMs: number;
  burstMaxMs: number;
  joinMs: number;
  resumeMs: number;
  /** Answers that do not fit, in a row, before a person is called. */
  missesToPerson: number;
  /** Letters of an answer, its buttons left out: what a phone shows at once. Tests hold every recorded answer to it. */
  answerMaxChars: number;
  /** Probability from which another request interrupts an open question. */
  digressMin: number;
  /** The same while a description is awaited: people describe things in words that also name other requests. */
  digressFromTextMin: number;
  /** The same for a message that does not fit the open question at all. */
  digressUnfitMin: number;
  /** Probability from which an emergency interrupts although it is not certain. */
  emergencyMin: number;
  /** Words up to which a message counts as an answer rather than a new request. */
  answerMaxWords: number;
  /** Words up to which a message may be a name that is looked for. */
  nameMaxWords: number;
  /** How long, and up to how many words, a message may go on from the last answer. */
  followUpMs: number;
  followUpMaxWords: number;
  /** A message of so few words that says what a rule waits for follows up, whatever else it may be read as. */
  followUpSureWords: number;
  /** Words from which a message that nothing is found for is offered as a record. */
  questionMinWords: number;
}

const NUMBERS = z.strictObject({
  misses_to_person: z.number().int().min(1),
  answer_max_chars: z.int().min(200).max(1_024),
  digress_min: z.number().min(0).max(1),
  digress_from_text_min: z.number().min(0).max(1),
  digress_unfit_min: z.number().min(0).max(1),
  emergency_min: z.number().min(0).max(1),
  answer_max_words: z.number().int().min(1),
  link_code_minutes: z.number().int().min(1),
  link_code_tries: z.number().int().min(1),
  link_codes_per_day: z.number().int().min(1),
  name_max_words: z.number().int().min(1),
  follow_up_minutes: z.number().min(0),
  follow_up_max_words: z.number().int().min(1),
  follow_up_sure_words: z.number().int().min(1),
  question_min_words: z.number().int().min(1),
});

const MINUTE_MS = 60_000;

/** The numbers, and those of the codes that prove another channel, which stand in the same file. */
export interface Numbers {
  settings: EngineSettings;
  linkCodes: { code_minutes: number; code_tries: number; codes_per_day: number };
}

/**
 * Reads `<data>/engine.yaml`.
 *
 * @throws KapiError config: each value that is wrong, with its line
 */
export function readEngineSettings(data: string, config: Config): Numbers {
  const numbers = readData(data, 'engine.yaml', NUMBERS);
  return {
    settings: {
      burstWaitMs: config.KAPI_BURST_WAIT_MS,
      burstMaxMs: config.KAPI_BURST_MAX_MS,
      joinMs: config.KAPI_JOIN_MINUTES * MINUTE_MS,
      resumeMs: config.KAPI_RESUME_MINUTES * MINUTE_MS,
      missesToPerson: numbers.misses_to_person,
      answerMaxChars: numbers.answer_max_chars,
      digressMin: numbers.digress_min,
      digressFromTextMin: numbers.digress_from_text_min,
      digressUnfitMin: numbers.digress_unfit_min,
      emergencyMin: numbers.emergency_min,
      answerMaxWords: numbers.answer_max_words,
      nameMaxWords: numbers.name_max_words,
      followUpMs: numbers.follow_up_minutes * MINUTE_MS,
      followUpMaxWords: numbers.follow_up_max_words,
      followUpSureWords: numbers.follow_up_sure_words,
      questionMinWords: numbers.question_min_words,
    },
    linkCodes: {
      code_minutes: numbers.link_code_minutes,
      code_tries: numbers.link_code_tries,
      codes_per_day: numbers.link_codes_per_day,
    },
  };
}
