/** Plain HTTP beside the socket: what cannot go over it (files), and all of it where a network lets no socket through. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import type { AdapterContext } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import { bearer, type Limits, newVisitorToken, type Origins, type Visitors } from './access';
import { ACCOUNT, type From, type Receive, UPLOAD_POINTS, wireError } from './receive';
import { renderHistory } from './render';
import type { WidgetConfig } from './wire';

export interface RouteDeps {
  context: AdapterContext;
  origins: Origins;
  limits: Limits;
  visitors: Visitors;
  receive: Receive;
  config: WidgetConfig;
}

const JSON_MAX = '512kb';
const HISTORY_MAX = 100;
const HISTORY_STANDARD = 50;
const ASSET = /^\/[\w.-]+\.(js|css|svg|map)$/;

export function mountRoutes(router: Router, deps: RouteDeps): void {
  const { context, limits, receive, config } = deps;
  const fromOf = (request: Request): From => ({
    visitor: deps.visitors.of(bearer(request.headers)),
    address: addressOf(request),
  });
  router.use(sameOriginOrListed(deps.origins));

  router.get('/config', (_request, response) => {
    response.set('cache-control', 'public, max-age=60').json(config);
  });

  router.post('/session', async (request, response) => {
    await limits.takeSession(addressOf(request));
    response.json({ token: newVisitorToken() });
  });

  router.post('/messages', express.json({ limit: JSON_MAX }), async (request, response) => {
    const at = await receive(fromOf(request), request.body);
    response.json({ ok: true, at });
  });

  router.get('/history', async (request, response) => {
    const { after, limit } = request.query;
    const count = Math.min(Number(limit) || HISTORY_STANDARD, HISTORY_MAX);
    const cursor = typeof after === 'string' && after.length <= 200 && after !== '' ? { after } : {};
    const lines = await context.history(ACCOUNT, fromOf(request).visitor, { ...cursor, limit: Math.max(Math.floor(count), 1) });
    response.json({ messages: lines.map(renderHistory).filter((line) => line !== null) });
  });

  const bytes = express.raw({ type: () => true, limit: config.uploadMaxBytes });
  router.post('/upload', authorized(limits, fromOf), bytes, async (request, response) => {
    const { clientId, lang, caption, fileName } = request.query;
    if (!Buffer.isBuffer(request.body) || request.body.length === 0)
      throw new KapiError(KINDS.badInput, 'body: must hold the file', { field: 'body' });
    const claim = {
      mimeType: request.headers['content-type'] ?? '',
      ...(typeof fileName === 'string' ? { fileName: fileName.slice(0, 200) } : {}),
    };
    const media = await context.saveMedia(request.body, claim);
    const at = await receive(fromOf(request), { clientId, lang, caption }, media);
    response.json({ ok: true, at, media });
  });

  router.get('/media/:hash', async (request, response) => {
    const found = await context.openMedia(ACCOUNT, fromOf(request).visitor, request.params.hash);
    if (!found) throw new KapiError(KINDS.notFound, 'there is no such attachment');
    response.set({
      'content-type': found.mimeType,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': /^image\/(?!svg)/.test(found.mimeType) ? 'inline' : 'attachment',
      'cache-control': 'private, max-age=86400, immutable',
    });
    response.end(found.bytes);
  });

  router.use(builtFiles());
  router.use((_request, _response, next) => next(new KapiError(KINDS.notFound, 'there is no such address')));
  router.use(answerErrors);
}

/** Refuses other sites' pages; answers the preflight of those that are listed. */
function sameOriginOrListed(origins: Origins) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { origin, host } = request.headers;
    response.vary('Origin');
    // The script itself is for any page; what it may then do is decided here.
    if (request.method === 'GET' && ASSET.test(request.path)) {
      next();
      return;
    }
    if (!origins.allowed(origin, host)) throw new KapiError(KINDS.forbidden, 'this site is not listed in KAPI_WEBCHAT_ORIGINS');
    response.set('cache-control', 'no-store');
    if (origins.listed(origin)) {
      response.set('access-control-allow-origin', origin!);
      response.set('cross-origin-resource-policy', 'cross-origin');
      if (request.method === 'OPTIONS') {
        response.set({
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'authorization, content-type',
          'access-control-max-age': '600',
        });
        response.status(204).end();
        return;
      }
    }
    next();
  };
}

/** Before the body is read: a stranger's bytes are not worth receiving. */
function authorized(limits: Limits, fromOf: (request: Request) => From) {
  return async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    const from = fromOf(request);
    await limits.take(from.visitor, from.address, UPLOAD_POINTS);
    next();
  };
}

const addressOf = (request: Request): string => request.ip ?? request.socket.remoteAddress ?? '';

/** The built widget and the citizen's page's style: beside the built server, or in dist/ of the checkout. */
export function widgetFolder(): string {
  const [built, checkout] = [path.join(__dirname, '../../widget'), path.join(__dirname, '../../dist/widget')] as const;
  return existsSync(path.join(built, 'widget.js')) ? built : checkout;
}

function builtFiles() {
  return express.static(widgetFolder(), {
    index: false,
    redirect: false,
    maxAge: '1h',
    setHeaders: (response) => {
      // Any site may embed the script: helmet's same-origin policy would refuse it.
      response.setHeader('cross-origin-resource-policy', 'cross-origin');
      response.setHeader('access-control-allow-origin', '*');
    },
  });
}

/** Express knows a handler of errors by its four parameters. */
function answerErrors(error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  const { status, body } = wireError(known(error));
  if (body.retryAfterMs !== undefined) response.set('retry-after', String(Math.ceil(body.retryAfterMs / 1_000)));
  if (!response.headersSent) response.status(status).json({ ok: false, error: body });
  else response.destroy();
}

/** What the body parsers throw, in our terms. */
function known(error: unknown): unknown {
  if (error instanceof KapiError) return error;
  const status = (error as { status?: unknown } | null)?.status;
  if (status === 413) return new KapiError(KINDS.tooLarge, 'the body is too large', { field: 'body' });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new KapiError(KINDS.badInput, 'body: must be as documented', { field: 'body' });
  return error;
}
