import type { Json } from '../../core/json';
import type { SealedField } from '../../core/ticket';
import { argsOf, nameOf, resolve, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** open_ticket: a record with what the flow knows; its number was drawn by a call before. */
export const openTicket: StepHandler<'open_ticket'> = (step, frame, run) => {
  const scope = scopeOf(run.session, frame);
  const spec = step.open_ticket;
  const take = (value: Parameters<typeof resolve>[0] | undefined): Json => (value === undefined ? null : resolve(value, scope));
  const text = (value: Parameters<typeof resolve>[0] | undefined): string | null => {
    const found = nameOf(take(value));
    return typeof found === 'string' && found !== '' ? found : null;
  };
  const place = take(spec.place);
  const pin = frame.location ?? pinOf(place);
  const number = text(spec.number);
  if (number === null) throw new Error(`flow ${frame.flow}: open_ticket without a number`);
  run.emit({
    type: 'ticket.opened',
    ...(spec.status === 'referred' ? { status: spec.status } : {}),
    ticket: {
      number,
      intent: text(spec.intent) ?? frame.intent,
      department: text(spec.department) ?? frame.department,
      priority: spec.priority ?? 'normal',
      description: text(spec.description) ?? [frame.text, ...(spec.told ?? []).map(text)].filter(Boolean).join('\n'),
      place: text(spec.place) ?? frame.location?.label ?? null,
      neighbourhood: neighbourhoodOf(frame.entities, place),
      lat: pin?.lat ?? null,
      lon: pin?.lon ?? null,
      media: frame.media,
      ...sealedOf((spec.sealed ?? []).map(take)),
      ...(spec.details === undefined ? {} : { details: argsOf(spec.details, scope) }),
      contact: {
        name: run.session.peer.name ?? null,
        phone: phoneOf(take(spec.phone)) ?? run.session.peer.phone ?? null,
        channel: run.session.peer.channel,
      },
    },
  });
  run.session.lastTicket = { number, at: run.now };
  return NEXT;
};

/** The answers to sealed questions, as the record keeps them. */
function sealedOf(answers: Json[]): { sealed?: SealedField[] } {
  const fields = answers.flatMap((answer): SealedField[] => {
    if (answer === null || typeof answer !== 'object' || Array.isArray(answer) || typeof answer.sealed !== 'string') return [];
    const { type, department, value, hash, sealed } = answer as Record<string, string>;
    return [{ kind: type as SealedField['kind'], department: department!, masked: value!, hash: hash!, sealed: sealed! }];
  });
  return fields.length > 0 ? { sealed: fields } : {};
}

/** The answer "I will not tell it" is a choice, not a number. */
function phoneOf(answer: Json): string | null {
  const told = answer !== null && typeof answer === 'object' && !Array.isArray(answer) && answer.type === 'phone';
  const found = told ? nameOf(answer) : null;
  return typeof found === 'string' ? found : null;
}

/** A place answered by a pin is {type: location, value: {lat, lon}}. */
function pinOf(place: Json): { lat: number; lon: number } | null {
  if (place === null || typeof place !== 'object' || Array.isArray(place)) return null;
  const { value } = place;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { lat, lon } = value as { lat?: Json; lon?: Json };
  return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : null;
}

function neighbourhoodOf(entities: { type: string; value: string }[], place: Json): string | null {
  if (place !== null && typeof place === 'object' && !Array.isArray(place) && place.type === 'neighbourhood')
    return String(place.value);
  return entities.find((entity) => entity.type === 'neighbourhood')?.value ?? null;
}
