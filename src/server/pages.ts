/** Pages and the channels' own routes, made on the first request: a start that answers webhooks does not wait for them. */
import { inLang } from '../domains/pack';
import type { Express, Router as ExpressRouter } from 'express';
import { LANGS, type Lang } from '../core/items';
import type { Log } from '../core/log';
import { noticesOf } from '../domains/transit';
import type { Knowledge } from '../knowledge';
import type { Channels } from '../channels';
import { mountConsole } from './console';

export interface PagesDeps {
  log: Log;
  knowledge: Knowledge;
  channels: Channels;
  /** The page at "/". */
  citizenPage(options: { city: { name: string; shortName: string }; lang: Lang }): string;
  /** The agents' API. */
  api(): Promise<ExpressRouter>;
}

/** Gives the application, always the same one. */
export function createPages(deps: PagesDeps): () => Promise<Express> {
  let app: Promise<Express> | null = null;
  const city = (lang: Lang) => {
    const { name, short_name } = deps.knowledge.pack.profile;
    return { name: inLang(name, lang), shortName: inLang(short_name, lang) };
  };

  async function make(): Promise<Express> {
    const [{ createApp }, { Router }] = await Promise.all([import('./app'), import('express')]);
    const routers = deps.channels.all().flatMap(({ name: channel, account, adapter }) => {
      // Pages belong to the channel, not to each account.
      if (!adapter.mount || account !== 'default') return [];
      const router = Router();
      adapter.mount(router);
      return [[channel, router] as const];
    });
    return createApp({
      channels: Object.fromEntries(routers),
      log: deps.log,
      async page(express) {
        await mountConsole(express, deps.api);
        const { planner, texts, city: facts, pack } = deps.knowledge;
        if (planner) {
          const { mountJourneyPage } = await import('./journey/routes');
          mountJourneyPage(express, { planner, texts, city: facts, notices: noticesOf(pack) });
        }
        express.get('/', (request, response) => {
          const asked = String(request.query.lang ?? '');
          const lang = LANGS.find((known) => known === asked) ?? (request.acceptsLanguages([...LANGS]) as Lang | false);
          response.type('html').send(deps.citizenPage({ city: city(lang || 'tr'), lang: lang || 'tr' }));
        });
      },
    });
  }

  return () => (app ??= make());
}
