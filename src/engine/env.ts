/** What the engine knows that does not change between turns. */
import { foldedWords } from '../core/fold';
import type { CatalogueEntry } from '../core/reading';
import type { Phrases } from '../core/phrases';
import type { CityFacts, Texts } from '../core/texts';
import type { Flow, Role } from './flow';
import type { EngineSettings } from './settings';

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
