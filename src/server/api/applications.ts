/** What departments look at as lists: applications to the programmes with their figures, and reservations to be confirmed. */
import { Router } from 'express';
import { KapiError, KINDS } from '../../core/errors';
import type { Lang } from '../../core/items';
import { deliveryList, figuresOf } from '../../domains/applications';
import { inLang, type Pack } from '../../domains/pack';
import { reservationList } from '../../domains/reservations';
import type { Store } from '../../store/port';
import type { Applications, ReservationCard } from './wire';

/** More records than a city has of one programme. */
const ALL = 1_000_000;

export interface ApplicationsDeps {
  store: Pick<Store, 'tickets'>;
  pack: Pack;
  now(): number;
}

/** Routes under the agents' API; the caller has checked the session. */
export function createApplicationRoutes({ store, pack, now }: ApplicationsDeps): Router {
  const router = Router();
  router.get('/applications', async (request, response) => {
    const lang: Lang = request.query.lang === 'en' ? 'en' : 'tr';
    const asked = request.query.programme;
    const programme =
      asked === undefined ? (pack.programmes.find(({ application }) => application) ?? pack.programmes[0]) : undefined;
    const found = programme ?? pack.programmes.find(({ id }) => id === asked);
    if (!found) throw new KapiError(KINDS.notFound, 'there is no such programme', { field: 'programme' });
    const lists = await Promise.all(found.intents.map((intent) => store.tickets({ intent, limit: ALL })));
    const tickets = lists.flat();
    const points = (found.application?.points ?? []).map(({ id, name }) => [id, inLang(name, lang)]);
    response.json({
      programmes: pack.programmes.map(({ id, name }) => ({ id, name: inLang(name, lang) })),
      programme: found.id,
      points: Object.fromEntries(points),
      rows: deliveryList(tickets, { pack, now: now(), programme: found.id }),
      figures: figuresOf(tickets, { pack, programme: found.id }),
    } satisfies Applications);
  });
  router.get('/reservations', async (_request, response) => {
    const tickets = await store.tickets({ intent: 'facility.booking', limit: ALL });
    response.json({ rows: reservationList(tickets, pack, now()) } satisfies { rows: ReservationCard[] });
  });
  return router;
}
