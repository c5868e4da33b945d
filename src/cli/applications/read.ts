import { KapiError, KINDS } from '../../core/errors';
import type { Ticket } from '../../core/ticket';
import type { Pack } from '../../domains/pack';
import type { Reader } from '../../store/port';

/** More records than a city has of one programme. */
const ALL = 1_000_000;

/** All records of a programme. @throws KapiError badInput when the pack has no such programme */
export async function applicationsOf(store: Reader, pack: Pack, programme: string): Promise<Ticket[]> {
  const found = pack.programmes.find(({ id }) => id === programme);
  if (!found)
    throw new KapiError(
      KINDS.badInput,
      `There is no programme ${programme}: ${pack.programmes.map(({ id }) => id).join(', ')}.`,
      {
        field: 'programme',
      },
    );
  const lists = await Promise.all(found.intents.map((intent) => store.tickets({ intent, limit: ALL })));
  return lists.flat();
}
