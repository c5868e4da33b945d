/** What the store holds, as the console shows it. */
import type { MediaRef } from '../../core/items';
import type { Ticket } from '../../core/ticket';
import type { ConversationRow, MediaRow, ThreadRow } from '../../store/port';
import {
  API_PATH,
  type CitizenPart,
  type ConversationCard,
  type MediaInfo,
  type SealedView,
  type ThreadEntry,
  type TicketView,
} from './wire';

const TAIL_CHARS = 4;

export function cardOf(row: ConversationRow): ConversationCard {
  return {
    id: row.id,
    channel: row.channel,
    name: row.name,
    tail: row.to.slice(-TAIL_CHARS),
    lang: row.lang,
    holder: row.holderId === null ? null : { id: row.holderId, name: row.holderName ?? '' },
    waitingSince: row.waitingSince,
    waitingReason: row.waitingReason,
    department: row.department,
    updatedAt: row.updatedAt,
  };
}

/** Addresses of a conversation's attachments. */
export class Attachments {
  private readonly byId: Map<string, MediaRow>;
  private readonly byRef = new Map<string, MediaRow>();

  constructor(
    private readonly conversationId: string,
    rows: MediaRow[],
  ) {
    this.byId = new Map(rows.map((row) => [row.id, row]));
    for (const row of rows) this.byRef.set(keyOf(row.ref), row);
  }

  /** @param id inputId:index where it is known; a ticket knows only the reference */
  info(ref: MediaRef, id?: string): MediaInfo {
    const row = (id === undefined ? undefined : this.byId.get(id)) ?? this.byRef.get(keyOf(ref));
    const hash = row?.hash ?? ref.hash;
    const state = row?.state ?? (hash === undefined ? 'waiting' : 'stored');
    return {
      kind: ref.kind,
      state,
      href: state === 'stored' && hash ? `${API_PATH}/conversations/${this.conversationId}/media/${hash}` : null,
      mimeType: row?.mimeType ?? ref.mimeType ?? null,
      fileName: ref.fileName ?? null,
    };
  }
}

const keyOf = (ref: MediaRef): string => ref.hash ?? ref.url ?? ref.platformId ?? '';

/** @param channel of the conversation that the row stands in */
export function entryOf(row: ThreadRow, attachments: Attachments, channel: string): ThreadEntry | null {
  if (row.kind === 'note' && row.note)
    return { id: row.id, at: row.at, channel, from: 'note', name: row.note.agentName, text: row.note.text };
  if (row.kind === 'message' && row.input?.body.kind === 'message') {
    const parts = row.input.body.item.parts.map((part, index): CitizenPart => {
      if (part.kind === 'text') {
        const { personal: _, ...shown } = part;
        return shown;
      }
      if (part.kind !== 'media') return part;
      const caption = part.caption === undefined ? {} : { caption: part.caption };
      return { kind: 'media', media: attachments.info(part.media, `${row.id}:${index}`), ...caption };
    });
    const { conversationId } = row.input;
    return { id: row.id, at: row.at, channel, from: 'citizen', conversationId, parts, reading: row.reading ?? null };
  }
  if (row.kind !== 'outbound' || !row.outbound) return null;
  const { outbound, state, error, resent } = row.outbound;
  return {
    id: row.id,
    at: row.at,
    channel,
    from: outbound.author,
    name: outbound.authorName ?? null,
    part: outbound.part,
    state,
    error,
    resent,
  };
}

/**
 * @param departments whose sealed numbers the agent who looks may open
 * @param ofHash numbers of the records that hold a keyed hash
 */
export async function ticketView(
  { sealed = [], ...ticket }: Ticket,
  attachments: Attachments,
  departments: string[],
  ofHash: (hash: string) => Promise<string[]>,
): Promise<TicketView> {
  const fields = sealed.map(async ({ kind, masked, department, hash }): Promise<SealedView> => {
    const mayOpen = departments.includes(department);
    const others = mayOpen ? (await ofHash(hash)).filter((number) => number !== ticket.number) : [];
    return { kind, masked, department, mayOpen, others };
  });
  return { ...ticket, media: ticket.media.map((ref) => attachments.info(ref)), sealed: await Promise.all(fields) };
}
