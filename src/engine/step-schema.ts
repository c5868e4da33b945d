/** The steps of a flow, one schema a kind; src/engine/steps has the handler of each. */
import { z } from 'zod';

export const ENTITY_TYPES = [
  'line',
  'stop',
  'place',
  'neighbourhood',
  'district',
  'street',
  'date',
  'time',
  'duration',
  'number',
  'ticket',
  'phone',
  'identity_number',
  'iban',
  'plate',
  'subscriber',
  'birth_date',
] as const;
export const ASK_TYPES = [...ENTITY_TYPES, 'name', 'text', 'yes_no', 'choice', 'location', 'photo'] as const;

export const key = z
  .string()
  .regex(/^[a-z_]+(\.([A-Za-z0-9_]|\$\{[a-z_.]+\})+)+$/)
  .describe('A text in locales/, such as ticket.opened');
export const stepId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/)
  .describe('Name of a step of this flow');
export const slot = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]*$/)
  .describe('Name under which an answer or a result is kept');
const scalar = z.union([z.string(), z.number(), z.boolean()]);

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
);
export const values = z
  .record(z.string(), value)
  .describe('Names to values; "$name.field" takes a slot, an answer or a fact of the request');

export const when = z
  .record(z.string(), z.union([scalar, z.array(scalar)]))
  .describe('The step runs only when each path has this value, one of these values, or is "present" / "absent"');

const choice = z.strictObject({ id: z.string().min(1).max(40), label: key });
const choices = z
  .union([z.array(choice).min(1).max(10), z.string().startsWith('$')])
  .describe('Buttons, or a "$path" to a list of {id, label}');

const base = { id: stepId.optional(), when: when.optional() };

export const STEP_SCHEMAS = {
  say: z.strictObject({ ...base, say: key, with: values.optional() }).describe('Says a text'),
  ask: z
    .strictObject({
      ...base,
      ask: slot,
      accepts: z.array(z.enum(ASK_TYPES)).min(1),
      text: key,
      with: values.optional(),
      again: key.optional().describe('Said when the answer did not fit'),
      choices: choices.optional(),
      optional: z.boolean().optional().describe('After two answers that do not fit, go on without one'),
      sealed: z
        .literal(true)
        .optional()
        .describe('The number is kept encrypted, for agents of the department only: identity_number and iban'),
      offer: z
        .union([z.literal(true), z.literal('alone')])
        .optional()
        .describe('Asked by the way: another request, thanks or a no passes it by. alone: only where nothing else waits'),
      verbatim: z.boolean().optional().describe('A name: whatever is written is the answer, not a request or a language'),
      next: stepId.optional(),
    })
    .describe('Asks until an answer fits; skipped when the slot is filled'),
  choose: z
    .strictObject({
      ...base,
      choose: slot,
      text: key,
      with: values.optional(),
      choices,
      none: key.optional().describe('Label of a last button with the id "none", beneath a list'),
      again: key.optional(),
      next: stepId.optional(),
      optional: z.boolean().optional(),
      offer: z
        .enum(['alone', 'always'])
        .optional()
        .describe(
          'Buttons under an answer that hold nothing up: any other message passes them by. alone: only where nothing else waits',
        ),
      trouble: z
        .string()
        .optional()
        .describe('The answer for which a message is taken that says that something went wrong; it joins what was asked'),
    })
    .describe('Asks with buttons; skipped when the slot is filled'),
  call: z
    .strictObject({ ...base, call: z.string(), with: values.optional(), as: slot })
    .describe('Runs an action and keeps its result'),
  branch: z
    .strictObject({ ...base, branch: z.string().startsWith('$'), cases: z.record(z.string(), stepId), else: stepId.optional() })
    .describe('Goes on by the value of a path'),
  go: z.strictObject({ ...base, go: stepId }).describe('Goes on at another step'),
  set: z.strictObject({ ...base, set: values }).describe('Fills slots; null empties one'),
  remember: z.strictObject({ ...base, remember: values }).describe('Keeps values for later requests of this citizen'),
  open_ticket: z
    .strictObject({
      ...base,
      open_ticket: z.strictObject({
        number: value,
        intent: value.optional(),
        department: value.optional(),
        priority: z.enum(['normal', 'high']).optional(),
        status: z.enum(['open', 'referred']).optional().describe('referred: another institution is in charge of it'),
        description: value.optional().describe('Else the words of the request, with what `told` names'),
        told: z.array(value).optional().describe('Answers that stand in the description too: ["$detail"]'),
        place: value.optional(),
        phone: value.optional(),
        sealed: z.array(value).optional().describe('Answers to sealed questions: ["$identity"]'),
        details: values.optional().describe('What the flow asked beyond the common fields'),
      }),
    })
    .describe('Opens a record; the photo and the pin of the request go along'),
  keep_decision: z
    .strictObject({ ...base, keep_decision: z.string().startsWith('$') })
    .describe('Keeps what eligibility.check decided, so that it can be made again'),
  add_to_ticket: z
    .strictObject({
      ...base,
      add_to_ticket: z.strictObject({
        number: value,
        text: value.optional(),
        place: value.optional(),
        joins: value
          .optional()
          .describe('{id, name} of what the record is a part of, such as an announced cut; false: of nothing'),
      }),
    })
    .describe('Adds what was said or sent to a record'),
  ticket_status: z
    .strictObject({ ...base, ticket_status: z.strictObject({ number: value, status: z.enum(['open', 'cancelled']), text: key }) })
    .describe('Withdraws or reopens a record'),
  refer: z
    .strictObject({ ...base, refer: z.strictObject({ institution: value, number: value.optional() }) })
    .describe('Counts a citizen who was sent to another institution'),
  handoff: z
    .strictObject({ ...base, handoff: key.describe('Why, as agents read it') })
    .describe('Hands the conversation to a person'),
  not_understood: z
    .strictObject({ ...base, not_understood: z.literal(true) })
    .describe('Asks what was meant; the second message in a row that nothing is found for goes to a person'),
  link: z.strictObject({ ...base, link: value }).describe("Makes this conversation and the named one the same person's"),
  unlink: z.strictObject({ ...base, unlink: z.literal(true) }).describe('Ends the links of this conversation'),
  ring: z.strictObject({ ...base, ring: key }).describe('Rings the desk'),
  start: z
    .strictObject({ ...base, start: value, with: values.optional().describe('Slots that are filled before') })
    .describe('Ends this flow and starts the one of an intent, or of a name, with the same request'),
  end: z.strictObject({ ...base, end: z.literal(true) }).describe('Ends the flow'),
} as const;

/** In place of a step: all steps of a part, as if they stood here. */
export const INCLUDE_SCHEMA = z
  .strictObject({ include: slot.describe('Name of a file of flows/parts') })
  .describe('The steps of a part that several flows share');

export type StepKind = keyof typeof STEP_SCHEMAS;
export type StepOf<K extends StepKind> = z.infer<(typeof STEP_SCHEMAS)[K]> & { id: string };
export type FlowStep = { [K in StepKind]: StepOf<K> }[StepKind];

/** The kind of a step: the one of its keys that names it. */
export function kindOf(step: object): StepKind {
  for (const kind of Object.keys(STEP_SCHEMAS) as StepKind[]) if (kind in step) return kind;
  throw new Error('a step that passed the schema has a kind');
}
