/**
 * A journey in the address of its page: which trips from which stop to which, and when. The address holds all of it and
 * nothing about a person: no name, no pin. Whatever is in it is looked up in the timetable, so none can be made up.
 */
import type { Lang } from '../../core/items';
import { LANGS } from '../../core/items';
import type { Journey, PlaceRef, RideQuery } from './types';

export interface JourneyLink {
  lang: Lang;
  /** Gazetteer ids of the ends; '' for a pin or a bare coordinate. */
  from: string;
  to: string;
  /** Metres on foot before the first ride and after the last; 0 where the stop is the place. */
  walkBefore: number;
  walkAfter: number;
  rides: RideQuery[];
}

const SECOND_MS = 1_000;
const VERSION = '1';
/** A journey has some rides; an address with more was not written here. */
const RIDES_MAX = 12;
const WALK_MAX = 10_000;
const TOKEN_MAX = 1_200;

/** The token of a journey; null for a walk alone, which needs no page. */
export function linkOf(journey: Journey, from: PlaceRef, to: PlaceRef, lang: Lang): string | null {
  const rides = journey.legs.flatMap((leg) =>
    leg.kind === 'ride' ? [{ tripId: leg.tripId, from: leg.from.id, to: leg.to.id, departure: leg.departure }] : [],
  );
  if (rides.length === 0) return null;
  const metres = (leg: Journey['legs'][number] | undefined) => (leg?.kind === 'walk' ? Math.round(leg.metres) : 0);
  const [walkBefore, walkAfter] = [metres(journey.legs[0]), metres(journey.legs.at(-1))];
  return encodeLink({ lang, from: idOf(from), to: idOf(to), walkBefore, walkAfter, rides });
}

/** A name as it was typed stays out of the address. */
const idOf = (ref: PlaceRef): string => (typeof ref === 'string' && /^[a-z]+:/.test(ref) ? ref : '');

const escaped = (text: string): string => text.replace(/[%~;]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
const unescaped = (text: string): string =>
  text.replace(/%(25|7e|3b)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

export function encodeLink({ lang, from, to, walkBefore, walkAfter, rides }: JourneyLink): string {
  const first = rides[0]!.departure;
  const head = [VERSION, lang, from, to, (first / SECOND_MS).toString(36), walkBefore.toString(36), walkAfter.toString(36)];
  const parts = rides.map(({ tripId, from: board, to: alight, departure }) => [
    tripId,
    board,
    alight,
    ((departure - first) / SECOND_MS).toString(36),
  ]);
  const text = [head, ...parts].map((fields) => fields.map(escaped).join('~')).join(';');
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** Undefined for what is no token. */
export function decodeLink(token: string): JourneyLink | undefined {
  if (token.length > TOKEN_MAX || !/^[\w-]+$/.test(token)) return undefined;
  const parts = Buffer.from(token, 'base64url').toString('utf8').split(';');
  const [head, ...rest] = parts.map((part) => part.split('~').map(unescaped));
  const [version, lang, from, to, start, before, after] = head!;
  const first = Number.parseInt(start ?? '', 36) * SECOND_MS;
  const [walkBefore, walkAfter] = [Number.parseInt(before ?? '', 36), Number.parseInt(after ?? '', 36)];
  if (!(walkBefore >= 0 && walkBefore <= WALK_MAX && walkAfter >= 0 && walkAfter <= WALK_MAX)) return undefined;
  const known = LANGS.find((one) => one === lang);
  if (version !== VERSION || !known || Number.isNaN(first) || rest.length === 0 || rest.length > RIDES_MAX) return undefined;
  const rides = rest.map(([tripId = '', board = '', alight = '', after = '']) => ({
    tripId,
    from: board,
    to: alight,
    departure: first + Number.parseInt(after, 36) * SECOND_MS,
  }));
  if (rides.some(({ tripId, from: board, to: alight, departure }) => !tripId || !board || !alight || Number.isNaN(departure)))
    return undefined;
  return { lang: known, from: from!, to: to!, walkBefore, walkAfter, rides };
}
