/** Lists of words in locales/, divided by |. */
import { foldedWords } from '../core/fold';

/** Does a text say one of the words of a list? By the beginnings of words; several words with spaces between. */
export function saysAny(list: string, text: string): boolean {
  const said = ` ${foldedWords(text).join(' ')}`;
  return list.split('|').some((beginning) => {
    const needle = foldedWords(beginning).join(' ');
    return needle !== '' && said.includes(` ${needle}`);
  });
}
