/** What a flow file may hold beside its steps. The JSON schema for editors (flows/schema.json) is printed from here. */
import { z } from 'zod';
import { ENTITY_TYPES, type FlowStep, INCLUDE_SCHEMA, key, slot, STEP_SCHEMAS, stepId, values, when } from './step-schema';

const wordSource = z
  .strictObject({ words: z.record(z.string(), z.array(z.string()).min(1)) })
  .describe('A value by the words of the request, folded: {last: [son, sonuncu]} gives "last" where one of them is said');

const troubleSource = z
  .strictObject({ trouble: z.literal(true) })
  .describe('"yes" where the request says that something went wrong (data/trouble.yaml)');

const slotSource = z.strictObject({
  entity: z.union([z.enum(ENTITY_TYPES), z.array(z.enum(ENTITY_TYPES)).min(1)]),
  role: z.enum(['from', 'to', 'at']).optional().describe('Prefer the one with this case ending'),
  only_role: z.boolean().optional().describe('Take none without that ending'),
  memory: z.string().optional().describe('Else what is remembered under this name'),
});

const cue = z
  .strictObject({
    words: z
      .array(z.string())
      .min(1)
      .describe('Phrases of which one must be said, folded; "$name" stands for a list of parts/words.yaml'),
    entities: z.array(z.enum(ENTITY_TYPES)).min(1).optional().describe('One of these must be named too'),
  })
  .describe('Opens the flow for a message that was read unsurely');

const followUp = z
  .strictObject({
    id: stepId.optional().describe('Name under which a button of `next` follows this rule'),
    words: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Phrases of which one must be said, folded: [donusu, geri donus]; "$name" stands for a list of parts/words.yaml'),
    takes: z.array(slot).min(1).optional().describe('Slots of which the message must fill one; those it fills are replaced'),
    set: values.optional().describe('Slots filled from the answered ones ("$to"), before what the message itself fills'),
    unsure: z
      .literal(true)
      .optional()
      .describe('Holds only for a message that is not surely read, which may then name other things too'),
    same: z
      .literal(true)
      .optional()
      .describe('Holds too for a message surely read as the answered request itself, while it names none of its slots'),
    over: z
      .array(z.string())
      .optional()
      .describe(
        'Requests that a message of this rule may surely be read as all the same: a neighbourhood alone sounds like a route',
      ),
    max_words: z.int().min(1).optional().describe('Longest message it holds for; else follow_up_max_words of data/engine.yaml'),
    clear: z.array(slot).optional().describe('Slots that are forgotten'),
    intent: z.string().optional().describe('Opens the flow of another request, with only what `set` and the message give'),
  })
  .describe('A short message after the answer that goes on from it. Without `words` the message must name nothing else');

const followUps = z
  .strictObject({
    over: z.array(z.string()).optional().describe('Requests that a follow-up may be misread as; else a clear request is new'),
    rules: z.array(followUp).min(1).describe('Tried in order'),
  })
  .describe('How a short message after the answer is taken: "peki yarın?", "dönüşü?"');

/** What buttons do without a flow's own help: a record about the answer, a person, what else can be asked. */
export const NEXT_DOES = ['report', 'agent', 'help'] as const;

const nextButton = z
  .strictObject({
    does: z.enum(NEXT_DOES).optional().describe('One of the shared buttons'),
    id: stepId.optional().describe('Name of a button of its own'),
    label: key.optional().describe('What stands on it: 20 characters at most'),
    follows: stepId.optional().describe('Goes on by this rule of `follow_ups`'),
    start: z.string().optional().describe('Opens the request of this intent, about the same thing'),
    with: values.optional().describe('With `start`: slots given to it, in place of what the request itself named'),
    when: when.optional(),
  })
  .refine(({ does, id, label, follows, start, with: given }) =>
    does
      ? !id && !label && !follows && !start && !given
      : id && label && Boolean(follows) !== Boolean(start) && (start || !given),
  )
  .describe('`does` alone, or `id`, `label` and one of `follows` and `start`');

const next = z
  .array(z.union([z.enum(NEXT_DOES), nextButton]))
  .min(1)
  .max(8)
  .describe('Buttons under the last answer, the first three whose `when` holds. Any other message passes them by');

const aside = z
  .strictObject({
    intents: z.array(z.string()),
    words: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Phrases that ask for it whatever else they read as, folded; "$name" stands for a list of parts/words.yaml'),
    say: key,
    with: values.optional(),
    when: when.optional(),
  })
  .describe('Requests that are answered while a question is open, which is asked again after it: "şartları neydi"');

