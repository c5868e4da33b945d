import { ApiError } from './api';
import type { T } from './i18n';

/** A problem in the agent's words. */
export function problemText(t: T, error: unknown, passwordMinChars: number): string {
  if (!(error instanceof ApiError)) return t('errors.other');
  const { code, field } = error.problem;
  if (code === 'unauthorized') return t(field === 'token' ? 'errors.used_link' : 'errors.unauthorized');
  if (code === 'bad_input' && field && ['login', 'password', 'name'].includes(field))
    return t(`errors.bad_${field}`, { count: passwordMinChars });
  return ['too_many', 'conflict', 'store_down', 'forbidden'].includes(code) ? t(`errors.${code}`) : t('errors.other');
}
