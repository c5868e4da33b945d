/**
 * A double of Telegram's Bot API for what telegram-test-api lacks: files, errors, the webhook's secret header, limits. Built from the Bot
 * API's documentation; it refuses what Telegram refuses.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// biome-ignore lint/suspicious/noExplicitAny: bodies of a foreign interface
type Params = Record<string, any>;

export interface TelegramDouble {
  url: string;
  token: string;
  sent: (Params & { method: string })[];
  /** The next sending calls fail so, one each. */
  fail: { code: number; description: string; retryAfter?: number }[];
  hook: { url: string; secret_token?: string } | null;
  hookError: string | null;
  files: Map<string, Buffer>;
  /** Delivers an update to the webhook; gives the answer's status. */
  deliver(update: object, secret?: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startTelegram(): Promise<TelegramDouble> {
  let count = 0;
  const double: TelegramDouble = {
    url: '',
    token: '1:test',
    sent: [],
    fail: [],
    hook: null,
    hookError: null,
    files: new Map(),
    async deliver(update, secret = double.hook?.secret_token ?? '') {
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
      return (await fetch(double.hook!.url, { method: 'POST', body: JSON.stringify(update), headers })).status;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(request.url!);
      if (file) {
        const bytes = file[1] === double.token ? double.files.get(file[2]!) : undefined;
        response.writeHead(bytes ? 200 : 404);
        response.end(bytes);
        return;
      }
      const [, token, method] = /^\/bot([^/]+)\/(\w+)/.exec(request.url!) ?? [];
      const isJson = String(request.headers['content-type']).includes('json');
      answer(token ?? '', method ?? '', isJson && body.length > 0 ? JSON.parse(body.toString()) : { upload: body }, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  double.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return double;

  function answer(token: string, method: string, params: Params, response: ServerResponse): unknown {
    if (token !== double.token) return fail(response, 401, 'Unauthorized');
    switch (method) {
      case 'getMe':
        return ok(response, { id: 1, is_bot: true, first_name: 'Kapı', username: 'palandoken_bot' });
      case 'setWebhook':
        double.hook = params as TelegramDouble['hook'];
        return ok(response, true);
      case 'deleteWebhook':
        double.hook = null;
        return ok(response, true);
      case 'getWebhookInfo':
        return ok(response, {
          url: double.hook?.url ?? '',
          pending_update_count: 0,
          ...(double.hookError ? { last_error_date: Math.floor(Date.now() / 1_000), last_error_message: double.hookError } : {}),
        });
      case 'answerCallbackQuery':
        return ok(response, true);
      case 'getFile':
        if (!double.files.has(params.file_id)) return fail(response, 400, 'Bad Request: invalid file_id');
        return ok(response, { file_id: params.file_id, file_unique_id: 'x', file_path: params.file_id });
      default:
        return send(method, params, response);
    }
  }

  function send(method: string, params: Params, response: ServerResponse): unknown {
    const scripted = double.fail.shift();
    if (scripted) return fail(response, scripted.code, scripted.description, scripted.retryAfter);
    const rows: { text: string; callback_data: string }[] = params.reply_markup?.inline_keyboard?.flat() ?? [];
    if (method === 'sendMessage' && !(params.text?.length > 0 && params.text.length <= 4_096))
      return fail(response, 400, 'Bad Request: message is too long');
    if (rows.some(({ callback_data: data }) => Buffer.byteLength(data) < 1 || Buffer.byteLength(data) > 64))
      return fail(response, 400, 'Bad Request: BUTTON_DATA_INVALID');
    double.sent.push({ ...params, method });
    ok(response, {
      message_id: ++count,
      date: Math.floor(Date.now() / 1_000),
      chat: { id: Number(params.chat_id), type: 'private' },
    });
  }
}

function ok(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: true, result }));
}

function fail(response: ServerResponse, code: number, description: string, retryAfter?: number): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  response.end(JSON.stringify({ ok: false, error_code: code, description, ...parameters }));
}
