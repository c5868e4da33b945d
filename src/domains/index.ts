/** All actions by name, and how a call reaches one. */
import { KapiError, KINDS } from '../core/errors';
import type { ActionResult, Call } from '../core/turn';
import type { Action, ActionContext } from './action';

export type Actions = Map<string, Action>;

export function actionsOf(...groups: Action[][]): Actions {
  const actions: Actions = new Map();
  for (const action of groups.flat()) {
    if (actions.has(action.name)) throw new Error(`two actions are called ${action.name}`);
    actions.set(action.name, action);
  }
  return actions;
}

/**
 * Runs a call. Arguments that do not fit the action's schema are a fault of the flow, not of the citizen.
 *
 * @throws KapiError badInput naming the action and the argument
 */
export async function runAction(actions: Actions, call: Call, context: ActionContext): Promise<ActionResult> {
  const action = actions.get(call.action);
  if (!action) throw new KapiError(KINDS.badInput, `no action ${call.action}`, { field: call.action });
  const args = action.args.safeParse(call.args);
  if (!args.success) {
    const { path, message } = args.error.issues[0]!;
    throw new KapiError(KINDS.badInput, `${call.action}: ${path.join('.')}: ${message}`, { field: path.join('.') });
  }
  return action.run(args.data as never, context);
}
