/** From margins to a decision: calibrated probabilities, the three bands, and further requests in the same message. */
import type { Decision } from '../core/reading';
import type { Clauses } from './clauses';
import type { Dangers } from './dangers';
import type { Classifier } from './model';
import type { Numbers } from './settings';
import { type Piece, Several } from './several';

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
  /** The piece of the message that the ranking is of, where it is not of the whole. */
  piece?: string;
}

/** What a municipality does not do. */
export const NOTHING = 'out_of_scope';
const RUNNERS_UP = 3;
const ALSO_MAX = 2;
/** A greeting never wins over a request that can be told from it. */
const COURTESIES = new Set(['meta.greet', 'meta.thanks', 'meta.bye']);
const isEmergency = (intent: string): boolean => intent.startsWith('emergency.');

/** Ranks intents by softmax of margin over temperature: fitted so that of messages at 0.8, eight in ten are right. */
export function rank(classifier: Classifier, text: string, temperature: number): Ranked {
  const { scores, margins, known } = classifier.score(text);
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
      margin: margins[c]!,
    })),
  };
}

/** The band of a ranking. Text that the model hardly knows the letters of is never accepted, however sure it looks. */
export function band(ranked: Ranked, numbers: Numbers['decide']): Decision {
  const [first] = ranked.top;
  if (first === undefined || ranked.known < numbers.known_min_share) return 'reject';
  const familiar = ranked.known >= numbers.ask_known_min_share && first.margin >= numbers.accept_min_margin;
  if (first.probability >= leastFor(first.intent, numbers) && familiar) return 'accept';
  return first.probability >= numbers.ask_min_probability ? 'ask' : 'reject';
}

/** An emergency is acted on sooner, and nobody is turned away on a guess. */
function leastFor(intent: string, numbers: Numbers['decide']): number {
  if (isEmergency(intent)) return numbers.emergency_accept_min_probability;
  return intent === NOTHING ? numbers.out_of_scope_accept_min_probability : numbers.accept_min_probability;
}

export class Decider {
  private readonly several: Several;

  constructor(
    private readonly classifier: Classifier,
    private readonly clauses: Clauses,
    private readonly numbers: Numbers,
    /** Intents that stand before all others of a message. */
    private readonly direct: ReadonlySet<string> = DIRECT,
    private readonly dangers?: Dangers,
  ) {
    this.several = new Several(classifier, clauses, numbers, direct);
  }

  /** Classifies the whole and its clauses. The whole decides unless clauses clearly ask for different things. */
  decide(text: string): Decided {
    const core = this.clauses.core(text);
    const whole = this.whole(text, core);
    const pieces = this.several.pieces(core, whole);
    // A piece that is surely for 112 or 187 speaks for itself; else what the whole may mean is raised.
    const urgent = pieces.some(({ intent }) => this.direct.has(intent));
    const ranked = urgent ? whole : this.raised(whole, text);
    const decision = this.bandOf(ranked, text);
    if (ranked !== whole) return { ranked, decision, also: others(ranked, pieces) };
    if (pieces.length === 0 || this.isAside(core, pieces)) return { ranked, decision, also: [] };
    return this.join(ranked, decision, pieces);
  }

  /** One sentence of a long message does not outvote the whole of it, unless it is for 112 or 187. */
  private isAside(text: string, pieces: readonly Piece[]): boolean {
    const [only, ...more] = pieces;
    if (only === undefined || more.length > 0 || only.cut === 'joint' || this.direct.has(only.intent)) return false;
    return this.clauses.isStory(text);
  }

  /** One strange word ("hogsmeade") is no emergency, whatever its letters remind of. */
  private bandOf(ranked: Ranked, text: string): Decision {
    const { decide } = this.numbers;
    const strange = ranked.known < decide.ask_known_min_share && isEmergency(ranked.top[0]?.intent ?? '');
    return strange && !/\S\s+\S/.test(text.trim()) ? 'reject' : band(ranked, decide);
  }

  /**
   * What 112 or 187 is for stands first from a small probability on, and from a smaller one where the words speak of danger:
   * asking in vain costs less than not asking.
   */
  private raised(ranked: Ranked, text: string): Ranked {
    const { numbers, dangers, direct } = this;
    const { danger_raise_min_probability: least, danger_raise_below: below, danger_phrase_below: sure } = numbers.decide;
    const [first] = ranked.top;
    if (!first || direct.has(first.intent)) return ranked;
    const danger = ranked.top.find(({ intent }) => direct.has(intent));
    if (danger && danger.probability >= least && first.probability < below) return firstOf(ranked, danger);
    const spoken = first.probability < sure ? (dangers?.find(text) ?? NONE) : NONE;
    if (spoken.size === 0) return ranked;
    const named = ranked.top.find(({ intent }) => spoken.has(intent));
    if (named && named.probability >= least) return firstOf(ranked, named);
    const [intent] = spoken;
    return firstOf(ranked, { intent: named?.intent ?? intent!, probability: least, margin: first.margin });
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
    const courtesy = COURTESIES.has(first!.intent) && first!.probability < decide.courtesy_min_probability;
    return sure !== 'reject' && courtesy ? bare : full;
  }

  /**
   * The pieces speak for the message when it is unclear as a whole, when they ask for different things, or when one of them
   * is for 112 or 187, which then stands first.
   */
  private join(whole: Ranked, decision: Decision, pieces: readonly Piece[]): Decided {
    const own = whole.top[0]!;
    const urgent = pieces.filter(({ intent }) => this.direct.has(intent));
    const ordered = [...urgent, ...pieces.filter((piece) => !urgent.includes(piece))];
    const emergency = urgent.length > 0 && !this.direct.has(own.intent);
    if (decision === 'accept' && pieces.length === 1 && !emergency) return { ranked: whole, decision, also: [] };
    const [main] = ordered;
    const intents = ordered.map(({ intent }) => intent);
    if (decision === 'accept' && pieces.length === 1 && !own.intent.startsWith('meta.')) intents.push(own.intent);
    const also = [...new Set(intents)].slice(1, 1 + ALSO_MAX);
    if (main!.intent === own.intent && own.probability > main!.probability)
      return { ranked: whole, decision: band(whole, this.numbers.decide), also };
    return { ranked: main!.ranked, decision: band(main!.ranked, this.numbers.decide), also, piece: main!.text };
  }
}

/** What else the pieces ask for. */
const others = ({ top }: Ranked, pieces: readonly Piece[]): string[] =>
  [...new Set(pieces.map(({ intent }) => intent))].filter((intent) => intent !== top[0]!.intent).slice(0, ALSO_MAX);

const NONE: ReadonlySet<string> = new Set();

const firstOf = (ranked: Ranked, one: Ranked['top'][number]): Ranked => ({
  ...ranked,
  top: [one, ...ranked.top.filter(({ intent }) => intent !== one.intent)],
});

/** What is told to call 112 or 187, where no catalogue says it. */
const DIRECT: ReadonlySet<string> = new Set(['emergency.fire', 'emergency.medical', 'emergency.gas']);
