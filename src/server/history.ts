/** What a channel may show its citizen: their own conversation and attachments. */
import type { AdapterContext, HistoryMessage } from '../core/adapter';
import type { Blobs } from '../media/blobs';
import type { Store, ThreadRow } from '../store/port';

export function historyOf(store: Store, blobs: Blobs, channel: string): Pick<AdapterContext, 'history' | 'openMedia'> {
  return {
    async history(account, senderId, { after, limit }) {
      const conversationId = await store.conversationOf(channel, account, senderId);
      if (conversationId === null) return [];
      const rows = await store.thread(conversationId, after === undefined ? { limit } : { after, limit });
      return rows.flatMap(shown);
    },
    async openMedia(account, senderId, hash) {
      const conversationId = await store.conversationOf(channel, account, senderId);
      const owned = conversationId === null ? null : await store.mediaBelongs(conversationId, hash);
      const bytes = owned ? await blobs.open(hash) : null;
      return owned && bytes ? { bytes, mimeType: owned.mimeType } : null;
    },
  };
}

/** Notes are the desk's; what was cancelled or failed was never said. */
function shown(row: ThreadRow): HistoryMessage[] {
  if (row.kind === 'message' && row.input?.body.kind === 'message') {
    const { eventId, parts } = row.input.body.item;
    return [{ id: row.id, at: row.at, from: 'citizen', item: { eventId, parts } }];
  }
  if (row.kind !== 'outbound' || !row.outbound || ['cancelled', 'failed', 'expired'].includes(row.outbound.state)) return [];
  const { outbound } = row.outbound;
  const author = outbound.authorName === undefined ? {} : { authorName: outbound.authorName };
  return [{ id: row.id, at: row.at, from: outbound.author === 'agent' ? 'agent' : 'bot', ...author, outbound }];
}
