import { destination, pino } from 'pino';
import type { Log } from '../core/log';

/** Structured logs on standard error: one JSON line each, without message text. */
export function createLog(level: string): Log & { flush(): void } {
  const logger = pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ fd: 2, sync: true }),
  );
  return {
    info: (data, message) => logger.info(data, message),
    warn: (data, message) => logger.warn(data, message),
    error: (data, message) => logger.error(data, message),
    flush: () => logger.flush(),
  };
}
