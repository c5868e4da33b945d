/** Canonical messages to the body of NetGSM's `/sms/rest/v2/send`. Pure; what an SMS lacks the core has made text of before. */
import type { Outbound, OutPart } from '../../src/core/items';
import { numberOf } from './parse';
import { plainSms, segmentsOf } from './segments';

export interface SmsMessage {
  /** Left out for texts that need no Turkish letters or that go in UCS-2 anyway. */
  encoding?: 'TR';
  messages: [{ msg: string; no: string }];
}

export function render(outbound: Outbound): SmsMessage {
  const msg = plainSms(wordsOf(outbound.part));
  const number = numberOf(outbound.to) ?? outbound.to;
  // Inside Turkey NetGSM takes the ten digits; abroad 00 and the country's code.
  const no = /^905\d{9}$/.test(number) ? number.slice(2) : `00${number}`;
  const message: SmsMessage = { messages: [{ msg, no }] };
  return segmentsOf(msg).alphabet === 'basic' ? message : { encoding: 'TR', ...message };
}

function wordsOf(part: OutPart): string {
  switch (part.kind) {
    case 'media':
      return [part.text, part.media.url].filter(Boolean).join('\n');
    case 'location':
      return [part.text, part.label, `${part.lat}, ${part.lon}`].filter(Boolean).join('\n');
    case 'choices':
      return [part.text, ...part.choices.map(({ label }, index) => `${index + 1}) ${label}`)].join('\n');
    default:
      return part.text;
  }
}
