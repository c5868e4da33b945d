/**
 * The channels there are. Each is loaded only when it is asked for, so that what is switched off costs nothing. `require`,
 * because the same line must find `.ts` in the tests and `.js` in the build, which `import()` cannot.
 */
import type { AdapterModule } from '../src/core/adapter';

type Loaded = { adapter: AdapterModule };

export const ADAPTERS: Record<string, () => Promise<AdapterModule>> = {
  webchat: async () => (require('./webchat') as Loaded).adapter,
  http: async () => (require('./http') as Loaded).adapter,
  'whatsapp-cloud': async () => (require('./whatsapp-cloud') as Loaded).adapter,
  telegram: async () => (require('./telegram') as Loaded).adapter,
  messenger: async () => (require('./messenger') as Loaded).adapter,
  instagram: async () => (require('./instagram') as Loaded).adapter,
  'whatsapp-web': async () => (require('./whatsapp-web') as Loaded).adapter,
  botframework: async () => (require('./botframework') as Loaded).adapter,
  sms: async () => (require('./sms') as Loaded).adapter,
};

/** Names of all channels, in the order in which they are listed to people. */
export const CHANNELS = Object.keys(ADAPTERS);
