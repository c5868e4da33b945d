import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import type { Codes } from '../codes';
import type { PeopleBook } from '../port';

/**
 * people.send_code: sends a code to the conversation of a telephone number.
 *
 * example: { phone: '905321112233' } -> { status: 'sent', other: 'c-…', mark: '…', until: 1774424400000 }
 *
 * sent: also where nobody wrote from that number, so that nobody learns who writes to the city · too_many: no more today ·
 * same: the number is this conversation's own, or linked already
 */
export function sendCodeAction(book: PeopleBook, codes: Codes): Action {
  return {
    name: 'people.send_code',
    about: 'Sends a code to another channel of the citizen',
    args: z.object({ phone: z.string() }),
    async run({ phone }, { conversationId, inputId, now }): Promise<ActionResult> {
      const digits = String(phone).replace(/\D/g, '');
      const other = await book.conversationOfPhone(digits);
      if (other !== null && (await book.personOf(conversationId)).includes(other)) return { status: 'same' };
      const drawn = codes.draw(conversationId, digits, now);
      if (!drawn) return { status: 'too_many' };
      if (other !== null) await book.tell(other, `link:${inputId}`, 'people.code', { code: drawn.code });
      return { status: 'sent', other, mark: drawn.mark, until: drawn.until };
    },
  };
}