/** What the engine opens a flow for by itself; one flow each. */
export const ROLES = ['page', 'report', 'pin'] as const;
export type Role = (typeof ROLES)[number];

export const FLOW_SCHEMA = z.strictObject({
  flow: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .describe('Name, the same as the file'),
  about: z.string().describe('One line: who gets what'),
  intents: z.array(z.string()).optional().describe('Requests it serves'),
  does: z
    .array(z.enum(['answer', 'flow', 'ticket', 'incident', 'direct']))
    .optional()
    .describe('Kinds of requests it serves when no flow names the intent'),
  phrases: z.array(z.string().min(3)).optional().describe('Messages that open the flow word for word, in plain letters'),
  counts_as: z
    .string()
    .optional()
    .describe('With `phrases` and no intent of its own: the request as which it is spoken of and counted'),
  role: z
    .enum(ROLES)
    .optional()
    .describe(
      'The one flow that the engine opens by itself. page: looks for the page of a message that is no sure request; ' +
        'report: the record of the button "report" under an answer; pin: what is near a pin that came without words',
    ),
  over: z
    .array(z.string())
    .optional()
    .describe('With `role: report`: requests as which words about an answer that went wrong may surely be read all the same'),
  gather: z.boolean().optional().describe('Waits a moment for the photo, pin or text that belongs to the request'),
  one_request: z.boolean().optional().describe('Its intents are one request: asking by the other is no new one'),
  reminder: z
    .strictObject({
      hours: z
        .number()
        .positive()
        .max(20)
        .describe('After so many hours without an answer; WhatsApp allows free messages for 24'),
      text: key,
      from: z.int().min(0).max(23).describe('Hour of the day before which nobody is disturbed'),
      until: z.int().min(1).max(24).describe('Hour of the day after which nobody is'),
    })
    .optional()
    .describe('Says once that the request was left half-way, and asks the open question again'),
  slots: z
    .record(slot, z.union([slotSource, wordSource, troubleSource]))
    .optional()
    .describe('Answers taken from the request itself'),
  cues: z.array(cue).optional().describe('What decides for this flow where the reading is unsure'),
  follow_ups: followUps.optional(),
  keeps_follow_ups: z
    .boolean()
    .optional()
    .describe('It only adds to the record just opened, whose own follow-ups go on after it'),
  next: next.optional(),
  aside: aside.optional(),
  reports: z.string().optional().describe('Intent of the record that "something is wrong" opens; else its own'),
  steps: z.array(z.union([...Object.values(STEP_SCHEMAS), INCLUDE_SCHEMA])).min(1),
});

/** A file of flows/parts: steps that several flows share. Its schema for editors is flows/parts/schema.json. */
export const PART_SCHEMA = z.strictObject({
  part: slot.describe('Name, the same as the file'),
  about: z.string().describe('One line: what the steps do, and what they need of the flow around them'),
  steps: z.array(z.union(Object.values(STEP_SCHEMAS))).min(1),
});

/** flows/parts/words.yaml: lists of phrases by name. */
export const WORDS_SCHEMA = z.record(slot, z.array(z.string()).min(1));

export type FlowFile = z.infer<typeof FLOW_SCHEMA>;
export type SlotSource = z.infer<typeof slotSource>;
export type TroubleSource = z.infer<typeof troubleSource>;
export type WordSource = z.infer<typeof wordSource>;
export type FollowUps = z.infer<typeof followUps>;
export type FollowUp = z.infer<typeof followUp>;
export type Cue = z.infer<typeof cue>;
export type Aside = z.infer<typeof aside>;
export type NextButton = z.infer<typeof nextButton>;

export interface Flow {
  name: string;
  about: string;
  intents: string[];
  does: string[];
  phrases: string[];
  /** The request as which a flow of phrases is spoken of; null for its own. */
  countsAs: string | null;
  /** What the engine itself opens it for. */
  role: Role | null;
  /** Requests as which a message about an answer that went wrong may be read. */
  over: string[];
  gather: boolean;
  oneRequest: boolean;
  reminder: { hours: number; text: string; from: number; until: number } | null;
  slots: Record<string, SlotSource | WordSource | TroubleSource>;
  cues: Cue[];
  followUps: FollowUps | null;
  keepsFollowUps: boolean;
  next: NextButton[];
  aside: Aside | null;
  /** Intent of the record about its answer; null for the request's own. */
  reports: string | null;
  steps: FlowStep[];
  /** Index of each step by id. */
  at: Map<string, number>;
}
