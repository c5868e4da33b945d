/** WhatsApp through whatsapp-web.js: opt-in and unofficial. README.md tells how it is set up and what is at stake. */
import type { Adapter, AdapterContext, AdapterModule, Receipt } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import type { MediaRef, Outbound } from '../../src/core/items';
import { intSetting, settingsOf } from '../settings';
import { editEvent, messageEvent, reactionEvent, revokeEvent, type WebEvent } from './events';
import { type LibraryClient, type LibraryMessage, type LibraryReaction, loadLibrary } from './library';
import { parse } from './parse';
import { render } from './render';
import { createSession } from './session';

const P = 'KAPI_WHATSAPP_WEB_';
/** Messages fetched from one chat of those that came while nobody listened. */
const UNREAD_MAX = 50;
const TYPING_MAX_MS = 60_000;
const CHARS_TYPED_AT_ONCE = 200;

export const adapter: AdapterModule = {
  name: 'whatsapp-web',
  settings: [
    { name: `${P}CHROMIUM`, default: '/usr/bin/chromium', help: 'Path of a Chromium or Chrome.' },
    {
      name: `${P}TYPING_MS`,
      default: '1500',
      help: 'How long "typing" shows before a message, in milliseconds; up to twice that for a long one.',
    },
  ],
  capabilities: {
    choices: null,
    textMax: 4_096,
    media: ['image', 'audio', 'video', 'document', 'sticker'],
    captionMax: 1_024,
    location: true,
    idempotent: false,
    statusesCarryId: false,
    concurrency: 1,
    // No limit is published; a person answers no faster, and what writes faster is taken for spam.
    rate: { perSecond: 0.5, perChatMs: 3_000 },
  },
  parse,
  render,
  phoneId: (digits) => `${digits}@c.us`,
  create,
};

function create(context: AdapterContext): Adapter {
  const settings = settingsOf(adapter, context.settings);
  const typingMs = intSetting(settings, `${P}TYPING_MS`, 0, TYPING_MAX_MS);
  const session = createSession({
    context,
    load: loadLibrary,
    chromium: settings[`${P}CHROMIUM`]!,
    attach,
    onReady: (client) => void missed(client),
  });

  /** The library tells once: what cannot be stored is fetched as unread at the next connection. */
  function take(event: WebEvent): void {
    const { items, ignored } = parse(event, context.account);
    for (const kind of ignored) context.ignored(kind);
    if (items.length === 0) return;
    context.accept(items).catch(async (error: unknown) => {
      context.log.error({ error: String(error) }, 'an event of WhatsApp Web could not be stored; it is tried again');
      setTimeout(() => take(event), STORE_AGAIN_MS).unref();
    });
  }

  function attach(client: LibraryClient): void {
    client.on('message', (message: LibraryMessage) => take(messageEvent('message', message)));
    client.on('message_edit', (message: LibraryMessage, body: string) => take(editEvent(message, body)));
    client.on('message_revoke_everyone', (after: LibraryMessage, before?: LibraryMessage) => take(revokeEvent(after, before)));
    client.on('message_reaction', (reaction: LibraryReaction) => take(reactionEvent(reaction)));
    client.on('message_ack', (message: LibraryMessage, ack: number) =>
      take(messageEvent('message_ack', message, { ack, body: undefined, timestamp: Math.floor(Date.now() / 1_000) })),
    );
  }

  /** What came while Kapı or the browser was away: the unread ones; the inbox knows which it has. */
  async function missed(client: LibraryClient): Promise<void> {
    try {
      for (const chat of await client.getChats()) {
        if (chat.isGroup || chat.unreadCount < 1) continue;
        const limit = Math.min(chat.unreadCount, UNREAD_MAX);
        for (const message of await chat.fetchMessages({ limit, fromMe: false })) take(messageEvent('message', message));
      }
    } catch (error) {
      context.log.warn({ error: String(error) }, 'the unread messages of WhatsApp Web could not be read');
    }
  }

  async function send(outbound: Outbound): Promise<Receipt> {
    const client = session.ready();
    if (!client) throw new KapiError(KINDS.sendLater, (await session.health()).detail);
    const message = render(outbound);
    const content = await contentOf(outbound, message);
    try {
      await typed(client, outbound.to, message.text ?? '');
      const sent = await client.sendMessage(outbound.to, content, {
        linkPreview: false,
        ...(message.media !== undefined && message.text !== undefined ? { caption: message.text } : {}),
      });
      if (!sent) throw new Error('nothing was sent');
      return { platformId: sent.id._serialized };
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      // The library's words for a number that WhatsApp does not know.
      if (/No LID for user|invalid wid|is not registered|wid error/i.test(said))
        throw new KapiError(KINDS.sendRefused, 'unreachable');
      throw new KapiError(KINDS.sendLater, 'WhatsApp Web did not take the message');
    }
  }

  async function contentOf(outbound: Outbound, { text, media, location }: ReturnType<typeof render>): Promise<unknown> {
    const library = loadLibrary();
    if (location) return new library.Location(location.lat, location.lon, location.label ? { name: location.label } : undefined);
    if (media?.hash === undefined) return media ? [text, media.url].filter(Boolean).join('\n') : (text ?? '');
    const kept = await context.openMedia(context.account, outbound.to, media.hash);
    if (!kept) throw new KapiError(KINDS.sendRefused, 'bad_media');
    return new library.MessageMedia(kept.mimeType, kept.bytes.toString('base64'), media.fileName);
  }

  /** "Typing" for as long as a person would take, a little different each time. */
  async function typed(client: LibraryClient, to: string, text: string): Promise<void> {
    if (typingMs === 0) return;
    const chat = await client.getChatById(to).catch(() => null);
    await chat?.sendStateTyping().catch(() => {});
    const longer = Math.min(text.length / CHARS_TYPED_AT_ONCE, 1);
    await new Promise((resolve) => setTimeout(resolve, typingMs * (0.5 + longer + Math.random() / 2)));
  }

  return {
    async start() {
      loadLibrary();
      session.start();
    },
    stop: () => session.stop(),
    send,
    async fetchMedia(ref: MediaRef) {
      if ((ref.size ?? 0) > context.mediaMaxBytes)
        throw new KapiError(KINDS.tooLarge, 'the attachment is too large', { field: 'media' });
      const client = session.ready();
      if (!client) throw new KapiError(KINDS.sendLater, 'WhatsApp Web is not connected');
      const message = await client.getMessageById(ref.platformId ?? '');
      const media = await message?.downloadMedia();
      if (!media) throw new KapiError(KINDS.badInput, 'the attachment has expired', { field: 'media' });
      return { bytes: Buffer.from(media.data, 'base64'), mimeType: media.mimetype };
    },
    check: () => session.health(),
  };
}

/** The pause before an event that could not be stored is handed over once more. */
const STORE_AGAIN_MS = 2_000;
