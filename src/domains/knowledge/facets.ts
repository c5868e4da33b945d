/** What of a service is asked: who may have it, where one applies, how long it takes. */
import type { Lang } from '../../core/items';
import type { Phrases } from '../../core/phrases';
import { inLang, matchOf, type Service } from '../pack';

/** Beginnings of words by which people ask for each. */
export type FacetWords = Phrases['asks'];

/** The lines of a service that the citizen's words ask for, or that its part shows anyway. */
export function facetsOf(service: Service, text: string, shows: readonly string[], lang: Lang, asks: FacetWords): string[] {
  return (Object.keys(asks) as (keyof FacetWords)[]).flatMap((facet) => {
    const said = service[facet];
    return said !== undefined && (shows.includes(facet) || matchOf(text, asks[facet]) > 0) ? [inLang(said, lang)] : [];
  });
}
