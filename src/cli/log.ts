import { destination, pino } from 'pino';
import type { Log } from '../core/log';
import { maskNumbers } from '../core/mask';

/** Structured logs on standard error: one JSON line each, without message text. */
export function createLog(level: string): Log & { flush(): void } {
  const logger = pino(
    { level, formatters: { log: masked }, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ fd: 2, sync: true }),
  );
  return {
    info: (data, message) => logger.info(data, message),
    warn: (data, message) => logger.warn(data, message),
    error: (data, message) => logger.error(data, message),
    flush: () => logger.flush(),
  };
}

/** What a platform or a driver says in an error may hold a telephone number. */
const masked = (data: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, typeof value === 'string' ? maskNumbers(value) : value]));
