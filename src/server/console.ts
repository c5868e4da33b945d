/** The agents' console: its built files, and the API behind it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Express, Router } from 'express';
import { ROOT } from '../core/paths';

const FOLDER = join(ROOT, 'dist', 'console');
const ASSET_MAX_AGE_MS = 365 * 24 * 3_600_000;

/** Mounts /api and /console; every address under /console is the one page, which finds its way itself. */
export async function mountConsole(app: Express, api: () => Promise<Router>): Promise<void> {
  const [{ default: express }, routes] = await Promise.all([import('express'), api()]);
  app.use('/api', routes);
  if (!existsSync(FOLDER)) return;
  // Names of assets hold the hash of their content.
  app.use(
    '/console/assets',
    express.static(join(FOLDER, 'assets'), { immutable: true, maxAge: ASSET_MAX_AGE_MS, fallthrough: false }),
  );
  app.use('/console', express.static(FOLDER, { index: false, redirect: false }));
  app.get(/^\/console(\/.*)?$/, (_request, response) => {
    response.set('Cache-Control', 'no-cache').sendFile(join(FOLDER, 'index.html'));
  });
}
