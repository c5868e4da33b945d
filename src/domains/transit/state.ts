import { Clock, dayOf } from './clock';
import type { TransitSettings } from './settings';
import type { FeedInfo, FeedState } from './types';

const HOUR_MS = 3_600_000;

/** Whether a feed's calendar holds a moment (epoch ms); the night after the last day still belongs to it. */
export function stateOf(feed: Pick<FeedInfo, 'from' | 'to'>, settings: TransitSettings, at: number): FeedState {
  const clock = new Clock(settings.utc_offset_minutes);
  const night = clock.day(at - settings.service_day_starts_hour * HOUR_MS);
  if (night > dayOf(feed.to)) return 'feed_expired';
  return clock.day(at) < dayOf(feed.from) ? 'feed_not_started' : 'ok';
}
