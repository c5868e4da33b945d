/** Starts the channels that the configuration asks for, each account on its own. */
import { ADAPTERS, CHANNELS } from '../adapters';
import { accountsOf, channelSettings, DEFAULT_ACCOUNT, missingSettings } from '../adapters/settings';
import type { Adapter, AdapterContext, AdapterModule, SignIn } from './core/adapter';
import { KapiError, KINDS } from './core/errors';
import type { Channel } from './outbox';
import type { Store } from './store/port';

/** Channels that run although nobody asked: the citizen's page needs web chat. */
const ALWAYS = ['webchat'];

export interface RunningChannel extends Channel {
  name: string;
  account: string;
  module: AdapterModule;
}

export interface Channels {
  get(name: string, account: string): RunningChannel | undefined;
  add(channel: RunningChannel): void;
  all(): RunningChannel[];
}

export function createChannels(): Channels {
  const running = new Map<string, RunningChannel>();
  const keyOf = (name: string, account: string): string => `${name}|${account}`;
  return {
    get: (name, account) => running.get(keyOf(name, account)),
    add: (channel) => running.set(keyOf(channel.name, channel.account), channel),
    all: () => [...running.values()],
  };
}

/** The present steps of signing in, by channel label; whoever listens is told of each change. */
export interface SignIns {
  set(label: string, step: SignIn | null): void;
  of(label: string): SignIn | null;
}

export function createSignIns(onChange: (label: string, step: SignIn | null) => void): SignIns {
  const steps = new Map<string, SignIn>();
  return {
    of: (label) => steps.get(label) ?? null,
    set(label, step) {
      if (step) steps.set(label, step);
      else if (!steps.delete(label)) return;
      onChange(label, step);
    },
  };
}

/** The conversation of a telephone number on whichever running channel vouches for numbers; null where nobody wrote from it. */
export async function conversationOfPhone(
  channels: Channels,
  store: Pick<Store, 'conversationOf'>,
  digits: string,
): Promise<string | null> {
  for (const { name, account, module } of channels.all()) {
    const id = module.phoneId?.(digits);
    const found = id === undefined ? null : await store.conversationOf(name, account, id);
    if (found !== null) return found;
  }
  return null;
}

/** How people are told which channel is meant: "telegram", and "telegram/su" for a further account. */
export function channelLabel(name: string, account: string): string {
  return account === DEFAULT_ACCOUNT ? name : `${name}/${account}`;
}

/** An account of a channel that is to run, with its settings. */
export interface WantedChannel {
  module: AdapterModule;
  account: string;
  settings: Record<string, string>;
}

/**
 * The accounts to run: those of the channels named, and under "auto" those whose required settings are set.
 *
 * @throws KapiError config: an unknown channel
 */
export async function wantedChannels(wanted: string[], env: Record<string, string | undefined>): Promise<WantedChannel[]> {
  const auto = wanted.includes('auto');
  for (const name of wanted)
    if (name !== 'auto' && !CHANNELS.includes(name))
      throw new KapiError(KINDS.config, `KAPI_CHANNELS: there is no channel "${name}"; there are ${CHANNELS.join(', ')}.`, {
        field: 'KAPI_CHANNELS',
      });
  const found: WantedChannel[] = [];
  for (const name of CHANNELS) {
    if (!auto && !wanted.includes(name)) continue;
    // A channel whose settings nobody touched is not even loaded: what is off costs nothing.
    const asked = wanted.includes(name) || ALWAYS.includes(name);
    if (!asked && !mentions(env, name)) continue;
    const module = await ADAPTERS[name]!();
    for (const account of accountsOf(module.settings, env)) {
      const settings = channelSettings(module.settings, env, account);
      const required = module.settings.some((setting) => setting.required);
      const configured = required && missingSettings(module.settings, settings).length === 0;
      if (asked || configured) found.push({ module, account, settings });
    }
  }
  return found;
}

/** Settings of a channel begin with its name: KAPI_WHATSAPP_CLOUD_… of whatsapp-cloud. */
function mentions(env: Record<string, string | undefined>, name: string): boolean {
  const prefix = `KAPI_${name.toUpperCase().replaceAll('-', '_')}_`;
  return Object.keys(env).some((key) => key.startsWith(prefix) && env[key]?.trim());
}

/** @throws KapiError config: an unknown channel, or one whose required settings are blank */
export async function startChannels(
  channels: Channels,
  wanted: WantedChannel[],
  contextFor: (name: string, account: string, settings: Record<string, string>) => AdapterContext,
  wrap: (name: string, adapter: Adapter) => Adapter = (_name, adapter) => adapter,
): Promise<void> {
  for (const { module, account, settings } of wanted) {
    const adapter = wrap(module.name, module.create(contextFor(module.name, account, settings)));
    await adapter.start?.();
    channels.add({ name: module.name, account, module, adapter, capabilities: module.capabilities });
  }
}
