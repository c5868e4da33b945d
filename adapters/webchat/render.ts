/** Canonical messages to what the widget shows. Pure. */
import type { HistoryMessage } from '../../src/core/adapter';
import type { Outbound, Part } from '../../src/core/items';
import { clientIdOf } from './parse';
import type { ShownMessage } from './wire';

export function render(outbound: Outbound): ShownMessage {
  const { id, createdAt, author, authorName, lang, purpose, part } = outbound;
  const shown: ShownMessage = { from: author, id, at: createdAt, lang, purpose, part };
  if (authorName !== undefined) shown.authorName = authorName;
  return shown;
}

/** A line of the conversation; null where there is nothing to show. */
export function renderHistory(line: HistoryMessage): ShownMessage | null {
  if (line.outbound) return render(line.outbound);
  if (!line.item) return null;
  return { from: 'citizen', id: line.id, clientId: clientIdOf(line.item.eventId), at: line.at, parts: line.item.parts };
}

/** What the visitor's other tabs show at once, before they read it from the history. */
export function renderEcho(eventId: string, at: number, parts: Part[]): ShownMessage {
  return { from: 'citizen', clientId: clientIdOf(eventId), at, parts };
}
