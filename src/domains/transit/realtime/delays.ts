/** Live delays on times of the timetable. */
import { Clock, dayOf } from '../clock';
import type { TransitPlanner, TripStop, TripStops } from '../types';
import type { TripNews, VehicleNews } from './decode';
import type { LiveView } from './live';

/** A vehicle at a stop, as the timetable has it. */
interface Call {
  tripId: string;
  serviceDay: string;
  stopId: string;
  /** Epoch milliseconds. */
  at: number;
}

export type Expected = { status: 'expected'; delaySeconds: number } | { status: 'cancelled' } | { status: 'unknown' };

const UNKNOWN: Expected = { status: 'unknown' };

/** What live data say of a call: its delay, that it falls out, or nothing. */
export async function expectedOf(planner: TransitPlanner, live: LiveView, call: Call): Promise<Expected> {
  const { said: news, trip, here } = await ofRun(planner, live.trips(call.tripId, call.serviceDay), call);
  if (!news) return UNKNOWN;
  if (news.cancelled) return { status: 'cancelled' };
  const own = news.stops.find(({ stopId }) => stopId === call.stopId);
  if (own?.skipped) return { status: 'cancelled' };
  if (own?.at !== undefined) return late((own.at - call.at) / 1_000);
  if (own?.delay !== undefined) return late(own.delay);
  const before = lastBefore(trip.stops, news, here, call.at);
  if (before !== undefined) return late(before);
  return news.delay === undefined ? UNKNOWN : late(news.delay);
}

/** Where the vehicle of a call is now; undefined where it is not seen. */
export async function vehicleOf(planner: TransitPlanner, live: LiveView, call: Call): Promise<VehicleNews | undefined> {
  return (await ofRun(planner, live.vehicles(call.tripId), call)).said;
}

/** Runs are told apart by starts that agree to the half minute. */
const RUN_SECONDS = 30;

type OfRun<T> = { said: T; trip: TripStops; here: number } | { said: undefined; trip?: undefined; here?: undefined };

/** What is said of the run of a call. A trip that repeats has many under one id: without its start nothing is known of which. */
async function ofRun<T extends { start?: number }>(planner: TransitPlanner, list: T[], call: Call): Promise<OfRun<T>> {
  const trip = list.length > 0 ? await planner.trip(call.tripId) : undefined;
  const here = trip?.stops.findIndex(({ id }) => id === call.stopId) ?? -1;
  if (!trip || here < 0) return { said: undefined };
  const midnight = new Clock(planner.settings().utc_offset_minutes).moment(dayOf(call.serviceDay), 0);
  const start = (call.at - midnight) / 1_000 - (trip.stops[here]!.departure - trip.stops[0]!.departure);
  const said = trip.repeats ? list.find((one) => one.start !== undefined && Math.abs(one.start - start) < RUN_SECONDS) : list[0];
  return said ? { said, trip, here } : { said: undefined };
}

const late = (seconds: number): Expected => ({ status: 'expected', delaySeconds: Math.round(seconds) });

/** The delay at the last stop before this one that has an estimate: it holds until another is given. */
function lastBefore(stops: TripStop[], news: TripNews, here: number, at: number): number | undefined {
  for (let i = here - 1; i >= 0; i--) {
    const found = news.stops.find(({ stopId, skipped }) => stopId === stops[i]!.id && !skipped);
    if (found?.delay !== undefined) return found.delay;
    if (found?.at !== undefined) return (found.at - scheduled(stops, i, here, at)) / 1_000;
  }
  return undefined;
}

/** When the trip leaves an earlier stop by the timetable, from when it leaves this one. */
const scheduled = (stops: TripStop[], earlier: number, here: number, at: number): number =>
  at - (stops[here]!.departure - stops[earlier]!.departure) * 1_000;
