/**
 * A double of Meta's servers, because nobody runs them elsewhere: built from the documented requests, answers, errors and webhooks of the
 * WhatsApp Cloud API and the Messenger Platform, and held against a client nobody here wrote (test/server/whatsapp.test.ts). It
 * refuses what Meta refuses: a wrong token, over-long texts and titles, too many buttons and rows, a business-scoped id in `to`.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MetaServer {
  url: string;
  /** What was taken, in order: the bodies of messages. */
  sent: Sent[];
  /** Ids of messages that were marked as read. */
  read: string[];
  /** Files that were uploaded. */
  uploads: Buffer[];
  /** The next calls of `/messages` fail so, one each. */
  fail: { code: number; status?: number; retryAfter?: number; drop?: boolean }[];
  /** People whose free messages fail after the 200, by a status of 131047. */
  closed: Set<string>;
  /** Attachments by id. */
  media: Map<string, { bytes: Buffer; mimeType: string; url?: string; size?: number }>;
  /** Messages taken in one second; 0: any number. Above it 130429. */
  perSecond: number;
  /** How many times 130429 was answered. */
  refusedForRate: number;
  token: string;
  subscribed: boolean;
  /** Statuses that follow each message; none while null. */
  statuses: { to: string; secret: string; states: string[] } | null;
  /** A message of a citizen, as a signed webhook; gives the answer's status. */
  deliver(address: string, secret: string, payload: unknown, header?: string): Promise<number>;
  /** Resolves when all statuses on their way are delivered. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of a foreign interface
export type Sent = Record<string, any> & { wamid: string };

/** How often, and after what pause, a webhook that was not taken is sent again. */
const REPEATS_MAX = 100;
const REPEAT_EVERY_MS = 200;

export const PHONE_ID = '106540352242922';
export const WABA_ID = '102290129340398';

