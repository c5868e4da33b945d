/** Which messages get 112 or 187 before anything else. */
import type { CatalogueEntry, Reading } from './reading';
import type { Lang } from './items';

/** Is it one of the catalogue's emergencies? Their names begin so. */
export const isEmergency = (intent: string): boolean => intent.startsWith('emergency.');

/**
 * The emergency of a message that another authority must be called for at once: fire, injury, earthquake, gas. It may stand
 * behind another request of the same text. Null when there is none.
 *
 * @param min probability from which one that is not certain counts: a needless 112 line harms nobody, a missing one may
 */
export function directEmergency(reading: Reading | null, catalogue: Map<string, CatalogueEntry>, min: number): string | null {
  if (!reading) return null;
  const direct = (intent: string): boolean => isEmergency(intent) && catalogue.get(intent)?.does === 'direct';
  const { intent, decision, confidence, also } = reading;
  if (direct(intent) && (decision === 'accept' || (decision === 'ask' && confidence >= min))) return intent;
  return also.find(direct) ?? null;
}

/** The language in which an emergency is answered: the message's own, however short it is. */
export function emergencyLang(reading: Reading, lang: Lang): Lang {
  return reading.lang === 'other' ? lang : reading.lang;
}
