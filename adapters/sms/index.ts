/** SMS through NetGSM. README.md tells how it is set up. */
import type { Adapter, AdapterContext, AdapterModule, Receipt } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import type { Outbound } from '../../src/core/items';
import { createCheck } from '../check';
import { createRest } from '../rest';
import { intSetting, settingsOf } from '../settings';
import { parse } from './parse';
import { render } from './render';

const P = 'KAPI_SMS_';
const API_URL = 'https://api.netgsm.com.tr';
const TIMEOUT_MS = 20_000;
const CONCURRENCY = 4;
/** NetGSM takes ten report queries a minute; a report is asked for in blocks. */
const REPORT_EVERY_MS = 15_000;
const REPORT_BLOCK = 100;
/** Messages whose report is waited for, and for how long: NetGSM gives up after a day. */
const REPORTS_MAX = 20_000;
const REPORT_MAX_AGE_MS = 26 * 3_600_000;
/** How far back the inbox is read again: what came while we were away is there, what we know is dropped by its id. */
const INBOX_BACK_MS = 24 * 3_600_000;

export const adapter: AdapterModule = {
  name: 'sms',
  settings: [
    { name: `${P}USER`, required: true, help: 'User name (subscriber number) of the NetGSM account.' },
    { name: `${P}PASSWORD`, required: true, secret: true, help: 'Password of its API sub-user.' },
    { name: `${P}HEADER`, required: true, own: true, help: 'Sender name that NetGSM has approved, such as PALANDOKEN.' },
    { name: `${P}INBOX_SECONDS`, default: '0', help: 'How often incoming SMS are fetched; 0: the number takes none.' },
    {
      name: `${P}IYS_FILTER`,
      default: '0',
      help: '0: public information, not filtered by İYS (let counsel confirm); 11: individuals, 12: merchants.',
    },
    { name: `${P}API_URL`, default: API_URL, help: 'Address of the NetGSM API.' },
  ],
  capabilities: {
    choices: null,
    // Six joined SMS even in UCS-2, the most that NetGSM takes.
    textMax: 400,
    media: [],
    location: false,
    idempotent: false,
    statusesCarryId: false,
    concurrency: CONCURRENCY,
    // At most 20 tasks a minute for one number (error 85).
    rate: { perSecond: 10, perChatMs: 3_100 },
  },
  parse,
  render,
  phoneId: (digits) => digits,
  create,
};

/** Errors of /send: what they mean for the message, and what an operator can do. */
const ERRORS: Record<string, { refused?: string; mend?: string; waitMs?: number; slower?: boolean }> = {
  20: { refused: 'too_long' },
  30: { mend: `${P}USER or ${P}PASSWORD is refused, or NetGSM limits the API to other addresses` },
  40: { mend: `${P}HEADER is not an approved sender name of the account` },
  50: { refused: 'not_allowed' },
  51: { refused: 'not_allowed' },
  70: { refused: 'not_allowed' },
  80: { slower: true, waitMs: 5_000 },
  85: { waitMs: 60_000 },
};

