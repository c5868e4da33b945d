import type { Handler } from './index';

/** The bot's reading is shown beside the message at the desk. */
export const read: Handler<'read'> = (event) => [{ op: 'reading', inputId: event.inputId, reading: event.reading }];
