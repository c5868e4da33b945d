import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import type { PeopleBook } from '../port';

/**
 * people.channels: how many other conversations the citizen has linked.
 *
 * example: {} -> { status: 'some', count: 1 }
 *
 * some · none
 */
export function channelsAction(book: PeopleBook): Action {
  return {
    name: 'people.channels',
    about: 'How many other channels are linked',
    args: z.object({}),
    async run(_args, { conversationId }): Promise<ActionResult> {
      const count = (await book.personOf(conversationId)).length - 1;
      return { status: count > 0 ? 'some' : 'none', count };
    },
  };
}
