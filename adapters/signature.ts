/** Signed requests: the http channel and Meta's webhooks share the form. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** `sha256=<hex HMAC-SHA-256 of the exact bytes>`. */
export function sign(secret: string, body: Buffer | string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Compares in constant time; a header of another shape is wrong without being compared. */
export function verify(secret: string, body: Buffer, header: string | string[] | undefined): boolean {
  if (typeof header !== 'string' || !/^sha256=[0-9a-fA-F]{64}$/.test(header)) return false;
  return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), Buffer.from(header.slice(7), 'hex'));
}
