/** The server as the widget sees it: a live socket, and plain HTTP where there is none. */
import { io, type Socket } from 'socket.io-client';
import type { Ack, ClientEvents, ServerEvents, ShownMessage, WidgetConfig } from '../../wire';
import { bytesOf } from './photo';
import type { Pending, Storage } from './queue';

const TOKEN_KEY = 'kapi.token';
const ACK_WAIT_MS = 8_000;
const REQUEST_WAIT_MS = 20_000;
const UPLOAD_WAIT_MS = 90_000;
const RECONNECT_MAX_MS = 5_000;
export const HISTORY_PAGE = 100;

export interface ServerLink {
  config(): Promise<WidgetConfig>;
  /** Opens the socket; `onConnect` is called each time it is up. */
  connect(handlers: { onConnect(): void; onLost(): void; onMessage(line: ShownMessage): void; onTyping(): void }): Promise<void>;
  connected(): boolean;
  /** Whoever sits here has spoken before, or is logged in. */
  known(): boolean;
  /** Never rejects: what could not reach the server is `network`. */
  send(entry: Pending): Promise<Ack>;
  history(after: string | undefined): Promise<ShownMessage[]>;
  media(hash: string): Promise<Blob>;
  /** Tries at once instead of at the next turn: the network is said to be back. */
  wake(): void;
}

/** @param identity the logged-in citizen's, signed by the page's own site; where it is refused, the browser's own token serves */
export function createLink(base: string, storage: Storage, identity = ''): ServerLink {
  let signed = identity;
  let socket: Socket<ServerEvents, ClientEvents> | null = null;
  const url = (path: string): URL => new URL(`webchat/${path}`, base);
  let asked: Promise<string> | null = null;

  /** One token a browser, however many ask at once. */
  function token(): Promise<string> {
    const known = signed || storage.get(TOKEN_KEY);
    if (known) return Promise.resolve(known);
    asked ??= fetch(url('session'), { method: 'POST', signal: AbortSignal.timeout(REQUEST_WAIT_MS) })
      .then((answer) => answer.json() as Promise<{ token: string }>)
      .then((body) => {
        storage.set(TOKEN_KEY, body.token);
        return body.token;
      })
      .finally(() => {
        asked = null;
      });
    return asked;
  }

  /** After a refusal: an identity has expired, or the browser's token is not known any more. */
  function forget(): void {
    if (signed) signed = '';
    else storage.remove(TOKEN_KEY);
  }

  async function call(path: URL, init: RequestInit = {}, waitMs = REQUEST_WAIT_MS): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await token()}`);
    const answer = await fetch(path, { ...init, headers, signal: AbortSignal.timeout(waitMs) });
    if (answer.status === 401) forget();
    return answer;
  }

  async function post(entry: Pending): Promise<Ack> {
    const { message, upload } = entry;
    const path = url(upload ? 'upload' : 'messages');
    let body: BodyInit = JSON.stringify(message);
    let type = 'application/json';
    if (upload) {
      const bytes = bytesOf(upload.data);
      body = bytes;
      type = bytes.type;
      const { clientId, lang } = message;
      for (const [name, value] of Object.entries({ clientId, lang, caption: upload.caption, fileName: upload.fileName }))
        if (value) path.searchParams.set(name, value);
    }
    const answer = await call(
      path,
      { method: 'POST', body, headers: { 'content-type': type } },
      upload ? UPLOAD_WAIT_MS : REQUEST_WAIT_MS,
    );
    return (await answer.json()) as Ack;
  }

  return {
    config: async () =>
      (await fetch(url('config'), { signal: AbortSignal.timeout(REQUEST_WAIT_MS) })).json() as Promise<WidgetConfig>,
    async connect({ onConnect, onLost, onMessage, onTyping }) {
      if (socket) return;
      await token();
      const path = url('socket').pathname;
      socket = io(new URL(base).origin, {
        path,
        // Asked for at each attempt: the token may have been replaced.
        auth: (give) =>
          void token().then(
            (value) => give({ token: value }),
            () => give({}),
          ),
        reconnectionDelayMax: RECONNECT_MAX_MS,
        transports: ['websocket', 'polling'],
        tryAllTransports: true,
      });
      socket
        .on('connect', onConnect)
        .on('disconnect', onLost)
        .on('connect_error', onLost)
        .on('message', onMessage)
        .on('typing', onTyping);
      // A refusal by the server itself is final for socket.io; a new token may mend it.
      socket.on('connect_error', (error) => {
        if (error.message !== 'unauthorized') return;
        forget();
        setTimeout(() => socket?.connect(), RECONNECT_MAX_MS);
      });
    },
    connected: () => socket?.connected ?? false,
    known: () => signed !== '' || storage.get(TOKEN_KEY) !== null,
    async send(entry) {
      try {
        if (!entry.upload && socket?.connected) {
          const ack = await socket
            .timeout(ACK_WAIT_MS)
            .emitWithAck('message', entry.message)
            .catch(() => null);
          if (ack) return ack;
        }
        return await post(entry);
      } catch {
        return { ok: false, error: { code: 'network', message: '' } };
      }
    },
    async history(after) {
      const path = url('history');
      path.searchParams.set('limit', String(HISTORY_PAGE));
      if (after !== undefined) path.searchParams.set('after', after);
      const answer = await call(path);
      if (!answer.ok) throw new Error(`history answered ${answer.status}`);
      return ((await answer.json()) as { messages: ShownMessage[] }).messages;
    },
    async media(hash) {
      const answer = await call(url(`media/${encodeURIComponent(hash)}`));
      if (!answer.ok) throw new Error(`media answered ${answer.status}`);
      return answer.blob();
    },
    wake() {
      if (socket && !socket.connected) socket.connect();
    },
  };
}
