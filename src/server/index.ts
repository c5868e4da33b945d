/** The HTTP server: webhooks, health and metrics straight on node:http; pages, the agents' API and sockets on express. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Express } from 'express';
import { KapiError, KINDS } from '../core/errors';
import type { Log } from '../core/log';
import type { HealthReport } from './health';
import type { Metrics } from './metrics';
import { createWebhooks, respond, type WebhookDeps } from './webhooks';

export interface ServerDeps extends WebhookDeps {
  host: string;
  port: number;
  health(): Promise<HealthReport>;
  metrics: Metrics;
  /** Pages and API: made when the first request asks for them. */
  app(): Promise<Express>;
  log: Log;
}

export interface RunningServer {
  server: Server;
  port: number;
  /** Takes no new connections and resolves when open requests are answered. */
  stop(): Promise<void>;
}

const KEEP_ALIVE_MS = 65_000;

/** @throws KapiError config when the port is taken */
export async function startServer(deps: ServerDeps): Promise<RunningServer> {
  const webhooks = createWebhooks(deps);
  const server = createServer((request, response) => {
    if (webhooks(request, response)) return;
    const path = request.url!.split('?', 1)[0];
    if (path === '/health')
      void deps.health().then((report) => respond(response, { status: report.ok ? 200 : 503, body: report }));
    else if (path === '/metrics') void metrics(deps, response);
    else void page(deps, request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, deps);
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : deps.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function metrics(deps: ServerDeps, response: ServerResponse): Promise<void> {
  const { contentType, body } = await deps.metrics.render();
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

async function page(deps: ServerDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const app = await deps.app();
    app(request, response);
  } catch (error) {
    deps.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'the pages could not be served');
    respond(response, { status: 500, body: { code: 'internal', message: 'internal error' } });
  }
}

function listen(server: Server, { host, port }: ServerDeps): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new KapiError(KINDS.config, `KAPI_PORT: port ${port} is in use; stop what uses it or set another port.`, {
              field: 'KAPI_PORT',
            })
          : new KapiError(KINDS.config, `KAPI_HOST: cannot listen on ${host}:${port} (${error.code}).`, { field: 'KAPI_HOST' }),
      ),
    );
    server.listen(port, host, () => resolve());
  });
}
