/**
 * Text as it was meant: letters in other dress ("𝐬𝐮 𝐲𝐨𝐤", "ⓢⓤ", Cyrillic look-alikes), piled-up accents, invisible signs and
 * halves of surrogate pairs become plain letters or nothing; mark-up becomes spaces. Offsets into the original are kept.
 */
export interface Tidy {
  text: string;
  /** Offset in the original of each unit of `text`, and of its end; null where both are the same text. */
  offsets: number[] | null;
}

/** Everything that people type on a Turkish telephone: nothing to do. */
const USUAL = /^[\n\r\t\x20-\x7e\u00a0-\u00ffğĞıİşŞ’‘“”…–—•₺]*$/;
/** Accents that pile up; marks of scripts that write with them (Arabic, Thai, Hindi) stay. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: marks alone are meant
const PILED = /[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f]/gu;
/** Zero-width, direction and other format signs, soft hyphens, lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const INVISIBLE = /[\p{Cf}\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu;
/** Letters as symbols: mathematical, in circles, squares and brackets, full-width. */
const DRESSED = /[\u{1d400}-\u{1d7ff}\u2460-\u24ff\u{1f130}-\u{1f189}\uff01-\uff5e]/u;
const LOOKALIKES = new Map(
  'аa еe оo рp сc уy хx ѕs іi јj һh ԁd ԛq ԝw кk мm тt вb нh АA ВB ЕE КK МM НH ОO РP СC ТT ХX УY ЅS ІI ЈJ οo αa εe ιi κk νv ρp τt υu χx ΟO ΑA ΕE ΙI ΚK ΝN ΡP ΤT ΧX'
    .split(' ')
    .map(([like, latin]) => [like!, latin!]),
);
const MIXED_WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+/gu;
const LATIN = /\p{Script=Latin}/u;
const LATIN_LIKE = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Plain text of a message, never longer than it, and where each unit of it stood. */
export function tidy(text: string): Tidy {
  if (USUAL.test(text)) return { text, offsets: null };
  let out = '';
  const offsets: number[] = [];
  for (const match of text.matchAll(/\P{M}?\p{M}*/gsu)) {
    const cluster = match[0];
    const composed = (DRESSED.test(cluster) ? cluster.normalize('NFKC') : cluster.normalize('NFC'))
      .replace(PILED, '')
      .replace(INVISIBLE, '');
    for (let i = 0; i < composed.length; i++) offsets.push(match.index + Math.min(i, Math.max(0, cluster.length - 1)));
    out += composed;
  }
  offsets.push(text.length);
  const plain = LATIN_LIKE.test(out) ? out.replace(MIXED_WORD, (word) => (LATIN.test(word) ? latinised(word) : word)) : out;
  return plain === text ? { text, offsets: null } : { text: plain, offsets };
}

const latinised = (word: string): string => Array.from(word, (letter) => LOOKALIKES.get(letter) ?? letter).join('');

const SCRIPT = /<(script|style|iframe)\b[^>]{0,400}>[\s\S]{0,4000}?<\/\1\s*>/gi;
const TAG = /<!?-{0,2}\/?[a-z][^<>]{0,400}>|<!--[\s\S]{0,4000}?-->/gi;
const ADDRESS = /https?:\/\/\S{1,400}/gi;
const blank = (found: string): string => ' '.repeat(found.length);

/** The text with mark-up and web addresses as spaces: what is said between them counts. */
export function withoutMarkup(text: string): string {
  if (!/[<]|https?:/i.test(text)) return text;
  return text.replace(SCRIPT, blank).replace(TAG, blank).replace(ADDRESS, blank);
}

/** "TC kimlik numaram *********46": who writes, not what they want. */
const STARRED =
  /(?:(?:t\.? ?c\.?|tckn|kimlik|vatandaşlık|vatandaslik|iban|hesap|no|numara|numaram|numarası|numarasi|nom|ibanım|ibanim|tr)[\s:.'-]{0,3}){0,5}\*{9,}\d\d/giu;

/** The text with what the inbox starred, and what names it, as spaces. */
export const withoutStars = (text: string): string => (text.includes('*********') ? text.replace(STARRED, blank) : text);

const FACES = /[:;=8xX][-'^]?[()DPpoO3*|\\/]+|<3|\^[_-]?\^|[-_]{2,}>|[*_~]+/g;
const CODE_SIGN = /[<>{}[\]=;$\\|^~`]/g;
const CODE_SIGNS_MIN = 3;
/** Of ten letters and signs, one is a sign of code. */
const CODE_SIGNS_SHARE = 0.1;
const CODE =
  /\b(?:select|union|insert|drop|delete|update|alter|truncate)\s[^.!?]{0,200}\b(?:from|table|into|where|select)\b|\b(?:function|alert|eval|document|javascript|onerror|onload|exec)\s{0,2}[=(.:]|(?:\.\.\/){2,}|\/etc\/|(?:%[0-9a-f]{2}){2,}|'\s{0,3}or\s{0,3}'|\$\{|\{\{|\brm -rf\b|\|\s{0,2}(?:sh|bash)\b|^=[a-z]+[(|]|'\s{0,2}--/i;

/** Whether the text is written for a machine: SQL, scripts, paths. */
export function isCode(text: string): boolean {
  if (CODE.test(text)) return true;
  const said = text.replace(FACES, '');
  const signs = said.match(CODE_SIGN)?.length ?? 0;
  return signs >= CODE_SIGNS_MIN && signs > CODE_SIGNS_SHARE * said.replace(/\s/g, '').length;
}
