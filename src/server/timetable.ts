/** How the timetable stands: told to operators and agents; a citizen is never given a time that is out of date. */
import { Router } from 'express';
import type { Health } from '../core/adapter';
import type { FeedState, LiveTransit } from '../domains/transit';
import type { TimetableNotice } from './api/wire';

const STATES: Record<Exclude<FeedState, 'ok'>, (from: string, to: string) => string> = {
  feed_expired: (_, to) => `ended on ${to}: no times are told; put the city's new feed in place`,
  feed_not_started: (from) => `begins on ${from}: no times are told before`,
};

/** One line on the timetable; a calendar that does not hold today, or a new feed that is broken, is a warning. */
export function timetableHealth({ planner, problem }: Pick<LiveTransit, 'planner' | 'problem'>, now: number): Health {
  const { name, from, to, lines, stops } = planner.feed();
  const state = planner.state(now);
  const broken = problem();
  const notes = [
    ...(state === 'ok' ? [] : [`the timetable ${STATES[state](from, to)}`]),
    ...(broken === '' ? [] : [`the new feed is not used: ${broken}`]),
  ];
  const detail = [`${name || 'timetable'}, ${lines} lines, ${stops} stops, ${from} to ${to}`, ...notes].join('; ');
  return { ok: true, detail, ...(notes.length > 0 ? { warning: true as const } : {}) };
}

/** What the console shows above its list; null where all is well. */
export function timetableNotice(transit: LiveTransit | null, now: number): TimetableNotice | null {
  if (!transit) return null;
  const state = transit.planner.state(now);
  const { from, to } = transit.planner.feed();
  if (state !== 'ok') return { key: state, date: state === 'feed_expired' ? to : from };
  return transit.problem() === '' ? null : { key: 'feed_broken', date: to };
}

/** GET /timetable: every agent sees why no times are told. */
export function createTimetableRoutes(transit: LiveTransit | null, now: () => number): Router {
  const router = Router();
  router.get('/timetable', (_request, response) => {
    response.json({ notice: timetableNotice(transit, now()) });
  });
  return router;
}
