/** How a channel gets its settings, the same for all. */
import type { AdapterModule, AdapterSetting } from '../src/core/adapter';
import { KapiError, KINDS } from '../src/core/errors';

/** The account whose settings carry no suffix. */
export const DEFAULT_ACCOUNT = 'default';
/** Between a setting's name and the account's: KAPI_TELEGRAM_TOKEN__SU belongs to the account "su". */
const ACCOUNT_MARK = '__';

type Env = Record<string, string | undefined>;

/** The accounts that the environment names for a channel: always "default", then by name. */
export function accountsOf(settings: AdapterSetting[], env: Env): string[] {
  const found = new Set<string>();
  for (const { name } of settings)
    for (const key in env) {
      const account = key.startsWith(name + ACCOUNT_MARK) ? key.slice(name.length + ACCOUNT_MARK.length) : '';
      if (/^[A-Z0-9][A-Z0-9_]{0,31}$/.test(account) && env[key]?.trim()) found.add(account.toLowerCase());
    }
  found.delete(DEFAULT_ACCOUNT);
  return [DEFAULT_ACCOUNT, ...[...found].sort()];
}

/**
 * The values of an account's settings out of the environment, by name, defaults filled in. What a further account does not set
 * itself it shares with the first, save what each account has of its own.
 */
export function channelSettings(settings: AdapterSetting[], env: Env, account = DEFAULT_ACCOUNT): Record<string, string> {
  const suffix = account === DEFAULT_ACCOUNT ? '' : ACCOUNT_MARK + account.toUpperCase();
  return Object.fromEntries(
    settings.map(({ name, own, default: standard }) => {
      const value = env[name + suffix]?.trim() || (own && suffix !== '' ? '' : env[name]?.trim());
      return [name, value || (standard ?? '')];
    }),
  );
}

/** The required settings that are blank: with one of them the channel is not started. */
export function missingSettings(settings: AdapterSetting[], values: Record<string, string>): string[] {
  return settings.filter(({ name, required }) => required && !values[name]?.trim()).map(({ name }) => name);
}

/** A channel with a blank secret must never run. */
function requireSettings(module: Pick<AdapterModule, 'name' | 'settings'>, values: Record<string, string>): void {
  const [missing] = missingSettings(module.settings, values);
  if (missing === undefined) return;
  const mend = `the channel "${module.name}" needs it: set it, or take the channel out of KAPI_CHANNELS.`;
  throw new KapiError(KINDS.config, `${missing} is not set: ${mend}`, { field: missing });
}

/**
 * Every `create` begins with this: the account's settings with their defaults.
 *
 * @throws KapiError config, naming the variable that is blank and the mend
 */
export function settingsOf(
  module: Pick<AdapterModule, 'name' | 'settings'>,
  values: Record<string, string>,
): Record<string, string> {
  const given = channelSettings(module.settings, values);
  requireSettings(module, given);
  return given;
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
