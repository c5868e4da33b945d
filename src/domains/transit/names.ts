import { foldedWords } from '../../core/fold';

/** The folded words of a name joined by "-": what ids are made of and names are compared by. */
export const slug = (name: string): string => foldedWords(name).join('-');

/** "ATATÜRK CADDESİ 1", "Atatürk Caddesi (2)" -> "… Caddesi": the name without the number that tells twins apart. */
export const withoutNumber = (name: string): string => name.replace(/[\s-]*[\s(]\d{1,2}\)?$/u, '').trim() || name;

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
export const withoutStopWord = (name: string): string => name.replace(/\s+durağı$/iu, '') || name;

/** Whether every word of `phrase` is a word of the name whose slug is given. */
export function bears(nameSlug: string, phrase: string): boolean {
  const words = new Set(nameSlug.split('-'));
  return foldedWords(phrase).every((word) => words.has(word));
}
