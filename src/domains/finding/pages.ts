/** What can be found: the questions of the pack, its services and their parts. */
import { foldedWords } from '../../core/fold';
import type { Localised, Pack } from '../pack';

export interface Page {
  id: string;
  /** Pages of one matter do not compete: a question and the service that it belongs to. */
  matter: string;
  /** What decides for it, each entry as folded beginnings of words that must all occur. */
  decisive: readonly (readonly string[])[];
  title: string;
  asked: string;
  words: string;
  body: string;
}

/** All pages of the pack, each with its texts in every language. */
export function pagesOf({ questions, services }: Pick<Pack, 'questions' | 'services'>): Page[] {
  const asked = questions.map(
    ({ id, title, asked: ways, answer, service, words }): Page => ({
      id,
      matter: service ?? id,
      decisive: words.map(foldedWords),
      title: all(title),
      asked: Object.values(ways).flat().join('\n'),
      words: '',
      body: all(answer),
    }),
  );
  const served = services.flatMap(({ intent, title, text, who, where, documents, parts }): Page[] => {
    const base = { matter: intent, decisive: [] };
    const whole = [text, who, where, ...documents].flatMap((item) => (item ? [all(item)] : []));
    return [
      { ...base, id: intent, title: all(title), asked: '', words: '', body: whole.join('\n') },
      ...parts.map((part) => ({
        ...base,
        id: `${intent}/${part.id}`,
        title: [title, part.title].flatMap((item) => (item ? [all(item)] : [])).join('\n'),
        asked: '',
        words: part.words.join('\n'),
        body: all(part.text),
      })),
    ];
  });
  return [...asked, ...served];
}

const all = (text: Localised): string => Object.values(text).join('\n');
