/**
 * How many SMS a text costs. Source: 3GPP TS 23.038, the default alphabet, its extension table and the Turkish single shift table
 * (what NetGSM sends under encoding TR); all else goes in UCS-2.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€\f';
const TURKISH = 'ĞğİıŞşç';

const BASIC_SET = new Set(BASIC);
const EXTENDED_SET = new Set(EXTENDED);
const TURKISH_SET = new Set(TURKISH);

/** Room of one SMS, and of each of several that are joined, by alphabet: septets, and characters of UCS-2. */
const ROOM = { basic: [160, 153], turkish: [155, 149], ucs2: [70, 67] } as const;

export interface Segments {
  alphabet: keyof typeof ROOM;
  /** Septets, or UTF-16 units under UCS-2. */
  length: number;
  segments: number;
}

export function segmentsOf(text: string): Segments {
  let septets = 0;
  let turkish = false;
  for (const character of text) {
    if (BASIC_SET.has(character)) septets++;
    else if (EXTENDED_SET.has(character)) septets += 2;
    else if (TURKISH_SET.has(character)) {
      septets += 2;
      turkish = true;
    } else return counted('ucs2', text.length);
  }
  return counted(turkish ? 'turkish' : 'basic', septets);
}

function counted(alphabet: Segments['alphabet'], length: number): Segments {
  const [one, joined] = ROOM[alphabet];
  return { alphabet, length, segments: length <= one ? 1 : Math.ceil(length / joined) };
}

/** A text as an SMS shows it: without what would make it three times as dear and no telephone needs. */
export function plainSms(text: string): string {
  return text
    .replace(/\p{Extended_Pictographic}|\u{FE0F}|\u{200D}|[\u{1F1E6}-\u{1F1FF}]/gu, '')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’‚]/g, "'")
    .replace(/[–—−]/g, '-')
    .replace(/…/g, '...')
    .replace(/•/g, '-')
    .replace(/â/g, 'a')
    .replace(/Â/g, 'A')
    .replace(/î/g, 'i')
    .replace(/û/g, 'u')
    .replace(/[\u00A0\u2009\u202F]/g, ' ')
    .replace(/[ \t]+$/gm, '')
    .trim();
}
