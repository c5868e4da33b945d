/**
 * While an agent holds the conversation nobody else answers: the message is shown at the desk with its reading. One
 * exception: an emergency for which 112 or 187 must be told at once gets that one line, marked automatic, and rings.
 */
import type { CatalogueEntry, Reading } from '../core/reading';
import type { Session } from '../core/session';
import type { CityFacts, Texts } from '../core/texts';
import type { Event } from '../core/turn';

export interface HoldEnv {
  texts: Texts;
  catalogue: Map<string, CatalogueEntry>;
  city: CityFacts;
}

/** The events of a held message, or null when nobody holds the conversation. Pure. */
export function hold(env: HoldEnv, session: Session, eventId: string, reading: Reading | null): Event[] | null {
  if (!session.holder) return null;
  const direct =
    reading !== null &&
    reading.decision === 'accept' &&
    reading.intent.startsWith('emergency.') &&
    env.catalogue.get(reading.intent)?.does === 'direct';
  if (!direct) return [{ type: 'ignored', eventId, reason: 'held' }];
  const line = env.texts.t(session.lang, `direct.${reading.intent}`, env.city[session.lang]).split('\n')[0]!;
  const text = env.texts.t(session.lang, 'direct.automatic', { line });
  return [
    { type: 'reply', part: { kind: 'text', text }, inReplyTo: [eventId], purpose: 'reply', author: 'bot' },
    { type: 'ring', reason: 'desk.ring_emergency' },
  ];
}
