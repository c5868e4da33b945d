/**
 * Training sentences name places by placeholders ("{durak}dan", "{mahalle}'nin"); each becomes an invented name, and the
 * ending after it is bent to the name's last vowel and letter as Turkish does ("Kartal'a", "Çınarlı'ya").
 */
import type { Random } from './random';
import { fold } from './text';

/** Names by placeholder: data/nlu/names.yaml. */
export type Names = Record<string, string[]>;

const PLACEHOLDER = /\{([a-zçğıöşü]+)\}(['’]?)([a-zçğıöşü]*)/giu;

/** Fills every placeholder of a sentence. One without names stays as the bare word ("{durak}" gives "durak"). */
export function expand(sentence: string, names: Names, random: Random): string {
  return sentence.replace(PLACEHOLDER, (_all, kind: string, apostrophe: string, ending: string) => {
    const pool = names[kind];
    const name = pool && pool.length > 0 ? pool[random.int(pool.length)]! : kind;
    return name + apostrophe + bend(ending, name);
  });
}

export const hasPlaceholder = (sentence: string): boolean => sentence.includes('{');

/** The ending as it sounds after the name: [d/t][a/e], buffer letters, vowel harmony. Unknown endings stay as they are. */
export function bend(ending: string, name: string): string {
  const folded = fold(ending);
  const sound = soundOf(name);
  const a = sound.front ? 'e' : 'a';
  const d = sound.hard ? 't' : 'd';
  const rule = /^(?:[dt][ae](n?)(.*)|([yn]?)[ae]|([yn]?)[iu](n?))$/.exec(folded);
  if (rule === null || folded === '') return ending;
  if (rule[1] !== undefined) return `${sound.possessive ? 'n' : ''}${d}${a}${rule[1]}${ending.slice(2 + rule[1].length)}`;
  const buffer = sound.possessive ? 'n' : 'y';
  if (rule[3] !== undefined) return `${sound.vowel ? buffer : ''}${a}`;
  const genitive = rule[5] === 'n';
  return `${sound.vowel ? (genitive ? 'n' : buffer) : ''}${sound.close}${genitive ? 'n' : ''}`;
}

function soundOf(name: string): { front: boolean; hard: boolean; vowel: boolean; possessive: boolean; close: string } {
  const lower = name.toLocaleLowerCase('tr');
  const vowels = lower.match(/[aeıioöuü]/gu);
  const last = lower.at(-1) ?? '';
  const vowel = vowels?.at(-1) ?? 'a';
  return {
    front: 'eiöü'.includes(vowel),
    hard: 'fstkçşhp'.includes(last),
    vowel: 'aeıioöuü'.includes(last),
    possessive: / .*(?:si|sı|su|sü|ı|i|u|ü)$/u.test(lower),
    close: { a: 'ı', ı: 'ı', e: 'i', i: 'i', o: 'u', u: 'u', ö: 'ü', ü: 'ü' }[vowel] ?? 'ı',
  };
}
