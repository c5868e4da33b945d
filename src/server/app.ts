/** Pages and the channels' routes on express. */
import type { Express, NextFunction, Request, Response, Router } from 'express';
import { httpAnswer } from '../core/errors';
import type { Log } from '../core/log';

export interface AppDeps {
  /** Routers of the channels, under /<name>. */
  channels: Record<string, Router>;
  /** The citizen's page, the console, and what belongs to them. */
  page(app: Express): Promise<void>;
  log: Log;
}

export async function createApp(deps: AppDeps): Promise<Express> {
  const [{ default: express }, { default: helmet }] = await Promise.all([import('express'), import('helmet')]);
  const app = express();
  app.disable('x-powered-by');
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          // The widget writes its style into its shadow root.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          connectSrc: ["'self'", 'ws:', 'wss:'],
          upgradeInsecureRequests: null,
        },
      },
      // The widget is loaded by other sites: it may be.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      strictTransportSecurity: false,
    }),
  );
  for (const [name, router] of Object.entries(deps.channels)) app.use(`/${name}`, router);
  await deps.page(app);
  app.use((_request, response) => void response.status(404).json({ code: 'not_found', message: 'there is nothing here' }));
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = (error as { status?: unknown }).status;
    // express's own refusals (broken JSON, too large, bad paths) carry a status.
    const known =
      typeof status === 'number' && status < 500
        ? { status, body: { code: 'bad_input', message: 'the request could not be read' } }
        : httpAnswer(error);
    if (known.status >= 500) deps.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a request failed');
    response.status(known.status).json(known.body);
  });
  return app;
}
