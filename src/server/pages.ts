/** Pages, API and sockets, made on the first request or socket: a start that answers webhooks does not wait for them. */
import type { Server } from 'node:http';
import type { Express } from 'express';
import type { Config } from '../core/config';
import { LANGS, type Lang } from '../core/items';
import type { Live } from '../core/live';
import type { Log } from '../core/log';
import type { Desk } from '../desk/port';
import type { Knowledge } from '../knowledge';
import type { Blobs } from '../media/blobs';
import type { Channel } from '../outbox';
import type { Store } from '../store/port';
import type { Api } from './api';

export interface PagesDeps {
  store: Store;
  desk: Desk;
  live: Live;
  log: Log;
  now(): number;
  config: Config;
  knowledge: Knowledge;
  blobs: Blobs;
  /** Built files. */
  dist: string;
  channels: Map<string, Channel>;
  url(): string;
  /** The page at "/". */
  citizenPage(options: { city: { name: string; shortName: string }; lang: Lang }): string;
}

export interface Pages {
  app(): Promise<Express>;
  attach(server: Server): Promise<void>;
  firstStartLink(): Promise<string | null>;
}

const REPLY_MAX_CHARS = 4_000;

export function createPages(deps: PagesDeps): Pages {
  let api: Promise<Api> | null = null;
  let app: Promise<Express> | null = null;
  const { name, short_name } = deps.knowledge.pack.profile;
  const city = { name: name.tr, shortName: short_name.tr };

  async function makeApi(): Promise<Api> {
    const { createApi } = await import('./api');
    const { config, store, desk, live, log, now, knowledge, blobs } = deps;
    return createApi({
      store, desk, live, log, now, city,
      publicUrl: deps.url(),
      catalogue: [...knowledge.catalogue.values()],
      limits: {
        sessionHours: config.KAPI_AGENT_SESSION_HOURS,
        loginTries: config.KAPI_LOGIN_TRIES,
        loginWindowMinutes: config.KAPI_LOGIN_WINDOW_MINUTES,
        replyMaxChars: REPLY_MAX_CHARS,
      },
      async openMedia(conversationId, hash) {
        const owned = await store.mediaBelongs(conversationId, hash);
        const bytes = owned ? await blobs.open(hash) : null;
        return owned && bytes ? { bytes, mimeType: owned.mimeType } : null;
      },
    });
  }

  async function makeApp(): Promise<Express> {
    const [{ createApp }, { Router }, made] = await Promise.all([import('./app'), import('express'), getApi()]);
    const routers = [...deps.channels].flatMap(([channel, { adapter }]) => {
      if (!adapter.mount) return [];
      const router = Router();
      adapter.mount(router);
      return [[channel, router] as const];
    });
    return createApp({
      dist: deps.dist,
      api: made.router,
      channels: Object.fromEntries(routers),
      log: deps.log,
      page(express) {
        express.get('/', (request, response) => {
          const asked = String(request.query.lang ?? '');
          const lang = LANGS.find((known) => known === asked) ?? (request.acceptsLanguages([...LANGS]) as Lang | false) ?? 'tr';
          response.type('html').send(deps.citizenPage({ city, lang: lang || 'tr' }));
        });
      },
    });
  }

  const getApi = (): Promise<Api> => (api ??= makeApi());
  return {
    app: () => (app ??= makeApp()),
    async attach(server) {
      (await getApi()).attach(server);
    },
    firstStartLink: async () => (await getApi()).firstStartLink(),
  };
}
