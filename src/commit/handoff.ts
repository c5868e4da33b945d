import type { Handler } from './index';

/** Taking over cancels what the bot had not yet sent: it must not talk over the agent. */
export const handoffTaken: Handler<'handoff.taken'> = () => [{ op: 'outbound.cancel' }];
