import { randomBytes } from 'node:crypto';
import type { Action } from '../action';
import { channelsAction } from './actions/channels';
import { checkCodeAction } from './actions/check-code';
import { sendCodeAction } from './actions/send-code';
import { type CodeLimits, createCodes } from './codes';
import type { PeopleBook } from './port';

export type { PeopleBook } from './port';
export { NOBODY } from './port';

const KEY_BYTES = 32;

/** Actions by which a citizen makes several channels one person's. A code ends with the process that drew it. */
export function createPeopleActions(book: PeopleBook, limits: CodeLimits & { code_tries: number }): Action[] {
  const codes = createCodes(randomBytes(KEY_BYTES), limits);
  return [sendCodeAction(book, codes), checkCodeAction(book, codes, limits.code_tries), channelsAction(book)];
}
