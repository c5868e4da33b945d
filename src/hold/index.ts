/**
 * While an agent holds the conversation nobody else answers: the message is shown at the desk with its reading. One
 * exception: an emergency for which 112 or 187 must be told at once gets that one line, marked automatic, and rings.
 */
import { directEmergency, emergencyLang } from '../core/emergency';
import type { CatalogueEntry, Reading } from '../core/reading';
import type { Session } from '../core/session';
import type { CityFacts, Texts } from '../core/texts';
import type { Event } from '../core/turn';

export interface HoldEnv {
  texts: Texts;
  catalogue: Map<string, CatalogueEntry>;
  city: CityFacts;
  /** Probability from which an emergency counts although it is not certain. */
  emergencyMin: number;
}

/** The events of a held message, or null when nobody holds the conversation. Pure. */
export function hold(env: HoldEnv, session: Session, eventId: string, reading: Reading | null): Event[] | null {
  if (!session.holder) return null;
  const emergency = directEmergency(reading, env.catalogue, env.emergencyMin);
  if (emergency === null) return [{ type: 'ignored', eventId, reason: 'held' }];
  const lang = emergencyLang(reading!, session.lang);
  const line = env.texts.t(lang, `direct.${emergency}`, env.city[lang]).split('\n')[0]!;
  const text = env.texts.t(lang, 'direct.automatic', { line });
  return [
    { type: 'reply', part: { kind: 'text', text }, inReplyTo: [eventId], purpose: 'reply', author: 'bot' },
    { type: 'ring', reason: 'desk.ring_emergency' },
  ];
}
