/** An action: what a flow calls when it must look something up or draw a number. Runs outside the pure engine. */
import type { z } from 'zod';
import type { Lang } from '../core/items';
import type { JsonObject } from '../core/json';
import type { ActionResult } from '../core/turn';

export type { ActionResult } from '../core/turn';

export interface ActionContext {
  /** Epoch milliseconds of the turn: an action never reads the clock. */
  now: number;
  lang: Lang;
  conversationId: string;
  /** Id of the input whose turn this is: the same when the turn is run again. */
  inputId: string;
}

export interface Action {
  name: string;
  /** One line for the list of actions in the docs. */
  about: string;
  args: z.ZodType;
  /** A user's mistake is a status ("none", "ambiguous"), never an exception. */
  run(args: JsonObject, context: ActionContext): Promise<ActionResult>;
}
