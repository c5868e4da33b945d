import { join } from 'node:path';
import { channelLabel, type WantedChannel, wantedChannels } from '../channels';
import type { AdapterContext } from '../core/adapter';
import { readConfig } from '../core/config';
import { KapiError, KINDS } from '../core/errors';
import { newId } from '../core/ids';
import { silentLog } from '../core/log';
import { degrade } from '../outbox/degrade';
import { out } from './lines';

/**
 * Lists the channels that the settings ask for and asks each platform whether all is right; with `send`, sends one test message.
 * One JSON line each, exit 1 when one is wrong.
 */
export async function run(options: { send?: string; to?: string; text?: string }): Promise<number> {
  const config = readConfig(process.env);
  const wanted = await wantedChannels(config.KAPI_CHANNELS, process.env);
  if (options.send !== undefined) return sendTest(wanted, options.send, options.to ?? '', options.text ?? '');
  let wrong = 0;
  for (const channel of wanted) {
    const health = await checked(channel, config.KAPI_PUBLIC_URL || `http://localhost:${config.KAPI_PORT}`);
    if (!health.ok) wrong++;
    out({ channel: channelLabel(channel.module.name, channel.account), ...health });
  }
  return wrong === 0 ? 0 : 1;
}

async function checked(channel: WantedChannel, publicUrl: string): Promise<{ ok: boolean; detail: string }> {
  try {
    const adapter = channel.module.create(contextOf(channel, publicUrl));
    try {
      return await adapter.check();
    } finally {
      await adapter.stop?.();
    }
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function sendTest(wanted: WantedChannel[], label: string, to: string, text: string): Promise<number> {
  const channel = wanted.find(({ module, account }) => channelLabel(module.name, account) === label);
  const names = wanted.map(({ module, account }) => channelLabel(module.name, account)).join(', ');
  if (!channel) throw new KapiError(KINDS.config, `--send: there is no running channel "${label}"; there are ${names}.`);
  if (to === '' || text === '') throw new KapiError(KINDS.config, '--send needs --to and --text.');
  const adapter = channel.module.create(contextOf(channel, ''));
  const part = { kind: 'text' as const, text };
  const row = {
    id: `test:${newId()}:0`,
    conversationId: 'test',
    channel: channel.module.name,
    account: channel.account,
    to,
    inReplyTo: [],
    part,
  };
  const message = {
    ...row,
    purpose: 'notice' as const,
    createdAt: Date.now(),
    author: 'agent' as const,
    lang: 'tr' as const,
    heardAt: Date.now(),
  };
  try {
    for (const piece of degrade(message, channel.module.capabilities)) out({ sent: true, ...(await adapter.send(piece)) });
    return 0;
  } catch (error) {
    out({ sent: false, reason: error instanceof Error ? error.message : String(error) });
    return 1;
  } finally {
    await adapter.stop?.();
  }
}

/** What an adapter may use outside a running line: its settings, and nothing of a citizen's. */
function contextOf({ module, account, settings }: WantedChannel, publicUrl: string): AdapterContext {
  const label = join(module.name, account);
  const notHere = async (): Promise<never> => {
    throw new KapiError(KINDS.config, 'only a running line takes messages');
  };
  return {
    account,
    settings,
    accept: notHere,
    saveMedia: notHere,
    history: async () => [],
    openMedia: async () => null,
    ignored: () => {},
    log: silentLog,
    folder: () => join(readConfig(process.env).KAPI_DATA_DIR, 'channels', label),
    signIn: () => {},
    mediaMaxBytes: 0,
    publicUrl,
    city: { name: '', shortName: '' },
  };
}
