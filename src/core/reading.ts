/** What understanding makes of one message: the only thing of `src/nlu` that other stages see. */
import type { Lang } from './items';

/** accept: act on it · ask: "bunu mu demek istediniz?" with the top choices · reject: not understood. */
export type Decision = 'accept' | 'ask' | 'reject';

export type EntityType =
  | 'line'
  | 'stop'
  | 'place'
  | 'neighbourhood'
  | 'district'
  | 'street'
  | 'date'
  | 'time'
  | 'duration'
  | 'number'
  | 'ticket'
  | 'phone'
  | 'identity_number'
  | 'iban'
  | 'plate'
  | 'subscriber'
  | 'birth_date';

/** Turkish case endings tell the role of a place: -dan from, -a to, -da at. */
export type Role = 'from' | 'to' | 'at';

/** Something named in the text. `value` is canonical (a gazetteer id, an ISO date, digits); `text` is as typed. */
export interface Entity {
  type: EntityType;
  value: string;
  text: string;
  /** UTF-16 offsets into the text that was read. */
  start: number;
  end: number;
  role?: Role;
  /** The gazetteer's own name of it, for a reply ("Otogar"). */
  name?: string;
}

/** The language a message was written in: Turkish without its letters is `tr`; `other` is any that we do not answer in. */
export type TextLang = Lang | 'other';

export interface Reading {
  intent: string;
  /** Calibrated probability, 0 to 1. */
  confidence: number;
  decision: Decision;
  /** Further requests asked in the same text, at most 2, in order; never runners-up. */
  also: string[];
  /** Runners-up, best first, at most 3, the intent itself left out. */
  alternatives: { intent: string; confidence: number }[];
  entities: Entity[];
  /** The catalogue's department key of `intent`, or null. */
  department: string | null;
  lang: TextLang;
  /** What an agent says was meant; the reading itself stays as it was. */
  corrected?: { intent: string; by: string };
}

/** How an intent is served: see data/intents.yaml. */
export type Does = 'answer' | 'flow' | 'ticket' | 'incident' | 'direct' | 'meta';

export interface CatalogueEntry {
  name: string;
  does: Does;
  department: string | null;
  about: string;
}

/** Names of one kind that a city has: its lines, stops, places, neighbourhoods. Filled by the pack and the feed. */
export interface Gazetteer {
  type: EntityType;
  entries: { id: string; name: string; aliases?: string[] }[];
}

/** The understanding port: pure and synchronous, so that the pipeline never waits for it. */
export interface Understanding {
  /** Reads one text. Never throws for any string; time is bounded by `max_text_chars` of the caller. `now` in epoch ms. */
  read(text: string, now: number): Reading;
  catalogue(): CatalogueEntry[];
}
