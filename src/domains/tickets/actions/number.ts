import { z } from 'zod';
import type { Action } from '../../action';
import type { DrawNumber } from '../numbers';

/**
 * ticket.number: draws the number of a new record.
 *
 * example: {} -> { status: 'ok', number: 'PB-26-000123' }
 */
export function numberAction(draw: DrawNumber): Action {
  return {
    name: 'ticket.number',
    about: 'Draws the number of a new record',
    args: z.object({}),
    run: async (_args, { now }) => ({ status: 'ok', number: await draw(now) }),
  };
}
