/** What the engine knows that does not change between turns. */
import { foldedWords } from '../core/fold';
import type { CatalogueEntry } from '../core/reading';
import type { Phrases } from '../core/phrases';
import type { CityFacts, Texts } from '../core/texts';
import type { Flow, Role } from './flow';

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

export interface EngineEnv {
  flows: Map<string, Flow>;
  catalogue: Map<string, CatalogueEntry>;
  texts: Texts;
  settings: EngineSettings;
  phrases: Pick<Phrases, 'languages' | 'denies'>;
  city: CityFacts;
  /** Does a message say that something went wrong? */
  trouble(text: string): boolean;
  /** Does the page of a question take this message from the request that it was read as? */
  takes?(text: string, intent: string): boolean;
}

/** The flow that a message opens word for word. */
export function flowByPhrase(env: EngineEnv, text: string): Flow | null {
  const said = foldedWords(text).join(' ');
  for (const flow of env.flows.values()) if (flow.phrases.includes(said)) return flow;
  return null;
}

/** The flow that is made for what the engine opens by itself; null where none is. */
export function flowOf(env: EngineEnv, role: Role): Flow | null {
  for (const flow of env.flows.values()) if (flow.role === role) return flow;
  return null;
}

/** The flow that serves an intent: one that names it, else the one for what the catalogue says it does. */
export function flowFor(env: EngineEnv, intent: string): Flow | null {
  let general: Flow | null = null;
  const does = env.catalogue.get(intent)?.does;
  for (const flow of env.flows.values()) {
    if (flow.intents.includes(intent)) return flow;
    if (does && flow.does.includes(does)) general = flow;
  }
  return general;
}
