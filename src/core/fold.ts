const LETTERS: Record<string, string> = {
  ı: 'i',
  İ: 'i',
  ş: 's',
  Ş: 's',
  ğ: 'g',
  Ğ: 'g',
  ü: 'u',
  Ü: 'u',
  ö: 'o',
  Ö: 'o',
  ç: 'c',
  Ç: 'c',
  â: 'a',
  Â: 'a',
  î: 'i',
  Î: 'i',
  û: 'u',
  Û: 'u',
};

/**
 * Lower case without Turkish letters: "ŞİŞLİ", "Şişli" and "sisli" become one. Length stays the same for Turkish text, so
 * offsets into the folded text are offsets into the original.
 */
export function fold(text: string): string {
  return text.replace(/[ıİşŞğĞüÜöÖçÇâÂîÎûÛ]/g, (letter) => LETTERS[letter]!).toLowerCase();
}

/** Folded words: letters and digits only. */
export function foldedWords(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** How many words a text has, as they are typed: divided by white space. */
export function wordCount(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

/** A word less one letter, each in turn: two words that share one of these differ by about a letter. */
export function lessOneLetter(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
}
