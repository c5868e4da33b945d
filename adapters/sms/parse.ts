/** NetGSM's lists of incoming messages and of reports to canonical items. Pure. */
import { createHash } from 'node:crypto';
import type { DeliveryState, Item, MessageItem, StatusItem } from '../../src/core/items';
import { type Fields, fields, list, name, object, refuse, text } from '../fields';

const TEXT_MAX_CHARS = 5_000;

/** Report states (REST v2): what became of an SMS. Those left out are still under way. */
const STATES: Record<number, { state: DeliveryState; error?: string }> = {
  1: { state: 'delivered' },
  2: { state: 'failed', error: 'unreachable' },
  3: { state: 'failed', error: 'unreachable' },
  11: { state: 'failed', error: 'not_allowed' },
  12: { state: 'failed', error: 'unreachable' },
  13: { state: 'failed', error: 'not_allowed' },
  14: { state: 'failed', error: 'not_allowed' },
  15: { state: 'failed', error: 'blocked' },
  16: { state: 'failed', error: 'not_allowed' },
  17: { state: 'failed', error: 'not_allowed' },
};

/** @throws KapiError badInput: neither a list of messages nor of reports */
export function parse(payload: unknown, account: string): { items: Item[]; ignored: string[] } {
  const answer = object(payload, '');
  if (answer.messages === undefined && answer.jobs === undefined) refuse('messages', 'messages or jobs is required');
  const items: Item[] = [];
  const ignored: string[] = [];
  const seen = new Map<string, number>();
  for (const message of list(answer.messages).map(fields)) {
    const item = messageOf(message, account, seen);
    if (item) items.push(item);
    else ignored.push('malformed');
  }
  for (const job of list(answer.jobs).map(fields)) {
    const item = statusOf(job, account);
    if (typeof item === 'string') ignored.push(item);
    else items.push(item);
  }
  return { items, ignored };
}

/**
 * NetGSM names no message: number, time and words do. The same words twice in one second from one number are told apart by their
 * place.
 */
function messageOf(message: Fields, account: string, seen: Map<string, number>): MessageItem | null {
  const number = numberOf(message.sender);
  const words = text(message.message, TEXT_MAX_CHARS);
  const at = timeOf(message.datetime);
  if (!number || words === undefined || at === null) return null;
  const key = createHash('sha256').update(`${number}|${at}|${words}`).digest('hex').slice(0, 32);
  const place = seen.get(key) ?? 0;
  seen.set(key, place + 1);
  return {
    type: 'message',
    channel: 'sms',
    account,
    eventId: place === 0 ? key : `${key}:${place}`,
    sender: { ids: [number], phone: number },
    at,
    parts: [{ kind: 'text', text: words }],
  };
}

function statusOf(job: Fields, account: string): StatusItem | string {
  const { jobid } = job;
  const platformId = typeof jobid === 'number' ? String(jobid) : text(jobid, 100);
  const found = typeof job.status === 'number' || typeof job.status === 'string' ? STATES[Number(job.status)] : undefined;
  if (!platformId) return 'malformed';
  if (!found) return `report_${name(job.status)}`;
  return { type: 'status', channel: 'sms', account, platformId, at: timeOf(job.deliveredDate) ?? 0, ...found };
}

/** "0532 111 22 33", "+90532…", "532…" as 90 and ten digits; other countries as they are. Null: not a number one could answer. */
export function numberOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const digits = String(value).replace(/[\s()+.-]/g, '');
  if (!/^\d{7,15}$/.test(digits)) return null;
  const national = /^(?:90|0)?(5\d{9})$/.exec(digits);
  return national ? `90${national[1]}` : digits.replace(/^00/, '');
}

/** "25.03.2026 08:30:00", "2026-03-25 08:30:00" or "250320260830": Turkish time, which is UTC+3 all year since 2016. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const [, day, month, year, hour, minute, second = '0'] =
    /^(\d{2})[./-]?(\d{2})[./-]?(\d{4})[ T]?(\d{2}):?(\d{2})(?::?(\d{2}))?$/.exec(value) ?? [];
  if (day !== undefined) return checked(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  const [, y, mo, d, h, mi, s = '0'] = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/.exec(value) ?? [];
  return y === undefined ? null : checked(Number(y), Number(mo), Number(d), Number(h), Number(mi), Number(s));
}

function checked(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  return Date.UTC(year, month - 1, day, hour - 3, minute, second);
}
