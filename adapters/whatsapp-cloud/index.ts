/** WhatsApp through Meta's Cloud API. README.md tells how it is set up. */
import { FormData } from 'undici';
import type { Adapter, AdapterContext, AdapterModule, Receipt, WebhookAnswer, WebhookRequest } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import type { MediaRef, Outbound } from '../../src/core/items';
import { createGraph, type Graph, GRAPH_CONNECTIONS, GRAPH_URL, GRAPH_VERSION, handshake, signedPayload } from '../meta';
import { createCheck } from '../check';
import { settingsOf } from '../settings';
import { ofPhoneId, parse, phoneIdsOf } from './parse';
import { CAPTION_MAX_CHARS, INTERACTIVE_TEXT_MAX_CHARS, render, ROW_TEXT_MAX_CHARS, ROWS_MAX, TEXT_MAX_CHARS } from './render';

const P = 'KAPI_WHATSAPP_CLOUD_';
/** Free messages may be sent so long after the citizen's last one (Meta's customer service window). */
export const WINDOW_MS = 24 * 3_600_000;
/** Longest parameter of a template's body, with room for the template's own words. */
const NOTICE_MAX_CHARS = 900;
/** Read marks on their way at once: above, replies need the connections more. */
const MARKS_MAX = 8;

export const adapter: AdapterModule = {
  name: 'whatsapp-cloud',
  settings: [
    { name: `${P}PHONE_ID`, required: true, own: true, help: 'Phone number ID of the number (WhatsApp Manager, API setup).' },
    { name: `${P}TOKEN`, required: true, secret: true, help: 'Permanent access token of the system user.' },
    { name: `${P}APP_SECRET`, required: true, secret: true, help: "The Meta app's secret: webhooks are signed with it." },
    {
      name: `${P}VERIFY_TOKEN`,
      required: true,
      secret: true,
      help: "A word of your own that you also enter at the app's webhook.",
    },
    {
      name: `${P}WABA_ID`,
      own: true,
      help: 'WhatsApp Business Account ID: lets the health check see whether the webhook is subscribed.',
    },
    {
      name: `${P}NOTICE_TEMPLATE`,
      help: 'Name of an approved utility template whose body has one parameter: carries a message once 24 hours have passed since the citizen wrote.',
    },
    {
      name: `${P}READ_MARKS`,
      default: 'yes',
      help: 'yes: a message is marked as read and "typing" is shown while it is answered; no: neither.',
    },
    { name: `${P}API_VERSION`, default: GRAPH_VERSION, help: 'Version of the Graph API.' },
    { name: `${P}API_URL`, default: GRAPH_URL, help: 'Address of the Graph API.' },
  ],
  capabilities: {
    choices: { max: ROWS_MAX, labelMax: ROW_TEXT_MAX_CHARS, textMax: INTERACTIVE_TEXT_MAX_CHARS, pages: 3 },
    textMax: TEXT_MAX_CHARS,
    media: ['image', 'audio', 'video', 'document', 'sticker'],
    captionMax: CAPTION_MAX_CHARS,
    location: true,
    templates: true,
    idempotent: false,
    statusesCarryId: true,
    concurrency: GRAPH_CONNECTIONS,
    // Meta allows 80 a second, in and out together.
    rate: { perSecond: 75 },
  },
  parse,
  render,
  phoneId: (digits) => digits,
  create,
};

