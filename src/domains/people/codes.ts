/** Codes that prove the hold of another channel. */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';

export interface CodeLimits {
  /** How long a code holds, in minutes. */
  code_minutes: number;
  /** Codes sent to one number, and asked for by one conversation, in a day. */
  codes_per_day: number;
}

const DIGITS = 6;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Numbers whose codes of the day are remembered; the oldest are forgotten first. */
const REMEMBERED = 50_000;

export interface Codes {
  /** A fresh code for a conversation to type; null when the day's are used up. `mark` is kept in its place. */
  draw(asker: string, phone: string, now: number): { code: string; mark: string; until: number } | null;
  /** Whether a typed code is the one of the mark. */
  fits(asker: string, typed: string, mark: string): boolean;
}

/** @param key of this process: what a store or a log holds of a code cannot be turned back into it */
export function createCodes(key: Buffer, limits: CodeLimits): Codes {
  const drawn = new Map<string, number[]>();

  function allowed(name: string, now: number): boolean {
    const recent = (drawn.get(name) ?? []).filter((at) => now - at < DAY_MS);
    if (recent.length >= limits.codes_per_day) return false;
    drawn.delete(name);
    drawn.set(name, [...recent, now]);
    if (drawn.size > REMEMBERED) drawn.delete(drawn.keys().next().value!);
    return true;
  }
  const markOf = (asker: string, code: string): Buffer => createHmac('sha256', key).update(`${asker} ${code}`).digest();

  return {
    draw(asker, phone, now) {
      if (!allowed(`by ${asker}`, now) || !allowed(`to ${phone}`, now)) return null;
      const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
      return { code, mark: markOf(asker, code).toString('hex'), until: now + limits.code_minutes * MINUTE_MS };
    },
    fits(asker, typed, mark) {
      const given = Buffer.from(mark, 'hex');
      const own = markOf(asker, typed.replace(/\D/g, ''));
      return given.length === own.length && timingSafeEqual(given, own);
    },
  };
}
