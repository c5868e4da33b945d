/** "Peki yarın?", "dönüşü?", "aktarmasız": a short message that goes on from the last answer, by the rules of its flow. */
import { wordCount } from '../core/fold';
import type { Reading } from '../core/reading';
import type { Answered, Frame } from '../core/session';
import { isCommand } from './commands';
import { flowFor } from './env';
import type { Flow, FollowUp } from './flow';
import { requestOf } from './intake';
import { openRequest, runFrames, says, slotsOf } from './requests';
import type { Message, Run } from './run';
import { resolve } from './values';

/** Opens the answered flow again (or the one that the rule names) when the message follows up on it; false when it does not. */
export function followUp(run: Run, message: Message): boolean {
  const last = recent(run, message);
  const flow = last && run.env.flows.get(last.flow);
  if (!last || !flow?.followUps) return false;
  const other = isAnotherRequest(message.reading!, flow, last.intent);
  const brief = wordCount(message.text) <= run.env.settings.followUpSureWords;
  for (const rule of flow.followUps.rules) {
    if (wordCount(message.text) > (rule.max_words ?? run.env.settings.followUpMaxWords)) continue;
    // "Dönüşü?" alone can be read as anything: where a rule waits for just these words they are its own.
    if (other && !(brief && rule.words) && !rule.over?.includes(message.reading?.intent ?? '')) continue;
    const target = rule.intent === undefined ? flow : flowFor(run.env, rule.intent);
    if (!target || namesOther(message, target)) continue;
    const own = slotsOf(run, target, frameOf(run, message, target));
    if (!fits(rule, message, own, last.intent)) continue;
    const intent = rule.intent ?? last.intent;
    openRequest(run, { ...requestOf(run, message, intent), before: last.text ?? '' }, slotsBefore(rule, last));
    runFrames(run);
    return true;
  }
  return false;
}

/** The same by a button that names the rule, without a word; false where the answer is too old to go on from. */
export function followRule(run: Run, message: Message, id: string): boolean {
  const last = recent(run, message);
  const rule = last && run.env.flows.get(last.flow)?.followUps?.rules.find((one) => one.id === id);
  if (!last || !rule) return false;
  const bare = { ...message, text: '', reading: null };
  openRequest(run, { ...requestOf(run, bare, rule.intent ?? last.intent), before: last.text ?? '' }, slotsBefore(rule, last));
  runFrames(run);
  return true;
}

function recent(run: Run, { media, location }: Message): Answered | null {
  const { followUpMs } = run.env.settings;
  const last = run.session.lastAnswered;
  if (!last || run.now - last.at > followUpMs || media.length > 0 || location) return null;
  return last;
}

/** A clear request of another kind is new, unless the flow says that its follow-ups are misread so. */
function isAnotherRequest({ decision, intent, also }: Reading, { intents, followUps }: Flow, answered: string): boolean {
  if (also.length > 0) return true;
  if (decision !== 'accept' || isCommand(intent)) return false;
  return intent !== answered && !intents.includes(intent) && !followUps!.over?.includes(intent);
}

const OF_ITS_OWN = ['line', 'ticket'];

/** "28A kaçta geçer" after a record of the water asks about a line, whatever its words wait for: that flow knows no lines. */
function namesOther({ reading }: Message, { slots }: Flow): boolean {
  const known = Object.values(slots).flatMap((slot) => ('entity' in slot ? slot.entity : []));
  return (reading?.entities ?? []).some(({ type }) => OF_ITS_OWN.includes(type) && !known.includes(type));
}

function fits(rule: FollowUp, { text, reading }: Message, own: Frame['slots'], answered: string): boolean {
  const { words, takes, unsure, over = [] } = rule;
  if (words && !says(text, words)) return false;
  // "Bodrumda da su var" after the record of a flood is about it; with another place it is another.
  const more = rule.same === true && Object.keys(own).length === 0 ? [answered] : [];
  const sure = reading?.decision === 'accept' && !['out_of_scope', ...over, ...more].includes(reading.intent);
  if (unsure && sure) return false;
  // "28A otogar" asks something of its own, however unsurely it is read.
  if (unsure && (reading?.entities ?? []).some(({ type }) => OF_ITS_OWN.includes(type))) return false;
  const pointed = words !== undefined || unsure === true;
  if (!takes) return pointed;
  if (!takes.some((slot) => own[slot] !== undefined)) return false;
  // Without a word that points back, only what the rule takes may be named.
  const entities = new Set((reading?.entities ?? []).map(({ start }) => start));
  const taken = new Set(takes.map((slot) => (own[slot] as { start?: number } | undefined)?.start));
  return pointed || [...entities].every((start) => taken.has(start));
}

/** The answered slots as the rule changes them. */
function slotsBefore({ set = {}, clear = [], intent }: FollowUp, { slots }: Answered): Frame['slots'] {
  const before: Frame['slots'] = intent === undefined ? { ...slots } : {};
  for (const [slot, value] of Object.entries(set)) {
    const filled = resolve(value, slots);
    if (filled === null) delete before[slot];
    else before[slot] = filled;
  }
  for (const slot of clear) if (!Object.hasOwn(set, slot)) delete before[slot];
  return before;
}

function frameOf(run: Run, message: Message, flow: Flow): Frame {
  const { intent, department, text, entities, media, location, owes } = requestOf(run, message, flow.intents[0] ?? '');
  return { flow: flow.name, step: '', slots: {}, intent, department, text, entities, media, location, owes, answered: [] };
}
