/** The page of a journey: its map and its steps. Plain HTML, no script, nothing from elsewhere. Pure. */
import type { Lang } from '../../core/items';
import type { JourneyView, ViewRide, ViewWalk } from '../../domains/transit/journey-view';
import { escaped } from './html';
import { drawMap, RIDE_STYLES } from './map';
import { STYLE } from './style';

export interface PageWords {
  lang: Lang;
  /** A text of locales/, `transit.page.…`. */
  t(key: string, values?: Record<string, string | number>): string;
  /** "08:41" of a moment. */
  hhmm(at: number): string;
  /** "25 Mart Çarşamba" of a moment. */
  day(at: number): string;
  /** A headsign as it should be read. */
  sign(headsign: string): string;
  /** Notices for the journey, and how old its data are; both already in words. */
  alerts: string[];
  timing: string;
}

/** @returns a whole HTML document */
export function journeyPage(view: JourneyView, words: PageWords): string {
  const { t, hhmm } = words;
  const mine = t('page.pin');
  const [from, to] = [view.from?.name ?? mine, view.to?.name ?? mine];
  const minutes = Math.max(1, Math.round((view.arrival - view.departure) / 60_000));
  const changes = view.legs.filter(({ kind }) => kind === 'ride').length - 1;
  const map = drawMap(view, t('page.map', { from, to }));
  const facts = [t('page.minutes', { minutes }), changes === 0 ? t('page.direct') : t('page.changes', { changes })];
  let ride = 0;
  const steps = view.legs.map((leg) =>
    leg.kind === 'ride' ? rideStep(leg, RIDE_STYLES[ride++ % RIDE_STYLES.length]!, words) : walkStep(leg, words, mine),
  );
  return document(
    words.lang,
    `${from} → ${to}`,
    `<header><p class="city">${escaped(t('page.city'))}</p>
<h1>${escaped(from)} <span aria-hidden="true">→</span><span class="hidden">${escaped(t('page.to'))}</span> ${escaped(to)}</h1>
<p class="when"><time datetime="${new Date(view.departure).toISOString()}">${escaped(words.day(view.departure))}, ${hhmm(view.departure)}</time> – ${hhmm(view.arrival)}</p>
<p class="facts">${facts.map(escaped).join(' · ')}</p></header>
<main>
<figure>${map}</figure>
<section aria-labelledby="steps"><h2 id="steps">${escaped(t('page.steps'))}</h2>
<ol class="steps">${steps.join('')}</ol></section>
${words.alerts.length > 0 ? `<section class="alerts" aria-labelledby="alerts"><h2 id="alerts">${escaped(t('page.alerts'))}</h2><ul>${words.alerts.map((alert) => `<li>${escaped(alert)}</li>`).join('')}</ul></section>` : ''}
</main>
<footer><p>${escaped(words.timing)}</p><p>${escaped(t('page.ask'))}</p></footer>`,
  );
}

function rideStep({ line, headsign, stops }: ViewRide, style: string, { t, hhmm, sign }: PageWords): string {
  const [board, alight] = [stops[0]!, stops.at(-1)!];
  const between = stops.slice(1, -1);
  const passed = between.map((stop) => `<li><time>${hhmm(stop.arrival)}</time> ${escaped(stop.name)}</li>`).join('');
  const list = `<details><summary>${escaped(t('page.stops', { count: stops.length - 1 }))}</summary><ul>${passed}</ul></details>`;
  return `<li class="${style}"><p class="line"><span class="code">${escaped(line.code)}</span> ${escaped(t(`page.mode_${line.mode}`))}, ${escaped(t('page.towards', { headsign: sign(headsign) }))}</p>
<p><time>${hhmm(board.departure)}</time> ${escaped(t('page.board', { stop: board.name }))}</p>
${between.length > 0 ? list : ''}
<p><time>${hhmm(alight.arrival)}</time> ${escaped(t('page.alight', { stop: alight.name }))}</p></li>`;
}

function walkStep({ to, metres, minutes }: ViewWalk, { t }: PageWords, mine: string): string {
  const goal = to?.name ?? mine;
  const text = t('page.walk', { to: goal, metres: Math.round(metres / 10) * 10, minutes });
  return `<li class="foot"><p>${escaped(text)}</p></li>`;
}

/** The page of an address that leads nowhere (any more). */
export function missingPage({ lang, t }: Pick<PageWords, 'lang' | 't'>): string {
  return document(
    lang,
    t('page.gone_title'),
    `<header><p class="city">${escaped(t('page.city'))}</p><h1>${escaped(t('page.gone_title'))}</h1></header><main><p>${escaped(t('page.gone'))}</p></main><footer><p>${escaped(t('page.ask'))}</p></footer>`,
  );
}

function document(lang: Lang, title: string, body: string): string {
  return `<!doctype html>
<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
