/** "Pardon, Fevzi Çakmak Mahallesi olacaktı": an earlier answer, or the record just opened, is put right. */
import { fold, foldedWords } from '../core/fold';
import type { Entity } from '../core/reading';
import type { Frame } from '../core/session';
import { askingStep } from './questions';
import { runFrames, slotOf } from './requests';
import type { Message, Run } from './run';

const PLACES = ['street', 'neighbourhood', 'place', 'stop', 'district'];

/** Does the message say that something was wrong before? */
export function saysWrong(run: Run, text: string): boolean {
  const said = ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return run
    .t('engine.correction_words')
    .split('|')
    .some((word) => said.includes(` ${word} `));
}

/** Applies a correction to a filled slot of the flow in progress; false when there is none that fits. */
export function correctSlot(run: Run, message: Message): boolean {
  const frame = run.session.frames.at(-1);
  const entities = message.reading?.entities ?? [];
  if (!frame || entities.length === 0) return false;
  const found = slotToCorrect(run, frame, entities);
  if (!found) return false;
  const [slot, entity] = found;
  frame.slots[slot] = slotOf(entity);
  frame.entities = [...frame.entities.filter((other) => other.type !== entity.type), entity];
  run.say('repair.corrected', { value: entity.name ?? entity.text });
  const step = askingStep(run, frame);
  run.session.question = null;
  if (step) frame.step = step.id;
  runFrames(run);
  return true;
}

/** The newest answered slot that this kind of thing fits; else one that the request itself could have filled. */
function slotToCorrect(run: Run, frame: Frame, entities: Entity[]): [string, Entity] | null {
  const flow = run.env.flows.get(frame.flow);
  const filled = Object.keys(frame.slots).reverse();
  const own = Object.keys(flow?.slots ?? {}).filter((slot) => !filled.includes(slot));
  // What the open question asks for is its answer, not another one put right.
  const asks: readonly string[] = run.session.question?.accepts ?? [];
  for (const slot of [...filled, ...own]) {
    const asked = flow?.steps.find((step) => 'ask' in step && step.ask === slot);
    const source = flow?.slots[slot];
    const sources = source && 'entity' in source ? source.entity : [];
    const types: string[] = [
      ...(asked && 'ask' in asked ? asked.accepts : []),
      ...(Array.isArray(sources) ? sources : [sources]),
    ];
    const old = frame.slots[slot] as { value?: unknown } | null;
    const fits = ({ type }: Entity): boolean => types.includes(type) && (filled.includes(slot) || !asks.includes(type));
    const entity = entities.find((e) => fits(e) && e.value !== old?.value);
    if (entity) return [slot, entity];
  }
  return null;
}

/** "Esentepe değil Yeni Mahalle", "Yeni Mahalle, not Esentepe": the place that was wrong. */
function isDenied({ env }: Run, text: string, { start, end }: Entity): boolean {
  const { behind, before } = env.phrases.denies;
  const after = foldedWords(text.slice(end)).join(' ');
  const ahead = ` ${foldedWords(text.slice(0, start)).join(' ')}`;
  return behind.some((phrase) => after.startsWith(phrase)) || before.some((phrase) => ahead.endsWith(` ${phrase}`));
}

/** A correction after the record was opened joins it. */
export function correctTicket(run: Run, message: Message): boolean {
  const last = run.session.lastTicket;
  if (!last || run.now - last.at > run.env.settings.joinMs) return false;
  const places = (message.reading?.entities ?? []).filter((entity) => PLACES.includes(entity.type));
  const place = places.find((entity) => !isDenied(run, message.text, entity)) ?? places[0];
  run.emit({
    type: 'ticket.added',
    number: last.number,
    text: message.text,
    ...(place ? { place: place.name ?? place.text } : {}),
    ...(message.media.length > 0 ? { media: message.media } : {}),
  });
  run.say(place ? 'ticket.corrected' : 'ticket.joined_text', { number: last.number, value: place?.name ?? place?.text ?? '' });
  return true;
}
