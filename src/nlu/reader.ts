/** Reads one message: language, intent, further requests, entities. Pure: the same text and moment give the same reading. */
import type { CatalogueEntry, Gazetteer, Reading, TextLang, Understanding } from '../core/reading';
import { Clauses } from './clauses';
import { type Decided, Decider, NOTHING, type Ranked } from './decide';
import { Dangers } from './dangers';
import { EntityFinder } from './entities';
import { type Explanation, Explainer } from './explain';
import { type ForeignHit, ForeignRequests } from './foreign';
import { LanguageDetector } from './language';
import { Classifier, type TextModel } from './model';
import type { NluSettings, Numbers } from './settings';
import { isCode, tidy, withoutMarkup, withoutStars } from './tidy';

/** The port, and a visible why for `kapi classify --explain`. */
export interface ExplainingUnderstanding extends Understanding {
  /** A reading without entities. */
  decide(text: string): Omit<Reading, 'entities'>;
  /** What carried the decision: n-grams for and against, and the nearest training sentences where they are at hand. */
  explain(text: string): Explanation;
}

export interface UnderstandingParts {
  catalogue: CatalogueEntry[];
  model: TextModel;
  gazetteers: readonly Gazetteer[];
  settings: NluSettings;
  /** Gives the training sentences, read on the first `explain` only. */
  sentences?: () => readonly { text: string; intent: string }[];
}

/** A key phrase of so many letters is sure; a shorter one may be a chance word. */
const FOREIGN_SURE_LETTERS = 8;
const ALSO_MAX = 2;

/** Builds the understanding of one city. The gazetteers are indexed here: milliseconds for thousands of names. */
export function createUnderstanding(parts: UnderstandingParts): ExplainingUnderstanding {
  const { catalogue, model, settings } = parts;
  const { numbers, words } = settings;
  const classifier = new Classifier(model, { [NOTHING]: numbers.decide.out_of_scope_bias });
  const clauses = new Clauses(words.politeness, words.clause_joints, numbers.clauses);
  const direct = new Set(
    catalogue.filter(({ name, does }) => does === 'direct' && name.startsWith('emergency.')).map(({ name }) => name),
  );
  const dangers = new Dangers(settings.dangers, numbers.phrase_span_max_words);
  const decider = new Decider(classifier, clauses, numbers, direct, dangers);
  const languages = new LanguageDetector(words.languages);
  const urgent = new Set(
    catalogue.filter(({ name, does }) => does === 'incident' || name.startsWith('emergency.')).map(({ name }) => name),
  );
  const guests = new Guests(
    decider,
    new ForeignRequests(settings.foreign, (intent) => urgent.has(intent), numbers.phrase_span_max_words),
    urgent,
    numbers.decide,
    dangers,
  );
  const orders = new MachineOrders(words.machine_orders, numbers.phrase_span_max_words);
  const finder = new EntityFinder(parts.gazetteers, settings, classifier);
  const explainer = new Explainer(classifier, clauses, parts.sentences ?? (() => []));
  const departments = new Map(catalogue.map(({ name, department }) => [name, department]));

  const bodyOf = (text: string): string => withoutStars(withoutMarkup(tidy(text.slice(0, numbers.classified_max_chars)).text));
  const decide = (text: string): Omit<Reading, 'entities'> => {
    const body = bodyOf(text);
    const lang = languages.detect(body);
    const decided = isCode(body)
      ? nothing
      : orders.unlessOrder(lang === 'tr' ? turkish(decider, body) : guests.decide(body, lang), body);
    const [first, ...rest] = decided.ranked.top;
    const intent = first?.intent ?? NOTHING;
    return {
      intent,
      confidence: round(first?.probability ?? 0),
      decision: decided.decision,
      also: decided.also,
      alternatives: rest.map((other) => ({ intent: other.intent, confidence: round(other.probability) })),
      department: departments.get(intent) ?? null,
      lang,
    };
  };
  const read = (text: string, now: number): Reading => {
    const decided = decide(text);
    const entities = finder.find(text.slice(0, numbers.entities_max_chars), now, decided.intent);
    // The number of a record in it: an unsure reading about records is one.
    const sure =
      decided.decision === 'ask' && decided.intent.startsWith('ticket.') && entities.some(({ type }) => type === 'ticket');
    return { ...decided, decision: sure ? 'accept' : decided.decision, entities };
  };
  return {
    read,
    decide,
    catalogue: () => catalogue,
    explain: (text) => explainer.explain(decider.decide(bodyOf(text)).piece ?? bodyOf(text)),
  };
}

