/** The logging port: structured, without message text. pino fills it in production. */
export interface Log {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export const silentLog: Log = { info() {}, warn() {}, error() {} };
