/** Street addresses: "Atatürk Caddesi", "Çınar sokak 14", "1234. sokak no 5 kat 2". */
import type { Gazetteer } from '../../core/reading';
import { fold, type Token } from '../text';
import type { Words } from '../settings';
import { claim, isFree, type Scan } from './scan';

const HEAD = /^(?:sokak|sokag|sok|sk|sokta|cadde|cad|cd|bulvar|blv|bulv|cikmazi)/;
const FULL_HEAD =
  /^(?:sok(?:ak|k|ag[iu]n?)?|skk?|cad(?:de(?:si)?n?)?|cd|bulvar(?:i)?n?|blv|bulv|cikmazin?)(?:lar|ler)?(?:[iu]?n?[dt][ae](?:n|ki|yim|yiz)?|n?[iu]n|[yn]?[aeiu]|m[iu]z[a-z]*)?$/;
const KIND: [RegExp, string][] = [
  [/^s/, 'Sokak'],
  [/^ci/, 'Çıkmazı'],
  [/^c/, 'Caddesi'],
  [/^b/, 'Bulvarı'],
];
const NUMBER_AFTER =
  /^[\s,.:]*(?:no|numara|kapi no)?[\s.:]*(\d{1,4}(?:[ ]?[/-][ ]?(?:\d{1,3}|[a-h](?![a-z]))|[a-h](?![a-z]))?)(?!\d|[:.]\d)/;
const NOT_A_DOOR =
  /^\s*(?:tl|gun|saat|dk|dakika|hafta|ay|kisi|nolu|numarali|hat|otobus|adet|tane|kere|kez|yil|metre|'|bin|buçuk|bucuk|ev|arac|araba)/;

/** Verbs and pointing words that stand before "sokak" by chance: "yağmur yağdı sokak göl oldu", "arkadaki sokak". */
const SENTENCE_WORD =
  /..(?:[dt][iu][kmn]?|m[iu]s(?:[iu]m)?|i?yor?(?:lar|uz|um|sun[a-z]*)?|[iu]m[iu]z|[ae]c[ae][kg][a-z]*|n[iu]n|s[iu]nda|s[iu]nde)$/;
/** "sokağımız", "caddem": the speaker's own, never part of a name. */
const OWN = /^(?:sokag[iu]m|cadde(?:m|n)(?:$|[iu]z))/;

export class StreetFinder {
  private readonly notNames: Set<string>;
  private readonly firstNames: Set<string>;
  private readonly neighbourhoods: Set<string>;

  /** `neighbourhoods`: a name that begins with one is another's: "Bahçelievler Çınar Sokak". */
  constructor({ not_a_name, first_names }: Words['street'], gazetteers: readonly Gazetteer[]) {
    this.neighbourhoods = new Set(
      gazetteers
        .filter(({ type }) => type === 'neighbourhood')
        .flatMap(({ entries }) => entries.flatMap(({ name, aliases = [] }) => [name.replace(/ Mahallesi$/, ''), ...aliases]))
        .map(fold),
    );
    this.notNames = new Set(not_a_name.map(fold));
    this.firstNames = new Set(first_names.map(fold));
  }

  find(at: Scan): void {
    at.tokens.forEach((token, i) => {
      if (!HEAD.test(token.folded) || !FULL_HEAD.test(token.folded) || OWN.test(token.folded)) return;
      const first = this.nameStart(at, i);
      if (first === i) return;
      const start = at.tokens[first]!.start;
      const door = doorAfter(at, token.end);
      const end = door?.end ?? token.end;
      if (!isFree(at, at.tokens[i]!.start, token.end)) return;
      const kind = KIND.find(([pattern]) => pattern.test(token.folded))![1];
      const parts = at.tokens.slice(first, i).map((part) => titled(at.text.slice(part.start, part.end)));
      // "1234/2 sokak" is a street within the numbered one.
      const name = parts.every((part) => /^\d+$/.test(part)) ? [parts.join('/')] : parts;
      const numbered = /^\d+(?:\/\d+)?$/.test(name.at(-1) ?? '');
      const value = `${name.join(' ')}${numbered ? '.' : ''} ${numbered && kind === 'Caddesi' ? 'Cadde' : kind}${door ? ` No ${door.number}` : ''}`;
      claim(at, 'street', value, start, end);
    });
  }

  /** Index of the first word of the name before the street word at `head`; `head` itself when there is none. */
  private nameStart(at: Scan, head: number): number {
    const before = at.tokens[head - 1];
    if (before === undefined || !this.isName(before) || !beside(at, before, at.tokens[head]!)) return head;
    let first = head - 1;
    if (/^\d+$/.test(before.folded))
      return at.text[before.start - 1] === '/' && /^\d+$/.test(at.tokens[first - 1]?.folded ?? '') ? first - 1 : first;
    while (first > 0 && head - first < 4) {
      const left = at.tokens[first - 1]!;
      if (this.neighbourhoods.has(left.folded) && !this.firstNames.has(left.folded)) break;
      const capitalRun = left.capital && at.tokens[first]!.capital && first - 1 > 0;
      const goesOn = this.firstNames.has(left.folded) || (capitalRun && !/^\d/.test(left.folded));
      if (!goesOn || !this.isName(left) || !beside(at, left, at.tokens[first]!) || left.cut >= 0) break;
      first--;
    }
    return first;
  }

  private isName(token: Token): boolean {
    if (/^\d{1,5}$/.test(token.folded)) return true;
    return (
      token.folded.length >= 3 &&
      token.cut < 0 &&
      (token.capital || !SENTENCE_WORD.test(token.folded)) &&
      !/..[dt][ae]ki$/.test(token.folded) &&
      !this.notNames.has(token.folded) &&
      !/^(?:sok|sk$|cad|mah)/.test(token.folded) &&
      !/^\d/.test(token.folded)
    );
  }
}

/** Only spaces, or the point of a number, stand between. */
const beside = (at: Scan, left: Token, right: Token): boolean =>
  /^\.?\s+$/.test(at.text.slice(left.end, right.start)) || /^\.$/.test(at.text.slice(left.end, right.start));

function doorAfter(at: Scan, from: number): { number: string; end: number } | null {
  const match = NUMBER_AFTER.exec(at.folded.slice(from, from + 30));
  if (match === null || NOT_A_DOOR.test(at.folded.slice(from + match[0].length))) return null;
  const end = from + match[0].length;
  return isFree(at, end - match[1]!.length, end) ? { number: match[1]!.replace(/ /g, '').toUpperCase(), end } : null;
}

const titled = (word: string): string => word[0]!.toLocaleUpperCase('tr') + word.slice(1).toLocaleLowerCase('tr');