function create(context: AdapterContext): Adapter {
  const settings = settingsOf(adapter, context.settings);
  const value = (name: string): string => settings[P + name] ?? '';
  const phoneId = value('PHONE_ID');
  const graph = createGraph({
    url: value('API_URL'),
    version: value('API_VERSION'),
    token: value('TOKEN'),
    label: 'the Cloud API',
  });
  const marksOn = value('READ_MARKS') === 'yes';
  let marks = 0;

  /** Tells the citizen that the message was seen; of no weight, so never retried. */
  function markRead(eventId: string): void {
    if (!marksOn || marks >= MARKS_MAX) return;
    marks++;
    const body = JSON.stringify({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: eventId,
      typing_indicator: { type: 'text' },
    });
    graph
      .call({ method: 'POST', path: `/${phoneId}/messages`, body })
      .catch(() => {})
      .finally(() => marks--);
  }

  async function webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method === 'GET') return handshake(request, value('VERIFY_TOKEN'));
    if (request.method !== 'POST')
      return { status: 405, body: { code: 'bad_input', message: 'use GET or POST', field: 'method' } };
    const payload = signedPayload(request, value('APP_SECRET'));
    const others = phoneIdsOf(payload).filter((id) => id !== phoneId);
    for (const _ of others) context.ignored('other_account');
    const { items, ignored } = parse(others.length > 0 ? ofPhoneId(payload, phoneId) : payload, context.account);
    for (const kind of ignored) context.ignored(kind);
    if (items.length > 0) await context.accept(items);
    for (const item of items) if (item.type === 'message' && item.parts.length > 0 && !item.replaces) markRead(item.eventId);
    return { status: 200, body: {} };
  }

  async function post(message: object): Promise<Receipt> {
    const answer = await graph.call({ method: 'POST', path: `/${phoneId}/messages`, body: JSON.stringify(message) });
    const id = (answer.messages as { id?: unknown }[] | undefined)?.[0]?.id;
    return typeof id === 'string' ? { platformId: id } : {};
  }

  /** After the window only an approved template may be sent; without one the core looks for another way. */
  async function send(outbound: Outbound): Promise<Receipt> {
    const closed = outbound.windowClosed || (outbound.heardAt !== undefined && Date.now() - outbound.heardAt > WINDOW_MS);
    if (!closed || outbound.part.kind === 'template') return post(render(await uploaded(outbound)));
    const template = value('NOTICE_TEMPLATE');
    if (template === '') throw new KapiError(KINDS.windowClosed, 'window_closed');
    const words = wordsOf(outbound).slice(0, NOTICE_MAX_CHARS).toWellFormed();
    return post(render({ ...outbound, part: { kind: 'template', name: template, params: [words], text: words } }));
  }

  /** Bytes of our own are given to Meta first. */
  async function uploaded(outbound: Outbound): Promise<Outbound> {
    const { part } = outbound;
    if (part.kind !== 'media' || part.media.hash === undefined) return outbound;
    const kept = await context.openMedia(context.account, outbound.to, part.media.hash);
    if (!kept) throw new KapiError(KINDS.sendRefused, 'bad_media');
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', kept.mimeType);
    form.set('file', new Blob([new Uint8Array(kept.bytes)], { type: kept.mimeType }), part.media.fileName ?? 'file');
    const { id } = await graph.call({ method: 'POST', path: `/${phoneId}/media`, body: form });
    return {
      ...outbound,
      part: { ...part, media: { kind: part.media.kind, platformId: String(id), fileName: part.media.fileName } },
    };
  }

  return {
    webhook,
    send,
    async fetchMedia(ref: MediaRef) {
      const found = await graph
        .call({ method: 'GET', path: `/${encodeURIComponent(ref.platformId ?? '')}` })
        .catch((error: unknown) => {
          if (error instanceof KapiError && !error.kind.retryable)
            throw new KapiError(KINDS.badInput, 'the attachment has expired', { field: 'media' });
          throw error;
        });
      if (Number(found.file_size) > context.mediaMaxBytes)
        throw new KapiError(KINDS.tooLarge, `an attachment may have up to ${context.mediaMaxBytes} bytes`, { field: 'media' });
      const bytes = await graph.download(String(found.url ?? ''), context.mediaMaxBytes);
      return typeof found.mime_type === 'string' ? { bytes, mimeType: found.mime_type } : { bytes };
    },
    check: createCheck(() => look(graph, phoneId, value('WABA_ID')), graph.trouble),
    stop: () => graph.close(),
  };
}

async function look(graph: Graph, phoneId: string, wabaId: string): Promise<string> {
  const number = await graph.call({ method: 'GET', path: `/${phoneId}?fields=display_phone_number,quality_rating` });
  if (wabaId !== '') {
    const { data } = await graph.call({ method: 'GET', path: `/${wabaId}/subscribed_apps` });
    if (!Array.isArray(data) || data.length === 0)
      throw new KapiError(
        KINDS.config,
        'no app is subscribed to the account: subscribe the webhook in the app, or messages do not arrive',
      );
  }
  return (
    [number.display_phone_number, number.quality_rating && `quality ${number.quality_rating}`].filter(Boolean).join(', ') ||
    'the number answers'
  );
}

function wordsOf({ part }: Outbound): string {
  if (part.kind === 'choices') return [part.text, part.choices.map(({ label }) => label).join(' / ')].join(' ');
  if (part.kind === 'location') return [part.text, part.label].filter(Boolean).join(' ');
  return part.text ?? '';
}
