/** From margins to a decision: calibrated probabilities, the three bands, and further requests in the same message. */
import type { Decision } from '../core/reading';
import type { Clauses } from './clauses';
import type { Classifier } from './model';
import type { Numbers } from './settings';

/** What the classifier makes of one stretch of text. */
export interface Ranked {
  /** Best first, at most four. */
  top: { intent: string; probability: number; margin: number }[];
  /** Share of the text's features that the model knows, 0 to 1. */
  known: number;
}

export interface Decided {
  ranked: Ranked;
  decision: Decision;
  also: string[];
}

const RUNNERS_UP = 3;
const ALSO_MAX = 2;
/** A greeting never wins over a request that can be told from it. */
const COURTESIES = new Set(['meta.greet', 'meta.thanks', 'meta.bye']);
const isEmergency = (intent: string): boolean => intent.startsWith('emergency.');

/** Ranks intents by softmax of margin over temperature: fitted so that of messages at 0.8, eight in ten are right. */
export function rank(classifier: Classifier, text: string, temperature: number): Ranked {
  const { scores, known } = classifier.margins(text);
  const best: number[] = [];
  for (let c = 0; c < scores.length; c++) {
    let at = best.length;
    while (at > 0 && scores[c]! > scores[best[at - 1]!]!) at--;
    if (at <= RUNNERS_UP) best.splice(at, 0, c);
    if (best.length > RUNNERS_UP + 1) best.pop();
  }
  const highest = scores[best[0]!]!;
  let total = 0;
  for (let c = 0; c < scores.length; c++) total += Math.exp((scores[c]! - highest) / temperature);
  return {
    known,
    top: best.map((c) => ({
      intent: classifier.model.classes[c]!,
      probability: Math.exp((scores[c]! - highest) / temperature) / total,
      margin: scores[c]!,
    })),
  };
}

/** The band of a ranking. Text that the model hardly knows the letters of is never accepted, however sure it looks. */
export function band(ranked: Ranked, numbers: Numbers['decide']): Decision {
  const [first] = ranked.top;
  if (first === undefined || ranked.known < numbers.known_min_share) return 'reject';
  const least = isEmergency(first.intent) ? numbers.emergency_accept_min_probability : numbers.accept_min_probability;
  const familiar = ranked.known >= numbers.ask_known_min_share && first.margin >= numbers.accept_min_margin;
  if (first.probability >= least && familiar) return 'accept';
  return first.probability >= numbers.ask_min_probability ? 'ask' : 'reject';
}

export class Decider {
  constructor(
    private readonly classifier: Classifier,
    private readonly clauses: Clauses,
    private readonly numbers: Numbers,
  ) {}

  /** Classifies the whole and its clauses. The whole decides unless clauses clearly ask for different things. */
  decide(text: string): Decided {
    const core = this.clauses.core(text);
    const ranked = this.whole(text, core);
    const decision = band(ranked, this.numbers.decide);
    const parts = this.requests(core);
    return parts.length === 0 ? { ranked, decision, also: [] } : this.join(ranked, decision, parts);
  }

  /** The request without its courtesies; with them where it is not understood without ("merhaba nasılsınız"). */
  private whole(text: string, core: string): Ranked {
    const { decide } = this.numbers;
    const bare = rank(this.classifier, core, decide.temperature);
    const sure = band(bare, decide);
    if (core === text || sure === 'accept') return bare;
    const full = rank(this.classifier, text, decide.temperature);
    const [first] = full.top;
    if (first!.probability <= bare.top[0]!.probability) return bare;
    return sure !== 'reject' && COURTESIES.has(first!.intent) ? bare : full;
  }

  /** The clauses that are clearly a request of their own, each intent once, in order. */
  private requests(core: string): Ranked[] {
    const { decide, clauses } = this.numbers;
    const found: Ranked[] = [];
    for (const clause of this.clauses.split(core)) {
      const ranked = rank(this.classifier, this.clauses.core(clause), decide.temperature);
      const [first] = ranked.top;
      if (first === undefined || first.intent === 'out_of_scope' || first.intent.startsWith('meta.')) continue;
      if (first.probability < clauses.also_min_probability || band(ranked, decide) !== 'accept') continue;
      if (!found.some((other) => this.sameRequest(other.top[0]!.intent, first.intent))) found.push(ranked);
    }
    return found;
  }

  /**
   * Clauses speak for the message when it is unclear as a whole, when they ask for different things, or when one of them
   * reports an emergency, which then stands first.
   */
  private join(whole: Ranked, decision: Decision, parts: Ranked[]): Decided {
    const own = whole.top[0]!;
    const urgent = parts.filter((part) => isEmergency(part.top[0]!.intent));
    const ordered = [...urgent, ...parts.filter((part) => !urgent.includes(part))];
    const emergency = urgent.length > 0 && !isEmergency(own.intent);
    if (decision === 'accept' && parts.length === 1 && !emergency) return { ranked: whole, decision, also: [] };
    const [main] = ordered;
    const intents = ordered.map((part) => part.top[0]!.intent);
    if (decision === 'accept' && emergency && !own.intent.startsWith('meta.')) intents.push(own.intent);
    const also = intents.filter((intent, i) => i > 0 && !intents.slice(0, i).some((before) => this.sameRequest(before, intent)));
    const surer = main!.top[0]!.intent === own.intent && own.probability > main!.top[0]!.probability;
    return { ranked: surer ? whole : main!, decision: 'accept', also: also.slice(0, ALSO_MAX) };
  }

  /** The same intent, or two that people mix in one breath ("sular kesik, ne zaman gelecek"). */
  private sameRequest(left: string, right: string): boolean {
    return left === right || this.numbers.clauses.one_of.some((group) => group.includes(left) && group.includes(right));
  }
}
