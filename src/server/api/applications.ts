/** What departments look at as lists: applications to the programmes with their figures, and reservations to be confirmed. */
import { Router } from 'express';
import { KapiError, KINDS } from '../../core/errors';
import type { Lang } from '../../core/items';
import { deliveryList, figuresOf } from '../../domains/applications';
import { inLang, type Pack, type Programme } from '../../domains/pack';
import { reservationList } from '../../domains/reservations';
import type { Store } from '../../store/port';
import { agentOf } from './request';
import type { AgentInfo, Applications, ReservationCard } from './wire';

/** More records than a city has of one programme. */
const ALL = 1_000_000;

export interface ApplicationsDeps {
  store: Pick<Store, 'tickets'>;
  pack: Pack;
  now(): number;
}

/** Names, addresses and birth dates are for the agents of the programme's department, and for administrators. */
function programmesOf({ programmes }: Pack, { role, departments }: AgentInfo): Programme[] {
  return role === 'admin' ? programmes : programmes.filter(({ department }) => departments.includes(department));
}

/** The programme that is asked for, else the first that takes applications. */
function chosen(pack: Pack, own: Programme[], asked: unknown): Programme {
  if (asked !== undefined && !pack.programmes.some(({ id }) => id === asked))
    throw new KapiError(KINDS.notFound, 'there is no such programme', { field: 'programme' });
  const found = asked === undefined ? (own.find(({ application }) => application) ?? own[0]) : own.find(({ id }) => id === asked);
  if (!found) throw new KapiError(KINDS.forbidden, 'only agents of the department may see its applications');
  return found;
}

/** Routes under the agents' API; the caller has checked the session. */
export function createApplicationRoutes({ store, pack, now }: ApplicationsDeps): Router {
  const router = Router();
  router.get('/applications', async (request, response) => {
    const lang: Lang = request.query.lang === 'en' ? 'en' : 'tr';
    const own = programmesOf(pack, agentOf(response));
    const found = chosen(pack, own, request.query.programme);
    const lists = await Promise.all(found.intents.map((intent) => store.tickets({ intent, limit: ALL })));
    const tickets = lists.flat();
    const points = (found.application?.points ?? []).map(({ id, name }) => [id, inLang(name, lang)]);
    response.json({
      programmes: own.map(({ id, name }) => ({ id, name: inLang(name, lang) })),
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
