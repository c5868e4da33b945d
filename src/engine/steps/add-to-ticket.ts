import type { Json } from '../../core/json';
import type { Joins } from '../../core/ticket';
import { nameOf, resolve, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** add_to_ticket: what was said, and the photo and pin of the request, join a record. */
export const addToTicket: StepHandler<'add_to_ticket'> = (step, frame, run) => {
  const scope = scopeOf(run.session, frame);
  const spec = step.add_to_ticket;
  const number = resolve(spec.number, scope);
  if (typeof number !== 'string') return NEXT;
  const text = spec.text === undefined ? null : nameOf(resolve(spec.text, scope));
  const place = spec.place === undefined ? null : resolve(spec.place, scope);
  const placeName = nameOf(place);
  const answered = place as { value?: { lat?: number; lon?: number } } | null;
  const joins = joinsOf(spec.joins === undefined ? undefined : resolve(spec.joins, scope));
  const pin = typeof answered?.value?.lat === 'number' ? answered.value : frame.location;
  run.emit({
    type: 'ticket.added',
    number,
    ...(typeof text === 'string' && text !== '' ? { text } : {}),
    ...(typeof placeName === 'string' && placeName !== '' ? { place: placeName } : {}),
    ...(frame.media.length > 0 ? { media: frame.media } : {}),
    ...(joins === undefined ? {} : { joins }),
    ...(pin ? { lat: pin.lat as number, lon: pin.lon as number } : {}),
  });
  run.session.lastTicket = { number, at: run.now };
  return NEXT;
};

/** null: the record is a matter of its own after all; undefined: nothing is said about it. */
function joinsOf(found: Json | undefined): Joins | null | undefined {
  if (found === false) return null;
  if (found === null || typeof found !== 'object' || Array.isArray(found)) return undefined;
  return typeof found.id === 'string' && typeof found.name === 'string' ? { id: found.id, name: found.name } : undefined;
}
