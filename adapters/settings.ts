/** How a channel gets its settings, the same for all. */
import type { AdapterModule, AdapterSetting } from '../src/core/adapter';
import { KapiError, KINDS } from '../src/core/errors';

/** The values of a channel's own settings out of the environment, defaults filled in, by name. */
export function channelSettings(settings: AdapterSetting[], env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(settings.map(({ name, default: standard }) => [name, env[name]?.trim() || (standard ?? '')]));
}

/** The required settings that are blank: with one of them the channel is not started. */
export function missingSettings(settings: AdapterSetting[], values: Record<string, string>): string[] {
  return settings.filter(({ name, required }) => required && !values[name]?.trim()).map(({ name }) => name);
}

/**
 * Every `create` calls this first: a channel with a blank secret must never run.
 *
 * @throws KapiError config, naming the variable and the mend
 */
export function requireSettings(module: Pick<AdapterModule, 'name' | 'settings'>, values: Record<string, string>): void {
  const [missing] = missingSettings(module.settings, values);
  if (missing === undefined) return;
  const mend = `the channel "${module.name}" needs it: set it, or take the channel out of KAPI_CHANNELS.`;
  throw new KapiError(KINDS.config, `${missing} is not set: ${mend}`, { field: missing });
}

/**
 * A whole number among a channel's settings.
 *
 * @throws KapiError config, naming the variable and its bounds
 */
export function intSetting(values: Record<string, string>, name: string, min: number, max: number): number {
  const value = Number(values[name]);
  if (values[name]?.trim() && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new KapiError(KINDS.config, `${name}: set a whole number from ${min} to ${max}.`, { field: name });
}
