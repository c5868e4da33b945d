/** The way in for platforms, answered before any framework: raw bytes, a size cap, the channel's own check. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Adapter, WebhookAnswer } from '../core/adapter';
import { httpAnswer, KapiError, KINDS } from '../core/errors';
import type { Log } from '../core/log';

export interface WebhookDeps {
  adapter(channel: string, account: string): Adapter | undefined;
  bodyMaxBytes: number;
  log: Log;
  onRefused(status: number): void;
}

const PREFIX = '/webhooks/';

/** Handles the request if it is a webhook; false when it is not. */
export function createWebhooks(deps: WebhookDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    if (!request.url?.startsWith(PREFIX)) return false;
    answer(request, deps).then(
      (result) => respond(response, result),
      (error) => {
        const { status, body } = httpAnswer(error);
        deps.onRefused(status);
        if (status >= 500) deps.log.error({ error: String(error), path: PREFIX, status }, 'a webhook was not taken');
        respond(response, { status, body });
        // What is left of an oversized body is not read.
        if (status === 413) request.destroy();
      },
    );
    return true;
  };
}

async function answer(request: IncomingMessage, deps: WebhookDeps): Promise<WebhookAnswer> {
  const url = request.url!;
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const [channel = '', account = 'default', ...more] = path.slice(PREFIX.length).split('/');
  const adapter = more.length === 0 ? deps.adapter(channel, account) : undefined;
  if (!adapter?.webhook) throw new KapiError(KINDS.notFound, 'there is no such webhook');
  const rawBody = await bodyOf(request, deps.bodyMaxBytes);
  const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
  return adapter.webhook({ method: request.method ?? 'GET', account, query, headers: request.headers, rawBody });
}

function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = (): KapiError => new KapiError(KINDS.tooLarge, `a body may have up to ${maxBytes} bytes`, { field: 'body' });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(new KapiError(KINDS.badInput, 'the request was broken off')));
  });
}

export function respond(response: ServerResponse, { status, body }: WebhookAnswer): void {
  if (response.writableEnded) return;
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  response.writeHead(status, {
    'Content-Type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
