/**
 * A citizen's message as a candidate for the training sentences: nothing in it leads to a person. Numbers, addresses and names
 * of people become stars; the city's own names become placeholders, which also makes the sentence serve every city.
 */
import { phonesIn, platesIn, subscribersIn } from '../core/numbers';
import { findPersonal } from '../core/mask';
import type { Entity, EntityType } from '../core/reading';
import { fold, tokenise, type Token } from './text';

/** The placeholder of a kind of name, as data/nlu/names.yaml fills it. */
const PLACEHOLDER: Partial<Record<EntityType, string>> = {
  stop: '{durak}',
  neighbourhood: '{mahalle}',
  line: '{hat}',
  place: '{yer}',
};
const HIDDEN: ReadonlySet<EntityType> = new Set([
  'phone',
  'plate',
  'subscriber',
  'identity_number',
  'iban',
  'ticket',
  'birth_date',
]);
const STARS = '***';
const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+|https?:\/\/\S+|www\.\S+|(?<!\S)@[\p{L}\p{N}_.]{2,}/giu;
/** Longer runs of digits are somebody's number, whatever it is. */
const LONG_NUMBER = /\d(?:[ .-]?\d){5,}/g;

/** What stands before a name: "adım Ayşe Demir". All words up to the next that is none are hidden. */
const NAMES_FOLLOW = new Set(['adim', 'ismim', 'adi', 'ismi', 'soyadim', 'soyadi', 'sayin', 'bayan', 'bay']);
/** What stands after one: "Ahmet bey", "Fatma hanımın". */
const TITLE = /^(?:bey|hanim|amca|teyze|abi|agabey|abla|hoca|usta|efendi|dayi|hala)(?:$|[a-z]{1,5}$)/;
const NO_NAME = new Set([
  've',
  'ile',
  'ben',
  'tc',
  'tel',
  'telefon',
  'no',
  'su',
  'bu',
  'soyadim',
  'soyadi',
  'soyisim',
  'da',
  'de',
  'ki',
]);
const NAMES_MAX = 3;

interface Span {
  start: number;
  end: number;
  by: string;
}

/** Builds the masking of one installation. `firstNames`: data/nlu/people.yaml. */
export function candidates(firstNames: readonly string[]): (text: string, entities: readonly Entity[]) => string {
  const known = new Set(firstNames.map(fold));
  return (text, entities) => {
    const folded = fold(text);
    const numbers = [...findPersonal(text), ...phonesIn(folded), ...platesIn(folded), ...subscribersIn(folded)];
    const spans: Span[] = [
      ...numbers.map(({ start, end }) => ({ start, end, by: STARS })),
      ...entities.flatMap((entity) => spanOf(text, entity)),
      ...[...text.matchAll(ADDRESS), ...text.matchAll(LONG_NUMBER)].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        by: STARS,
      })),
      ...people(text, known),
    ];
    return replaced(text, spans);
  };
}

function spanOf(text: string, { type, start, end, name }: Entity): Span[] {
  if (HIDDEN.has(type)) return [{ start, end, by: STARS }];
  if (type === 'street') return [{ start, end, by: '{sokak}' }];
  const placeholder = PLACEHOLDER[type];
  const typed = text.slice(start, end);
  if (placeholder === undefined || name === undefined || !fold(typed).startsWith(fold(name))) return [];
  // The ending stays: "{durak}dan" is bent to the name that fills it.
  return [{ start, end: start + name.length, by: placeholder }];
}

function people(text: string, known: ReadonlySet<string>): Span[] {
  const tokens = tokenise(text);
  const hidden = new Set<number>();
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    const isTitled = next !== undefined && TITLE.test(next.folded);
    if (NAMES_FOLLOW.has(token.folded)) hideAfter(text, tokens, i, hidden);
    else if (isTitled && (token.capital || known.has(token.folded))) hidden.add(i);
    else if (isFirstName(token, known)) hideName(tokens, i, hidden);
  });
  return [...hidden].map((i) => ({ start: tokens[i]!.start, end: tokens[i]!.end, by: STARS }));
}

/** With a capital, or beside a capital surname: "can" and "deniz" are words too. */
function isFirstName(token: Token, known: ReadonlySet<string>): boolean {
  const stem = token.cut > 0 ? token.folded.slice(0, token.cut) : token.folded;
  return token.capital && known.has(stem);
}

function hideName(tokens: Token[], at: number, hidden: Set<number>): void {
  const surname = tokens[at + 1];
  // The first word of a message has its capital from the telephone.
  if (at === 0 && !surname?.capital) return;
  hidden.add(at);
  if (surname?.capital) hidden.add(at + 1);
}

function hideAfter(text: string, tokens: Token[], at: number, hidden: Set<number>): void {
  for (let i = at + 1; i < tokens.length && i <= at + NAMES_MAX; i++) {
    if (i > at + 1 && /[,.;!?\n]/.test(text.slice(tokens[i - 1]!.end, tokens[i]!.start))) break;
    if (NO_NAME.has(tokens[i]!.folded)) {
      if (i === at + 1) continue;
      break;
    }
    hidden.add(i);
  }
}

/** The text with each span replaced, the first of two that overlap. */
function replaced(text: string, spans: Span[]): string {
  let out = '';
  let from = 0;
  for (const { start, end, by } of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < from) continue;
    out += text.slice(from, start) + by;
    from = end;
  }
  return (out + text.slice(from)).replace(/\*{3}(?:[\s,/-]*\*{3})+/g, STARS).replace(/\*{4,}\d\d/g, STARS);
}
