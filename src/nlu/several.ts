/**
 * Several requests in one message. A message is cut where people begin another subject ("bir de", "ayrıca", a new sentence; a
 * comma only in a short one), each piece is classified, and two pieces are two requests when each is sure of its own and
 * neither could be the other's.
 */
import type { Clauses, Cut, Part } from './clauses';
import { band, rank, type Ranked } from './decide';
import type { Classifier } from './model';
import type { Numbers } from './settings';

/** A piece of the message that asks for something of its own. */
export interface Piece {
  text: string;
  ranked: Ranked;
  intent: string;
  probability: number;
  /** What parts it from the piece before; of the first piece, from the next. */
  cut: Cut['kind'];
}

/** Steering words are no request; the wish for a person is one. */
const isRequest = (intent: string): boolean =>
  intent !== 'out_of_scope' && (!intent.startsWith('meta.') || intent === 'meta.agent');

export class Several {
  constructor(
    private readonly classifier: Classifier,
    private readonly clauses: Clauses,
    private readonly numbers: Numbers,
    /** Intents for 112 or 187: one sentence of a story is enough for them. */
    private readonly direct: ReadonlySet<string>,
  ) {}

  /** The pieces that ask for different things, in order; one or none where the message asks for one. */
  pieces(core: string, whole: Ranked): Piece[] {
    const found: Piece[] = [];
    const parts = this.clauses.split(core);
    const { request, story } = this.numbers.clauses.trace_min_probability;
    const trace = this.clauses.isStory(core) ? story : request;
    if (this.leavesNothing(whole, parts, trace)) return found;
    for (const { text, cut } of parts) {
      const ranked = rank(this.classifier, this.clauses.core(text), this.numbers.decide.temperature);
      const [first] = ranked.top;
      if (first === undefined || !isRequest(first.intent)) continue;
      const piece: Piece = { text, ranked, intent: first.intent, probability: first.probability, cut };
      if (this.isSure(piece, whole, trace) && found.every((other) => this.differ(other, piece))) found.push(piece);
    }
    return found;
  }

  /** Where the whole is all but certain, no piece can have left a trace in it; a danger is looked for on the faintest one. */
  private leavesNothing(whole: Ranked, parts: readonly Part[], trace: number): boolean {
    if (whole.top.some(({ intent }) => this.direct.has(intent))) return false;
    const certain = (whole.top[0]?.probability ?? 0) > 1 - trace && band(whole, this.numbers.decide) === 'accept';
    return certain && parts.every(({ cut }) => cut !== 'joint');
  }

  /** The plainer the cut, the less sure its piece must be. */
  private isSure({ ranked, intent, probability, cut }: Piece, whole: Ranked, trace: number): boolean {
    const { decide, clauses } = this.numbers;
    if (probability < clauses.min_probability[cut] || band(ranked, decide) !== 'accept') return false;
    if (this.direct.has(intent) && probability >= clauses.danger_certain_probability) return true;
    // A sentence of a story may sound like another request; one that is meant leaves a trace in the whole.
    return cut === 'joint' || chanceOf(whole, intent) >= trace;
  }

  /** Neither piece could be the other's request; what people say in one breath is parted by a joint only. */
  private differ(left: Piece, right: Piece): boolean {
    if (left.intent === right.intent) return false;
    const { clauses } = this.numbers;
    const overlap = Math.max(chanceOf(left.ranked, right.intent), chanceOf(right.ranked, left.intent));
    if (overlap > clauses.overlap_max_probability[right.cut]) return false;
    if (right.cut === 'joint') return true;
    const both = [left.intent, right.intent];
    return (
      !both.some((intent) => clauses.envelopes.includes(intent)) &&
      !clauses.one_of.some((group) => both.every((intent) => group.includes(intent)))
    );
  }
}

/** The probability that a ranking gives an intent; 0 past its runners-up. */
export const chanceOf = (ranked: Ranked, intent: string): number =>
  ranked.top.find((other) => other.intent === intent)?.probability ?? 0;