export async function startMeta(): Promise<MetaServer> {
  let count = 0;
  let stopped = false;
  const recent: number[] = [];
  const pending = new Set<Promise<unknown>>();
  const meta: MetaServer = {
    url: '',
    sent: [],
    read: [],
    uploads: [],
    fail: [],
    closed: new Set(),
    media: new Map(),
    perSecond: 0,
    refusedForRate: 0,
    token: 'test-token',
    subscribed: true,
    statuses: null,
    async deliver(address, secret, payload, header) {
      const body = JSON.stringify(payload);
      const signature = header ?? `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      const answer = await fetch(address, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
      });
      await answer.text();
      return answer.status;
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
    async stop() {
      stopped = true;
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, Buffer.concat(chunks), response));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  meta.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return meta;

  function answer(request: IncomingMessage, bytes: Buffer, response: ServerResponse): unknown {
    const { pathname } = new URL(request.url!, meta.url);
    if (request.headers.authorization !== `Bearer ${meta.token}`) return fail(response, 190, 401);
    const file = /^\/files\/(.+)$/.exec(pathname);
    if (file) {
      const found = meta.media.get(file[1]!);
      if (!found) return fail(response, 100, 404);
      response.writeHead(200, { 'content-type': found.mimeType });
      response.end(found.bytes);
      return;
    }
    const path = pathname.replace(/^\/v\d+\.\d+/, '');
    if (request.method === 'POST' && path === `/${PHONE_ID}/messages`) return onMessage(JSON.parse(bytes.toString()), response);
    if (request.method === 'POST' && path === `/me/messages`) return onMessage(JSON.parse(bytes.toString()), response);
    if (request.method === 'POST' && path === `/${PHONE_ID}/media`) {
      if (!bytes.includes('name="messaging_product"') || !bytes.includes('filename=')) return fail(response, 131_009, 400);
      meta.uploads.push(bytes);
      return json(response, { id: `upload${meta.uploads.length}` });
    }
    if (path === `/${PHONE_ID}`)
      return json(response, { display_phone_number: '+90 442 153 01 53', quality_rating: 'GREEN', id: PHONE_ID });
    if (path === `/${WABA_ID}/subscribed_apps` || path === '/me/subscribed_apps')
      return json(response, { data: meta.subscribed ? [{ whatsapp_business_api_data: { name: 'Kapı' } }] : [] });
    if (path === '/me') return json(response, { id: '1', name: 'Palandöken Belediyesi' });
    const media = meta.media.get(path.slice(1));
    if (media)
      return json(response, {
        url: media.url ?? `${meta.url}/files/${path.slice(1)}`,
        mime_type: media.mimeType,
        file_size: media.size ?? media.bytes.length,
        id: path.slice(1),
      });
    fail(response, 100, 404);
  }

  function onMessage(body: Sent, response: ServerResponse): unknown {
    if (body.status === 'read') {
      meta.read.push(body.message_id);
      return json(response, { success: true });
    }
    const scripted = meta.fail.shift();
    if (scripted?.drop) {
      // Taken, but the answer is lost on the way: what a broken line looks like from our side.
      take(body);
      response.socket?.destroy();
      return;
    }
    if (scripted) return fail(response, scripted.code, scripted.status ?? 400, scripted.retryAfter);
    const now = Date.now();
    while (recent.length > 0 && recent[0]! <= now - 1_000) recent.shift();
    if (meta.perSecond > 0 && recent.length >= meta.perSecond) {
      meta.refusedForRate++;
      return fail(response, 130_429, 429);
    }
    recent.push(now);
    const wrong = body.messaging_product === 'whatsapp' ? faultOf(body) : socialFaultOf(body);
    if (wrong !== null) return fail(response, wrong, 400);
    const wamid = take(body);
    json(
      response,
      body.messaging_product === 'whatsapp'
        ? {
            messaging_product: 'whatsapp',
            contacts: [{ input: body.to ?? body.recipient, wa_id: body.to }],
            messages: [{ id: wamid }],
          }
        : { recipient_id: body.recipient.id, message_id: wamid },
    );
  }

  /** Meta sends again what is not answered with 200. */
  async function repeat(payload: unknown, secret: string): Promise<void> {
    for (let tries = 0; tries < REPEATS_MAX && !stopped; tries++) {
      if ((await meta.deliver(meta.statuses!.to, secret, payload).catch(() => 0)) === 200) return;
      await new Promise((resolve) => setTimeout(resolve, REPEAT_EVERY_MS));
    }
  }

  function take(body: Sent): string {
    const wamid = `wamid.OUT${++count}`;
    meta.sent.push({ ...body, wamid });
    const person = body.to ?? body.recipient;
    if (meta.statuses && body.messaging_product === 'whatsapp') {
      const closed = meta.closed.has(person) && body.type !== 'template';
      const { secret, states } = meta.statuses;
      const job = (async () => {
        for (const status of closed ? ['failed'] : states)
          await repeat(statusWebhook(wamid, status, body, closed ? 131_047 : undefined), secret);
      })();
      pending.add(job);
      void job.finally(() => pending.delete(job));
    }
    return wamid;
  }
}

/** The code with which the Cloud API refuses a body, or null. */
function faultOf(body: Sent): number | null {
  if ((body.to === undefined) === (body.recipient === undefined)) return 131_008;
  if (body.to !== undefined && !/^\+?\d{6,20}$/.test(body.to)) return 131_026;
  if (body.type === 'text')
    return typeof body.text?.body === 'string' && body.text.body !== '' && body.text.body.length <= 4_096 ? null : 131_009;
  if (body.type === 'interactive') {
    const { type, body: above, action } = body.interactive ?? {};
    if (!above?.text || above.text.length > 1_024) return 131_009;
    if (type === 'button') {
      const titles: string[] = action.buttons.map((button: { reply: { title: string } }) => button.reply.title);
      return titles.length <= 3 &&
        titles.every((title) => title !== '' && title.length <= 20) &&
        new Set(titles).size === titles.length
        ? null
        : 131_009;
    }
    const rows: { id: string; title: string; description?: string }[] = action.sections.flatMap(
      (section: { rows: [] }) => section.rows,
    );
    const fit = rows.every(
      ({ id, title, description = '' }) => id.length <= 200 && title.length > 0 && title.length <= 24 && description.length <= 72,
    );
    return rows.length <= 10 && fit && action.button.length <= 20 ? null : 131_009;
  }
  if (body.type === 'template') return body.template?.name === 'missing' ? 132_001 : null;
  return body[body.type] ? null : 131_009;
}

/** The same for the Send API of Messenger and Instagram. */
function socialFaultOf(body: Sent): number | null {
  const { text, quick_replies: replies = [], attachment } = body.message ?? {};
  if (!body.recipient?.id || !(text || attachment)) return 100;
  if (Buffer.byteLength(text ?? '') > 2_000) return 100;
  return replies.length <= 13 && replies.every(({ title }: { title: string }) => title.length <= 20) ? null : 100;
}

function statusWebhook(id: string, status: string, body: Sent, code?: number): unknown {
  const errors = code === undefined ? {} : { errors: [{ code, title: 'Re-engagement message' }] };
  return webhook({
    statuses: [
      {
        id,
        status,
        timestamp: String(Math.floor(Date.now() / 1_000)),
        recipient_id: body.to,
        biz_opaque_callback_data: body.biz_opaque_callback_data,
        ...errors,
      },
    ],
  });
}

/** The envelope of every webhook of a number. */
export function webhook(value: object, phoneId = PHONE_ID): unknown {
  const metadata = { display_phone_number: '904421530153', phone_number_id: phoneId };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: WABA_ID, changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }] }],
  };
}

/** A citizen's message, of any type. */
export function messageWebhook(id: string, from: string, type: string, content: unknown, extra: object = {}): unknown {
  return webhook({
    contacts: [{ profile: { name: 'Ayşe' }, wa_id: from, user_id: `TR.${from}` }],
    messages: [
      {
        from,
        from_user_id: `TR.${from}`,
        id,
        timestamp: String(Math.floor(Date.now() / 1_000)),
        type,
        [type]: content,
        ...extra,
      },
    ],
  });
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function fail(response: ServerResponse, code: number, status: number, retryAfter?: number): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify({ error: { message: `(#${code}) error`, type: 'OAuthException', code, fbtrace_id: 'x' } }));
}
