/** Does a message answer the open question? Pure. */
import { fold, foldedWords, wordCount } from '../core/fold';
import type { Choice } from '../core/items';
import type { Json } from '../core/json';
import type { PersonalKind } from '../core/mask';
import type { AskType, Question } from '../core/session';
import { opensRecord, surely } from './intake';
import { slotOf } from './requests';
import type { Message, Run } from './run';

/** The value an answer gives to the slot, or undefined when the message is no answer. */
export function answerOf(run: Run, question: Question, message: Message): Json | undefined {
  // The digits that the stars of a personal number leave ("*********01") choose no button.
  const starred = question.sealedFor !== undefined && message.personal.length > 0;
  const picked = message.choice
    ? pressed(question, message.choice)
    : starred
      ? undefined
      : typedChoice(run, question.choices, message);
  if (picked !== undefined) return picked;
  const placeAsked = question.accepts.includes('location') && question.accepts.includes('text');
  for (const type of question.accepts) {
    // "Şikâyet eden belli olur mu?" is no place.
    if (type === 'text' && placeAsked && tellsNoPlace(run, message.text)) continue;
    if (question.sealedFor !== undefined && isPersonal(type)) {
      const value = sealedAnswer(type, question.sealedFor, message);
      if (value !== undefined) return value;
      continue;
    }
    const value = ACCEPT[type]?.(run, message) ?? entityAnswer(type, message);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A question, or that it is not known. */
function tellsNoPlace(run: Run, text: string): boolean {
  const words = foldedWords(text);
  const telling = run.t('engine.no_place_words').split('|');
  return text.trim().endsWith('?') || words.some((word) => telling.includes(word));
}

/** A press is applied only to the question it was drawn under. */
function pressed(question: Question, choice: { id: string; questionId?: string; position?: number }): Json | undefined {
  if (choice.questionId !== undefined && choice.questionId !== question.id) return undefined;
  if (choice.position !== undefined) return question.choices[choice.position - 1]?.id;
  return question.choices.some((offered) => offered.id === choice.id) ? choice.id : undefined;
}

/** A choice in words; "eve su gelmiyor" under "Eve gelsin" is a record of its own. */
function typedChoice(run: Run, choices: Choice[], message: Message): string | undefined {
  const picked = typed(run, choices, message.text);
  const words = foldedWords(message.text);
  if (picked === undefined || words.length === 1) return picked;
  const other = surely(message);
  const apart = other !== null && other !== run.session.frames.at(-1)?.intent && opensRecord(run, other);
  return apart && !choices.some(({ label }) => foldedWords(label).join(' ') === words.join(' ')) ? undefined : picked;
}

/** "2", "2.", "ikinci", "ikincisi" or the label itself, also without Turkish letters. */
export function typed(run: Run, choices: Choice[], text: string): string | undefined {
  if (choices.length === 0 || text === '') return undefined;
  const words = foldedWords(text);
  const said = words.join(' ');
  if (said === '') return undefined;
  if (words.length <= 2) {
    const first = words[0]!;
    if (/^\d{1,2}$/.test(first)) return choices[Number(first) - 1]?.id;
    const ordinals = run.t('engine.ordinals').split(',');
    const ordinal = ordinals.findIndex((list) => list.split('|').includes(first));
    if (ordinal >= 0) return (ordinal === ordinals.length - 1 ? choices.at(-1) : choices[ordinal])?.id;
  }
  const exact = choices.find((choice) => foldedWords(choice.label).join(' ') === said);
  if (exact) return exact.id;
  const within = choices.filter((choice) => foldedWords(choice.label).join(' ').startsWith(said));
  if (within.length === 1 && said.length >= 3) return within[0]!.id;
  return words.length > 1 && words.length <= LABEL_WORDS_MAX ? byFirstWord(run, choices, words) : undefined;
}

/** Words up to which an answer may name a choice by its first word. */
const LABEL_WORDS_MAX = 3;

/**
 * "Eve teslim" where one label alone begins so: "Eve getirilsin". A label of one word ("Hayır") must be said as it is, and
 * "eve değil" names none.
 */
function byFirstWord(run: Run, choices: Choice[], [first, ...rest]: string[]): string | undefined {
  const no = run.t('engine.no_words').split('|');
  if (rest.some((word) => no.includes(word))) return undefined;
  const fitting = choices.filter(({ label }) => {
    const words = foldedWords(label);
    return words.length > 1 && words[0] === first;
  });
  return fitting.length === 1 ? fitting[0]!.id : undefined;
}

const isPersonal = (type: AskType): type is PersonalKind => type === 'identity_number' || type === 'iban';

/** A number that the inbox sealed for this question; one whose checksum fails is no answer. */
function sealedAnswer(type: PersonalKind, department: string, { personal }: Message): Json | undefined {
  const found = personal.find(({ kind, sealed }) => kind === type && sealed !== undefined);
  if (!found) return undefined;
  const { masked, hash, sealed } = found;
  return { type, value: masked, name: masked, text: masked, hash, sealed: sealed!, department };
}

function entityAnswer(type: AskType, message: Message): Json | undefined {
  const entity = message.reading?.entities.find((found) => found.type === type);
  return entity ? slotOf(entity) : undefined;
}

const ACCEPT: Partial<Record<AskType, (run: Run, message: Message) => Json | undefined>> = {
  location: (run, { location }) =>
    location
      ? { type: 'location', value: { lat: location.lat, lon: location.lon }, name: location.label ?? run.t('engine.pin') }
      : undefined,
  photo: (_run, { media }) => (media.length > 0 ? true : undefined),
  name: (run, { text }) =>
    /\p{L}{2}|\p{N}/u.test(text) && wordCount(text) <= run.env.settings.nameMaxWords
      ? { type: 'name', value: text, name: text, text }
      : undefined,
  text: (_run, { text }) => (/[\p{L}\p{N}]/u.test(text) ? { type: 'text', value: text, name: text, text } : undefined),
  phone: (_run, { contact }) => (contact ? { type: 'phone', value: contact, name: contact } : undefined),
  yes_no: (run, message) => yesNo(run, message),
};

/** Is one of the words of a text of locales ("a|b") somewhere in what was written? */
export const saysOneOf = (words: string, text: string): boolean =>
  words.split('|').some((word) => fold(text).includes(fold(word)));

/** Are there thanks in it? */
export const thanks = (run: Run, text: string): boolean => saysOneOf(run.t('engine.thanks_words'), text);

/** "Tamam, teşekkürler": it takes leave as much as it agrees; "evet, teşekkürler" only agrees. */
export function takesLeave(run: Run, text: string): boolean {
  const [first] = foldedWords(text);
  return first !== undefined && run.t('engine.fine_words').split('|').includes(first) && thanks(run, text);
}

export function yesNo(run: Run, { reading, text }: Message): 'yes' | 'no' | undefined {
  if (reading?.decision !== 'reject' && reading?.intent === 'meta.yes') return 'yes';
  if (reading?.decision !== 'reject' && (reading?.intent === 'meta.no' || reading?.intent === 'meta.cancel')) return 'no';
  const first = fold(text).match(/[\p{L}]+/u)?.[0];
  if (first === undefined) return undefined;
  if (run.t('engine.yes_words').split('|').includes(first)) return 'yes';
  if (run.t('engine.no_words').split('|').includes(first)) return 'no';
  return undefined;
}
