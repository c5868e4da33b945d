import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import type { Codes } from '../codes';
import type { PeopleBook } from '../port';

/**
 * people.check_code: whether the citizen typed the code that their other channel got; tells that channel when it fits.
 *
 * example: { code: '481 516', other: 'c-…', mark: '…', until: 1774424400000, tries: 1 } -> { status: 'ok', other: 'c-…', tries: 1 }
 *
 * ok · wrong: and may be tried again · used_up: too often wrong · expired
 */
export function checkCodeAction(book: PeopleBook, codes: Codes, triesMax: number): Action {
  return {
    name: 'people.check_code',
    about: 'Checks the code typed back',
    args: z.object({
      code: z.string(),
      other: z.string().optional(),
      mark: z.string(),
      until: z.number(),
      tries: z.number().int().default(0),
    }),
    async run({ code, other, mark, until, tries }, { conversationId, inputId, now }): Promise<ActionResult> {
      const count = (tries as number) + 1;
      if (now > (until as number)) return { status: 'expired', tries: count };
      const fits = codes.fits(conversationId, String(code), String(mark));
      if (!fits || typeof other !== 'string') return { status: count >= triesMax ? 'used_up' : 'wrong', tries: count };
      await book.tell(other, `linked:${inputId}`, 'people.linked_there', {});
      return { status: 'ok', other, tries: count };
    },
  };
}