function create(context: AdapterContext): Adapter {
  const settings = settingsOf(adapter, context.settings);
  const value = (name: string): string => settings[P + name]!;
  const inboxMs = intSetting(settings, `${P}INBOX_SECONDS`, 0, 3_600) * 1_000;
  const rest = createRest(value('API_URL'), { label: 'NetGSM', connections: CONCURRENCY, timeoutMs: TIMEOUT_MS });
  const authorization = `Basic ${Buffer.from(`${value('USER')}:${value('PASSWORD')}`).toString('base64')}`;
  /** Jobs whose report is waited for, with the time of sending. */
  const jobs = new Map<string, number>();
  const timers: NodeJS.Timeout[] = [];
  let trouble: string | null = null;

  /** @param none the code by which this query tells that there is nothing */
  async function call(method: 'GET' | 'POST', path: string, body?: object, none?: string): Promise<Record<string, unknown>> {
    const answer = await rest.request({
      method,
      path: `/sms/rest/v2/${path}`,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const found = (typeof answer.json === 'object' && answer.json !== null ? answer.json : {}) as Record<string, unknown>;
    const code = String(found.code ?? '');
    if (code === '00' || (answer.status === 200 && code === '') || code === none) return found;
    const known = ERRORS[code];
    if (known?.mend) {
      trouble = `${known.mend} (${code})`;
      throw new KapiError(KINDS.sendLater, trouble);
    }
    if (known?.refused) throw new KapiError(KINDS.sendRefused, known.refused);
    const wait = known?.waitMs === undefined ? {} : { retryAfterMs: known.waitMs };
    throw new KapiError(
      known?.slower ? KINDS.sendSlower : KINDS.sendLater,
      `NetGSM answered ${answer.status} (${code || 'no code'})`,
      wait,
    );
  }

  async function send(outbound: Outbound): Promise<Receipt> {
    const iys = value('IYS_FILTER');
    const { jobid } = await call('POST', 'send', { msgheader: value('HEADER'), iysfilter: iys, ...render(outbound) });
    trouble = null;
    if (jobid === undefined) return {};
    jobs.set(String(jobid), Date.now());
    if (jobs.size > REPORTS_MAX) jobs.delete(jobs.keys().next().value!);
    return { platformId: String(jobid) };
  }

  /** Asks what became of what was sent. */
  async function reports(): Promise<void> {
    for (const [job, at] of jobs) if (Date.now() - at > REPORT_MAX_AGE_MS) jobs.delete(job);
    const asked = [...jobs.keys()].slice(0, REPORT_BLOCK);
    if (asked.length === 0) return;
    const answer = await call('POST', 'report', { jobids: asked }, '60');
    const { items } = parse({ jobs: answer.jobs ?? [] }, context.account);
    if (items.length > 0) await context.accept(items);
    // Those still under way go to the end of the line.
    for (const job of asked) {
      const at = jobs.get(job)!;
      jobs.delete(job);
      if (!items.some((item) => item.type === 'status' && item.platformId === job)) jobs.set(job, at);
    }
  }

  /** A window of a day each time: nothing is lost while we were away, and what is known is dropped by its id. */
  async function inbox(): Promise<void> {
    const range = `startdate=${stamp(Date.now() - INBOX_BACK_MS)}&stopdate=${stamp(Date.now() + 60_000)}`;
    const answer = await call('GET', `inbox?${range}`, undefined, '40');
    const { items, ignored } = parse({ messages: answer.messages ?? [] }, context.account);
    for (const kind of ignored) context.ignored(kind);
    if (items.length > 0) await context.accept(items);
  }

  function every(ms: number, job: () => Promise<void>, what: string): void {
    let busy = false;
    const run = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      await job().catch((error: unknown) => context.log.warn({ error: error instanceof Error ? error.message : 'failed' }, what));
      busy = false;
    };
    timers.push(setInterval(() => void run(), ms).unref());
    void run();
  }

  return {
    async start() {
      every(REPORT_EVERY_MS, reports, 'NetGSM gives no reports; asked again soon');
      if (inboxMs > 0) every(inboxMs, inbox, 'NetGSM gives no incoming messages; asked again soon');
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await rest.close();
    },
    send,
    check: createCheck(
      async () => {
        const { msgheaders } = await call('GET', 'msgheader');
        const names = Array.isArray(msgheaders) ? msgheaders.map(String) : [];
        if (!names.includes(value('HEADER')))
          throw new KapiError(
            KINDS.config,
            `${P}HEADER is "${value('HEADER')}"; the account's sender names are ${names.join(', ') || 'none'}`,
          );
        trouble = null;
        return `sender ${value('HEADER')}`;
      },
      () => trouble,
    ),
  };
}

/** ddMMyyyyHHmm in Turkish time, as NetGSM takes it. */
function stamp(at: number): string {
  const [date, time] = new Date(at + 3 * 3_600_000).toISOString().split('T');
  return date!.split('-').reverse().join('') + time!.slice(0, 5).replace(':', '');
}
