import type { Feed } from './gtfs/feed';
import { buildTimetable, type Timetable } from './timetable';

/** What is kept of a feed once its timetable is built. */
export type FeedFacts = Omit<Feed, 'times' | 'frequencies'>;

/** A feed in the form that is searched, and that the cache holds. */
export interface Prepared {
  facts: FeedFacts;
  table: Timetable;
}

/** Builds the timetable of a feed; its stop times may be forgotten then. */
export function prepare(feed: Feed): Prepared {
  const { times, frequencies, ...facts } = feed;
  return { facts, table: buildTimetable(feed) };
}
