/** Telephone, subscriber and plate numbers in folded text: what understanding reads, and what logs and exports hide. */
export interface NumberFound {
  value: string;
  /** UTF-16 offsets. */
  start: number;
  end: number;
}

const GAP = '[ .\\-/]?';
/** Area codes are even and begin with 2, 3 or 4; mobile ones with 5. 444 numbers have seven digits: they are an institution's. */
const AREA = '(?:5[0-6]\\d|[234][1-9][02468])';
const AREA_APART = `(?:5${GAP}[0-6]${GAP}\\d|[234]${GAP}[1-9]${GAP}[02468])`;
/** With 0 or +90 before it, however the digits are grouped. */
const LED = new RegExp(
  `(?<![\\d+*])(?:(?:(?:\\+|00) ?)?90[ .-]?[( ]?0?|\\(?0)${GAP}\\(?(${AREA_APART})\\)?[ ]?((?:${GAP}\\d){7})(?!\\d)`,
  'g',
);
/** Without it, only in the groups that people use: ten digits might be anything. */
const BARE = new RegExp(
  `(?<![\\d+*.,-])\\(?(${AREA})\\)?[ .-]?(\\d{3}[ .-]?\\d{2}[ .-]?\\d{2}|\\d{4} \\d{3})(?![\\d])(?! \\d)`,
  'g',
);

/** Turkish telephone numbers, as +90 and ten digits (E.164). */
export function phonesIn(folded: string): NumberFound[] {
  const list: NumberFound[] = [];
  for (const pattern of [LED, BARE])
    for (const match of folded.matchAll(pattern)) {
      const start = match.index + match[0].search(/[\d+(]/);
      const end = match.index + match[0].length;
      if (list.some((other) => start < other.end && other.start < end)) continue;
      list.push({ value: `+90${`${match[1]}${match[2]}`.replace(/\D/g, '')}`, start, end });
    }
  return list;
}

/** What makes a number beside it a sum, a time or a count. */
export const NOT_A_CODE = '(?! ?(?:tl|lira|gun|hafta|ay|yil|saat|dk|dakika|kisi|kez|kere|defa|adet|tane|metre|gece)(?![a-z]))';

/** A number with "abone" (the water authority's subscriber) or "tesisat", "sözleşme", "sayaç", "müşteri" beside it. */
const SUBSCRIBER_WORD = '(?:ab[o]?ne(?:lik)?|tesisat|sozlesme|saya[cç]|sicil|musteri)';
const GROUPED = '(\\d(?:[ -]?\\d){4,11})';
const SUBSCRIBER = new RegExp(
  `(?<![a-z])${SUBSCRIBER_WORD}[a-z]{0,6} {0,2}(?:hesap |seri )?(?:no[a-z]{0,3}|numara[a-z]{0,4})?[ :.=#-]{0,4}${GROUPED}(?!\\d|[.:]\\d)${NOT_A_CODE}`,
  'g',
);
const SUBSCRIBER_AFTER = new RegExp(`(?<!\\d)(\\d{5,12})['’]? ?(?:no'?lu|numarali|no)? ?${SUBSCRIBER_WORD}`, 'g');

export function subscribersIn(folded: string): NumberFound[] {
  return [SUBSCRIBER, SUBSCRIBER_AFTER].flatMap((pattern) =>
    Array.from(folded.matchAll(pattern), (match) => {
      const start = match.index + match[0].indexOf(match[1]!);
      return { value: match[1]!.replace(/\D/g, ''), start, end: start + match[1]!.length };
    }),
  );
}

/**
 * Turkish plates: province 01 to 81, one to three letters, and as many digits as leave room: 4-5, 3-4 or 2-3
 * (Karayolları Trafik Yönetmeliği). Letters that are words ("10 ve 200") are no plate.
 */
const PLATE =
  /(?<![a-z0-9.,])(0[1-9]|[1-7]\d|8[01])[ .-]{0,2}([a-z]{1,3})[ .-]{0,2}(\d{2,5})(?=(?:'?(?:l[iu]|n[iu]n|[dt][ae]n?|[yn]?[aeiu]|nolu|plaka[a-z]*))?(?![a-z0-9]))/g;
const DIGITS_BY_LETTERS: Record<number, [number, number]> = { 1: [4, 5], 2: [3, 4], 3: [2, 3] };
export const NO_CODE_LETTERS = new Set(
  'tl dk sa no kg gr cm km mm ve bu da de ya mi ki ne su o bir ile gun ay yil kat var yok hat nci uk lu li boy yas en den dan ten tan ila on bin yuz ye yi na ni nin te ta'.split(
    ' ',
  ),
);
/** Single letters that measure: "50 m 1000". A plate with them has five digits or is called one. */
const UNIT_LETTERS = new Set(['m', 'g', 'l']);

export function platesIn(folded: string): NumberFound[] {
  const called = /plaka|taksi|arac|dolmus|minibus/.test(folded);
  const list: NumberFound[] = [];
  for (const match of folded.matchAll(PLATE)) {
    const [text, province, letters, digits] = match;
    const [least, most] = DIGITS_BY_LETTERS[letters!.length]!;
    if (digits!.length < least || digits!.length > most || NO_CODE_LETTERS.has(letters!)) continue;
    if (UNIT_LETTERS.has(letters!) && digits!.length < 5 && !called) continue;
    list.push({ value: `${province} ${letters!.toUpperCase()} ${digits}`, start: match.index, end: match.index + text.length });
  }
  return list;
}
