/** The library's objects written down as plain records: what parse.ts reads and the fixtures hold. */
import type { LibraryMessage, LibraryReaction } from './library';

export type WebEvent = { event: string; id: string; from: string; timestamp: number } & Record<string, unknown>;

export function messageEvent(event: string, message: LibraryMessage, more: Record<string, unknown> = {}): WebEvent {
  const raw = message._data ?? {};
  const { location } = message;
  const phone = typeof raw.senderPn === 'string' ? raw.senderPn : raw.senderPn?._serialized;
  return plain({
    event,
    id: message.id._serialized,
    from: message.from,
    fromMe: message.fromMe,
    type: message.type,
    body: message.body,
    timestamp: message.timestamp,
    hasMedia: message.hasMedia,
    senderName: raw.notifyName,
    phone: phone?.split('@', 1)[0],
    mimeType: raw.mimetype,
    fileName: raw.filename,
    size: raw.size,
    location: location && {
      lat: Number(location.latitude),
      lon: Number(location.longitude),
      label: [location.name, location.address].filter(Boolean).join(', ') || undefined,
    },
    vCards: message.vCards?.length ? message.vCards : undefined,
    ...more,
  });
}

export function editEvent(message: LibraryMessage, body: string): WebEvent {
  const edited = message.latestEditSenderTimestampMs ?? message._data?.latestEditSenderTimestampMs;
  return messageEvent('message_edit', message, { body, editedAt: edited === undefined ? undefined : edited / 1_000 });
}

/** `before` is the message as it was, where the browser still knew it. */
export function revokeEvent(after: LibraryMessage, before: LibraryMessage | null | undefined): WebEvent {
  const revoked = before?.id._serialized ?? after._data?.protocolMessageKey?._serialized ?? after.id._serialized;
  return messageEvent('message_revoke_everyone', after, { body: undefined, revoked });
}

export function reactionEvent(reaction: LibraryReaction): WebEvent {
  return plain({
    event: 'message_reaction',
    id: reaction.id._serialized,
    from: reaction.senderId,
    fromMe: reaction.id.fromMe === true,
    timestamp: reaction.timestamp,
    to: reaction.msgId._serialized,
    emoji: reaction.reaction,
  });
}

/** Without what is undefined, and nothing but data. */
const plain = (event: object): WebEvent => JSON.parse(JSON.stringify(event)) as WebEvent;
