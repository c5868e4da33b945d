/** GET /yol/<token>: the page of a journey that was told in the chat. */
import type { Express } from 'express';
import type { Lang } from '../../core/items';
import { LANGS } from '../../core/items';
import type { CityFacts, Texts } from '../../core/texts';
import type { TransitPlanner } from '../../domains/transit';
import { dayInWords, signOf } from '../../domains/transit/actions/shared';
import { Clock } from '../../domains/transit/clock';
import { decodeLink } from '../../domains/transit/journey-link';
import { concerning, type ServiceAlert } from '../../domains/transit/extras';
import { type JourneyView, viewOf } from '../../domains/transit/journey-view';
import { journeyPage, missingPage } from './page';

export interface JourneyPageDeps {
  planner: TransitPlanner;
  texts: Texts;
  city: CityFacts;
  /** Notices that are on at a moment. */
  notices(at: number, lang: Lang): ServiceAlert[];
}

const MAX_AGE_SECONDS = 60;

export function mountJourneyPage(app: Express, { planner, texts, city, notices }: JourneyPageDeps): void {
  const clock = new Clock(planner.settings().utc_offset_minutes);
  app.get('/yol/:token', async (request, response) => {
    const link = decodeLink(request.params.token);
    const lang = LANGS.find((one) => one === request.query.lang) ?? link?.lang ?? 'tr';
    const t = (key: string, values: Record<string, string | number> = {}) =>
      texts.t(lang, `transit.${key}`, { ...city[lang], ...values });
    const view = link && (await viewOf(planner, link));
    response.type('html').set('Cache-Control', `private, max-age=${MAX_AGE_SECONDS}`);
    // A timetable that is out of date quotes no times here either.
    if (!view || planner.state(view.departure) !== 'ok') {
      response.status(404).send(missingPage({ lang, t }));
      return;
    }
    response.send(
      journeyPage(view, {
        lang,
        t,
        hhmm: (at) => clock.hhmm(at),
        sign: (headsign) => signOf(headsign, planner.settings()),
        day: (at) => dayInWords(clock.day(at), lang),
        alerts: alertsOf(view, notices(view.departure, lang)),
        timing: t('timing_planned'),
      }),
    );
  });
}

function alertsOf({ legs }: JourneyView, notices: ServiceAlert[]): string[] {
  const rides = legs.filter((leg) => leg.kind === 'ride');
  return concerning(
    notices,
    rides.map(({ line }) => line.id),
    rides.flatMap(({ stops }) => stops),
  );
}
