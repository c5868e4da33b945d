/** The web chat: the widget's server side, over socket.io and plain HTTP. README.md is its contract. */
import type { Adapter, AdapterContext, AdapterModule } from '../../src/core/adapter';
import { intSetting, settingsOf } from '../settings';
import { createLimits, createOrigins, createVisitors } from './access';
import { parse } from './parse';
import { createReceive } from './receive';
import { render } from './render';
import { mountRoutes } from './routes';
import { createSockets } from './sockets';

export const adapter: AdapterModule = {
  name: 'webchat',
  settings: [
    {
      name: 'KAPI_WEBCHAT_ORIGINS',
      help: "Sites whose pages may embed the chat, by comma (https://www.belediye.bel.tr); empty: only this server's own page.",
    },
    {
      name: 'KAPI_WEBCHAT_IDENTITY_SECRET',
      secret: true,
      help: "What the city's own site signs a logged-in citizen's identity with (JWT, HS256); empty: none are taken.",
    },
    {
      name: 'KAPI_WEBCHAT_TEXT_MAX_CHARS',
      default: '4000',
      help: 'Longest message of the web chat, 200 to 20000; a longer one is refused.',
    },
    { name: 'KAPI_WEBCHAT_UPLOAD_MAX_MIB', default: '10', help: 'Largest upload of the web chat, 1 to 100.' },
    {
      name: 'KAPI_WEBCHAT_VISITOR_PER_MINUTE',
      default: '30',
      help: 'Messages of one visitor in a minute; an upload counts as three.',
    },
    {
      name: 'KAPI_WEBCHAT_ADDRESS_PER_MINUTE',
      default: '1200',
      help: 'Messages from one network address in a minute. Behind a proxy all visitors may share one.',
    },
  ],
  capabilities: {
    choices: { max: 20, labelMax: 80 },
    textMax: 16_000,
    media: ['image', 'audio', 'video', 'document', 'sticker'],
    location: true,
    idempotent: true,
    statusesCarryId: false,
    concurrency: 256,
  },
  parse,
  render,
  create,
};

function create(context: AdapterContext): Adapter {
  const settings = settingsOf(adapter, context.settings);
  const textMaxChars = intSetting(settings, 'KAPI_WEBCHAT_TEXT_MAX_CHARS', 200, 20_000);
  const uploadMaxBytes = intSetting(settings, 'KAPI_WEBCHAT_UPLOAD_MAX_MIB', 1, 100) * 2 ** 20;
  const origins = createOrigins(settings.KAPI_WEBCHAT_ORIGINS ?? '', context.publicUrl);
  const limits = createLimits(
    intSetting(settings, 'KAPI_WEBCHAT_VISITOR_PER_MINUTE', 1, 10_000),
    intSetting(settings, 'KAPI_WEBCHAT_ADDRESS_PER_MINUTE', 1, 1_000_000),
  );
  const visitors = createVisitors(settings.KAPI_WEBCHAT_IDENTITY_SECRET ?? '');
  const sockets = createSockets(origins, visitors, context.log);
  const receive = createReceive(context, limits, sockets, textMaxChars);
  const config = { city: context.city, textMaxChars, uploadMaxBytes };

  return {
    mount: (router) => mountRoutes(router, { context, origins, limits, visitors, receive, config }),
    attach: (server) => sockets.attach(server, receive),
    async send(outbound) {
      // A visitor who is away reads it from the history on return; one who is here may see it twice and merges it by its id.
      sockets.message(outbound.to, render(outbound));
      return {};
    },
    check: async () => ({ ok: true, detail: `${sockets.count()} open connections` }),
    stop: () => sockets.close(),
  };
}
