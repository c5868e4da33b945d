/** CHANGE: the platform's webhooks to canonical items. Pure: no clock, no network, and the payload is left as it came. */
import type { Item, MessageItem, Part } from '../../src/core/items';
import { fields, list, name, object, refuse, text } from '../fields';

const ID_MAX_CHARS = 200;
const TEXT_MAX_CHARS = 20_000;

/** @throws KapiError badInput: no webhook of the platform at all. What is malformed inside is ignored alone. */
export function parse(payload: unknown, account: string): { items: Item[]; ignored: string[] } {
  const body = object(payload, '');
  if (!Array.isArray(body.events)) refuse('events', 'must be an array');
  const items: Item[] = [];
  const ignored: string[] = [];
  for (const event of list(body.events).map(fields)) {
    // CHANGE: `eventId` is what the platform repeats when it delivers again; ids are the most stable first.
    const eventId = text(event.id, ID_MAX_CHARS);
    const from = text(event.from, ID_MAX_CHARS);
    const at = typeof event.at === 'number' && event.at >= 0 && event.at <= 8.64e15 ? Math.floor(event.at) : null;
    if (!eventId || !from || at === null) {
      ignored.push('malformed');
      continue;
    }
    const item: MessageItem = {
      type: 'message',
      channel: 'template', // CHANGE
      account,
      eventId,
      sender: { ids: [from] },
      at,
      parts: [partOf(event)],
    };
    items.push(item);
  }
  return { items, ignored };
}

/** A kind that is not known still gets a kind answer: the citizen did send something. */
function partOf(event: Record<string, unknown>): Part {
  const words = text(event.text, TEXT_MAX_CHARS);
  if (words !== undefined) return { kind: 'text', text: words };
  const [, questionId, id] = /^(q\d+):(.+)$/s.exec(text(event.choice, 1_000) ?? '') ?? [];
  if (questionId && id) return { kind: 'choice', id, questionId };
  return { kind: 'unsupported', what: name(event.type) };
}
