import type { Departure, DepartureQuery, TransitPlanner } from '../types';
import { expectedOf } from './delays';
import type { LiveView } from './live';

/** Departures asked for beyond those wanted: what falls out leaves gaps. */
const SPARE = 8;
/** Departures of before that may still come late; more than leave a busy stop within the lookback. */
const BEFORE = 100;
const MINUTE_MS = 60_000;

/**
 * The planner with its boards by live data: a late vehicle stands at the time when it is expected, one that should have left
 * and has not is still on the board, one that falls out is not.
 */
export function withLive(planner: TransitPlanner, live: LiveView): TransitPlanner {
  const lookback = planner.settings().live_lookback_minutes * MINUTE_MS;
  return {
    ...planner,
    async departures(query) {
      const before = await planner.departures({ ...query, after: query.after - lookback, limit: BEFORE });
      const planned = [
        ...before.filter(({ departure }) => departure < query.after),
        ...(await planner.departures({ ...query, limit: query.limit + SPARE })),
      ];
      const expected: Departure[] = [];
      for (const one of planned) {
        const call = { tripId: one.tripId, serviceDay: one.serviceDay, stopId: one.stop.id, at: one.departure };
        const found = await expectedOf(planner, live, call);
        if (found.status === 'cancelled') continue;
        const delaySeconds = found.status === 'expected' ? found.delaySeconds : undefined;
        const departure = one.departure + (delaySeconds ?? 0) * 1_000;
        if (departure >= query.after)
          expected.push({ ...one, departure, ...(delaySeconds === undefined ? {} : { delaySeconds }) });
      }
      return limited(expected, query);
    },
  };
}

function limited(list: Departure[], { limit, per }: DepartureQuery): Departure[] {
  const counts = new Map<string, number>();
  return list
    .sort((a, b) => a.departure - b.departure)
    .filter(({ lineId, direction }) => {
      const key = per === 'direction' ? `${lineId} ${direction}` : '';
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= limit;
    });
}
