/** CHANGE: the channel's name, in one line. README.md tells how it is set up. */
import type { Adapter, AdapterContext, AdapterModule, WebhookAnswer, WebhookRequest } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import { createCheck } from '../check';
import { createRest } from '../rest';
import { settingsOf } from '../settings';
import { verify } from '../signature';
import { parse } from './parse';
import { render } from './render';

/** CHANGE: settings begin with KAPI_ and the folder's name in capitals; then "auto" finds them. */
const P = 'KAPI_TEMPLATE_';
const TIMEOUT_MS = 20_000;
const CONCURRENCY = 16;

export const adapter: AdapterModule = {
  name: 'template', // CHANGE: the folder's name
  settings: [
    // `own`: a further account never shares this value; `required`: the channel does not start without it.
    { name: `${P}TOKEN`, required: true, secret: true, own: true, help: 'CHANGE: where an operator finds it.' },
    { name: `${P}SECRET`, required: true, secret: true, help: 'CHANGE: what webhooks are signed with.' },
    { name: `${P}API_URL`, default: 'https://api.example.org', help: 'CHANGE: address of the platform.' },
  ],
  // CHANGE: what the platform can show. The core makes up for all that is not here.
  capabilities: {
    choices: { max: 10, labelMax: 20 },
    textMax: 2_000,
    media: ['image'],
    location: false,
    idempotent: false,
    statusesCarryId: false,
    concurrency: CONCURRENCY,
    rate: { perSecond: 20 },
  },
  parse,
  render,
  create,
};

function create(context: AdapterContext): Adapter {
  const settings = settingsOf(adapter, context.settings);
  const rest = createRest(settings[`${P}API_URL`]!, { label: 'template', connections: CONCURRENCY, timeoutMs: TIMEOUT_MS });
  const headers = { authorization: `Bearer ${settings[`${P}TOKEN`]}`, 'content-type': 'application/json' };
  let trouble: string | null = null;

  return {
    async webhook(request: WebhookRequest): Promise<WebhookAnswer> {
      // CHANGE: the platform's own proof, over the raw bytes.
      if (!verify(settings[`${P}SECRET`]!, request.rawBody, request.headers['x-signature-256']))
        throw new KapiError(KINDS.unauthorized, 'X-Signature-256 is missing or wrong');
      let payload: unknown;
      try {
        payload = JSON.parse(request.rawBody.toString('utf8'));
      } catch {
        throw new KapiError(KINDS.badInput, 'body: must be JSON', { field: 'body' });
      }
      const { items, ignored } = parse(payload, context.account);
      for (const kind of ignored) context.ignored(kind);
      // Resolves when all are stored: only then may the platform hear 200.
      if (items.length > 0) await context.accept(items);
      return { status: 200, body: {} };
    },

    async send(outbound) {
      const answer = await rest.request({ method: 'POST', path: '/messages', headers, body: JSON.stringify(render(outbound)) });
      if (answer.status === 200) {
        trouble = null;
        const id = (answer.json as { id?: unknown } | undefined)?.id;
        return typeof id === 'string' ? { platformId: id } : {};
      }
      // CHANGE: each documented error: does it pass, must the account wait, is it for good, and what can an operator do?
      if (answer.status === 401) throw new KapiError(KINDS.sendLater, (trouble = `${P}TOKEN is refused: set a new one`));
      const wait = answer.retryAfterMs === undefined ? {} : { retryAfterMs: answer.retryAfterMs };
      if (answer.status === 429) throw new KapiError(KINDS.sendSlower, 'the platform asks to wait', wait);
      if (answer.status >= 500) throw new KapiError(KINDS.sendLater, `the platform answered ${answer.status}`, wait);
      throw new KapiError(KINDS.sendRefused, 'not_allowed');
    },

    check: createCheck(
      async () => {
        const answer = await rest.request({ method: 'GET', path: '/me', headers });
        if (answer.status !== 200) throw new KapiError(KINDS.config, `the platform answered ${answer.status}: check ${P}TOKEN`);
        return 'the account answers';
      },
      () => trouble,
    ),
    stop: () => rest.close(),
  };
}
