/** The citizen's page at "/": what the line does, and the chat itself. Plain HTML without inline script or style. */
import type { Lang } from '../../../src/core/items';
import ar from './locales/ar.json';
import en from './locales/en.json';
import tr from './locales/tr.json';

type Texts = typeof tr;
const TEXTS: Record<Lang, Texts> = { tr, en, ar };

/** Languages as they call themselves, in the order of the switch. */
const SWITCH: [Lang, string][] = [
  ['tr', 'Türkçe'],
  ['en', 'English'],
  ['ar', 'العربية'],
];

/**
 * @param city the city's names as the profile has them
 * @param lang the page's language; the page needs /webchat/page.css and /webchat/widget.js, which the channel serves
 * @returns a whole HTML document
 */
export function citizenPage({ city, lang }: { city: { name: string; shortName: string }; lang: Lang }): string {
  const texts = TEXTS[lang];
  const fill = (text: string): string => escaped(text.replaceAll('{city}', city.name));
  const examples = texts.examples.map(
    (example) => `<li><button type="button" data-kapi-ask="${fill(example)}">${fill(example)}</button></li>`,
  );
  const points = texts.points.map(({ title, text }) => `<li><strong>${fill(title)}</strong><span>${fill(text)}</span></li>`);
  return `<!doctype html>
<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${fill(texts.title)}</title>
<meta name="description" content="${fill(texts.lead)}">
<link rel="icon" href="/webchat/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/webchat/page.css">
<script src="/webchat/widget.js" defer data-lang="${lang}" data-target="#chat" data-examples="${fill(texts.examples.slice(0, 3).join('|'))}"></script>
</head>
<body>
<header class="top">
<a class="brand" href="?lang=${lang}"><img src="/webchat/icon.svg" alt="" width="36" height="36"><span>${fill('{city}')}</span></a>
<nav aria-label="${fill(texts.language)}">${languages(lang)}</nav>
</header>
<main>
<section class="about" aria-labelledby="heading">
<p class="eyebrow">${fill(texts.eyebrow)}</p>
<h1 id="heading">${fill(texts.heading)}</h1>
<p class="lead">${fill(texts.lead)}</p>
<h2>${fill(texts.examplesTitle)}</h2>
<ul class="examples">${examples.join('')}</ul>
<ul class="points">${points.join('')}</ul>
<p class="emergency">${fill(texts.emergency)}</p>
</section>
<section class="talk" id="chat" aria-label="${fill(texts.chat)}"><noscript>${fill(texts.noScript)}</noscript></section>
</main>
</body>
</html>
`;
}

function languages(current: Lang): string {
  return SWITCH.map(([lang, name]) => {
    const here = lang === current ? ' aria-current="true"' : '';
    return `<a href="?lang=${lang}" lang="${lang}" hreflang="${lang}"${here}>${name}</a>`;
  }).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
