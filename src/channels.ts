/** Starts the channels that the configuration asks for. */
import { ADAPTERS, CHANNELS } from '../adapters';
import { channelSettings, missingSettings } from '../adapters/settings';
import type { Adapter, AdapterContext } from './core/adapter';
import { KapiError, KINDS } from './core/errors';
import type { Channel } from './outbox';

/** Channels that run although nobody asked: the citizen's page needs web chat. */
const ALWAYS = ['webchat'];

/** @throws KapiError config: an unknown channel, or one whose required settings are blank */
export async function startChannels(
  wanted: string[],
  env: Record<string, string | undefined>,
  contextFor: (name: string, settings: Record<string, string>) => AdapterContext,
): Promise<Map<string, Channel>> {
  const running = new Map<string, Channel>();
  const auto = wanted.includes('auto');
  for (const name of wanted)
    if (name !== 'auto' && !CHANNELS.includes(name))
      throw new KapiError(KINDS.config, `KAPI_CHANNELS: there is no channel "${name}"; there are ${CHANNELS.join(', ')}.`, {
        field: 'KAPI_CHANNELS',
      });
  for (const name of CHANNELS) {
    if (!auto && !wanted.includes(name)) continue;
    const module = await ADAPTERS[name]!();
    const settings = channelSettings(module.settings, env);
    const asked = wanted.includes(name) || ALWAYS.includes(name);
    const configured =
      module.settings.some((setting) => setting.required) && missingSettings(module.settings, settings).length === 0;
    if (!asked && !configured) continue;
    const adapter: Adapter = module.create(contextFor(name, settings));
    await adapter.start?.();
    running.set(name, { adapter, capabilities: module.capabilities });
  }
  return running;
}
