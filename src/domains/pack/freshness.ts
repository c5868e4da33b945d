/** What is out of date, or soon will be: told to whoever edits the pack, never quoted to a citizen. */
import type { Problem } from '../../core/yaml-file';
import { localClock } from './time';
import type { Pack } from './types';

/** Days ahead from which an end is told, so that there is time to renew it. */
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;
/** A service's file that nobody has looked at for so long should be read again. */
const UNCHECKED_DAYS = 365;

type Notice = Omit<Problem, 'line'>;

/** Notices about the pack on the city's day at `now` (epoch ms). None of them stops the line. */
export function staleIn(pack: Pack, now: number): Notice[] {
  const zone = pack.profile.timezone;
  const today = localClock(now, zone).day;
  const soon = localClock(now + SOON_DAYS * DAY_MS, zone).day;
  const unchecked = localClock(now - UNCHECKED_DAYS * DAY_MS, zone).day;
  const ends = (file: string, what: string, until: string | undefined, mend: string): Notice[] => {
    if (until === undefined || until >= soon) return [];
    return [{ file, what: until < today ? `${what} ended on ${until} and is not quoted` : `${what} ends on ${until}`, mend }];
  };
  return [
    ...ends('pharmacies.yaml', 'the duty list', pack.pharmacies.valid_until, 'enter the new list and its valid_until'),
    ...pack.services.flatMap(({ intent, as_of: checked, fees, fees_valid_until: until }) => [
      ...(fees.length > 0
        ? ends(`services/${intent}.yaml`, 'the list of fees', until, 'enter the new fees, fees_as_of and fees_valid_until')
        : []),
      ...(checked < unchecked
        ? [
            {
              file: `services/${intent}.yaml`,
              what: `was last checked on ${checked}`,
              mend: 'read it again and set as_of to today',
            },
          ]
        : []),
    ]),
    ...pack.questions.flatMap(({ id, valid_until: until }) =>
      ends('questions.yaml', `the answer of ${id}`, until, 'enter what holds now, as_of and valid_until'),
    ),
    ...pack.programmes.flatMap(({ id, versions }) => {
      const last = versions
        .map(({ valid_until: until }) => until ?? '9999-12-31')
        .sort()
        .at(-1)!;
      return ends(`programmes/${id}.yaml`, 'the last set of conditions', last, 'add the next set, or leave it closed');
    }),
    ...pack.facilities.flatMap(({ id, season, fees, fees_valid_until: until }) => [
      ...ends('facilities.yaml', `the calendar of ${id}`, season.until, 'enter the next season'),
      ...(fees.length > 0
        ? ends('facilities.yaml', `the list of fees of ${id}`, until, 'enter the new fees and their dates')
        : []),
    ]),
    ...pack.announcements.flatMap(({ id, until, valid_until: last }) =>
      ends('announcements.yaml', id, pastOnly(until?.slice(0, 10) ?? last, today), 'remove it when you like'),
    ),
  ];
}

/** An announcement ends by nature: it is told only once it has. */
function pastOnly(day: string | undefined, today: string): string | undefined {
  return day !== undefined && day < today ? day : undefined;
}