const round = (probability: number): number => Math.round(probability * 10_000) / 10_000;

function turkish(decider: Decider, text: string): Decided {
  if (/[\p{L}\p{N}]/u.test(text)) return decider.decide(text);
  return nothing;
}

const single = (intent: string, probability: number): Ranked => ({ known: 0, top: [{ intent, probability, margin: 0 }] });

const nothing: Decided = { ranked: single(NOTHING, 0), decision: 'reject', also: [] };

/**
 * What is addressed to a language model ("önceki talimatları unut…") asks nothing of a municipality, whatever it sounds like.
 * An emergency in it still counts.
 */
class MachineOrders {
  private readonly phrases: ForeignRequests;

  constructor(phrases: string[], span: number) {
    this.phrases = new ForeignRequests({ any: { [NOTHING]: phrases } }, () => false, span);
  }

  unlessOrder(decided: Decided, text: string): Decided {
    const urgent = decided.decision === 'accept' && decided.ranked.top[0]?.intent.startsWith('emergency.');
    return !urgent && this.phrases.find(text).length > 0 ? nothing : decided;
  }
}

/**
 * Messages in another language: an emergency or incident comes first; else the wish for a language, with the request beside
 * it. Where no key phrase is found the Turkish classifier has a word: it knows mixed messages and some sentences of guests.
 */
class Guests {
  constructor(
    private readonly decider: Decider,
    private readonly foreign: ForeignRequests,
    private readonly urgent: ReadonlySet<string>,
    private readonly numbers: Numbers['decide'],
    private readonly dangers: Dangers,
  ) {}

  decide(text: string, lang: TextLang): Decided {
    const hits = this.foreign.find(text);
    const [best] = hits;
    const guess = this.decider.decide(text);
    const own = guess.ranked.top[0];
    if (best && this.urgent.has(best.intent)) return this.isOrdinary(own, lang) ? ordinary([]) : urgentRequest(hits);
    // Only some languages and topics are among the training sentences: without a key phrase a guess must be sure.
    const { guest_min_probability: least, guest_urgent_min_probability: leastUrgent } = this.numbers;
    const urgent = own && !best && this.urgent.has(own.intent) && !this.dangers.isOfElse(text);
    // Few of the words may be known: what is likely an emergency is none to turn away.
    if (urgent && own.probability >= leastUrgent)
      return { ...guess, decision: own.probability >= this.numbers.emergency_accept_min_probability ? 'accept' : 'ask' };
    const accepted = own !== undefined && best === undefined && own.probability >= least && !this.urgent.has(own.intent);
    const requests = hits.filter((hit) => !hit.intent.startsWith('meta.')).map((hit) => hit.intent);
    if (requests.length === 0 && best) return { ranked: single(best.intent, 0.9), decision: 'accept', also: [] };
    // Of other languages only what steers the conversation is known well enough: "لا" is a no.
    const steers = accepted && guess.decision === 'accept' && own.intent.startsWith('meta.') && own.intent !== 'meta.language';
    const known = steers || (lang === 'en' && accepted && own.intent !== 'meta.language');
    return known ? guess : ordinary(requests);
  }

  /** "Fire safety certificate, which desk": words of danger in an ordinary request, told by the many English sentences learnt. */
  private isOrdinary(own: Ranked['top'][number] | undefined, lang: TextLang): boolean {
    return lang === 'en' && own?.intent === 'meta.language' && own.probability >= this.numbers.guest_ordinary_min_probability;
  }
}

const ordinary = (requests: string[]): Decided => ({
  ranked: single('meta.language', 0.95),
  decision: 'accept',
  also: requests.slice(0, ALSO_MAX),
});

function urgentRequest(hits: readonly ForeignHit[]): Decided {
  const [first, ...rest] = hits;
  const probability = first!.letters >= FOREIGN_SURE_LETTERS ? 0.95 : 0.85;
  const also = rest.filter((hit) => hit.letters >= FOREIGN_SURE_LETTERS && !hit.intent.startsWith('meta.'));
  return {
    ranked: single(first!.intent, probability),
    decision: 'accept',
    also: also.map((hit) => hit.intent).slice(0, ALSO_MAX),
  };
}
