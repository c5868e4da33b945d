import { foldedWords } from '../../core/fold';

/** The folded words of a name joined by "-": what ids are made of and names are compared by. */
export const slug = (name: string): string => foldedWords(name).join('-');

/** "ATATÜRK CADDESİ 1", "Atatürk Caddesi (2)", "Adliye1" -> the name without the number that tells twins apart. */
export const withoutNumber = (name: string): string =>
  name.replace(/(?:[\s-]*[\s(-]\d{1,2}\)?|(?<=\p{L}{3})\d)$/u, '').trim() || name;

/**
 * "LALAPAŞA YAKUTİYE 47 NOLU DURAĞI" -> "LALAPAŞA", "GÜRCÜKAPI 1 YAKUTİYE 33 NOLU" -> "GÜRCÜKAPI 1": what people call a stop
 * whose sign also bears a district's name and a running number. Undefined where the name is nothing but that.
 */
export function headOf(name: string, districts: ReadonlySet<string>): string | undefined {
  const [, head, district] = /^(.*?)\s*(\p{L}+)\s+\d{1,4}\s*no['’]?\s?lu(?:\s+dura\S*)?$/iu.exec(name) ?? [];
  if (!head || !district || !districts.has(slug(district))) return undefined;
  return head.trim();
}

/** The words that stand before a number and "nolu" in at least `least` names. */
export function districtsOf(names: Iterable<string>, least: number): Set<string> {
  const counts = new Map<string, number>();
  for (const name of names) {
    const [, district] = /(\p{L}+)\s+\d{1,4}\s*no['’]?\s?lu(?:\s|$)/iu.exec(name) ?? [];
    if (district) counts.set(slug(district), (counts.get(slug(district)) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= least).map(([district]) => district));
}

/**
 * A name as it should be read: one that a feed writes in capitals gets capitals at the start of its words only, by
 * Turkish rules; words with digits and those of `keepUpper` stay.
 */
export function readable(name: string, keepUpper: ReadonlySet<string>): string {
  if (name !== name.toLocaleUpperCase('tr') || !/\p{L}{2}/u.test(name)) return name;
  return name.replace(/[\p{L}\p{N}]+/gu, (word) => {
    if (keepUpper.has(word) || /\d/.test(word)) return word;
    return word[0] + word.slice(1).toLocaleLowerCase('tr');
  });
}

/** "Yakutiye 47 Nolu Durağı" -> "Yakutiye 47 Nolu": answers say "durağı" themselves. A "Son Durak" stays one. */
export const withoutStopWord = (name: string): string => name.replace(/\s+durağı$|(?<=\snolu)\s+durak$/iu, '') || name;

/** Whether every word of `phrase` is a word of the name whose slug is given. */
export function bears(nameSlug: string, phrase: string): boolean {
  const words = new Set(nameSlug.split('-'));
  return foldedWords(phrase).every((word) => words.has(word));
}
