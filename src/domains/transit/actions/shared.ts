import { z } from 'zod';
import type { Json } from '../../../core/json';
import type { PlaceRef } from '../types';

/** A place in arguments: a gazetteer id or name, or a pin. */
export const REF = z.union([z.string(), z.object({ lat: z.number(), lon: z.number() })]);

/** Turkey's clocks stand three hours ahead of UTC all year since 2016 (decree 2016/9154). */
const OFFSET_MS = 3 * 3_600_000;

export const refOf = (value: Json | undefined): PlaceRef => value as unknown as PlaceRef;
/** Local "08:41" of a moment. */
export const hhmm = (at: number): string => new Date(at + OFFSET_MS).toISOString().slice(11, 16);
export const minutesBetween = (from: number, to: number): number => Math.max(0, Math.round((to - from) / 60_000));
