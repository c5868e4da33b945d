/** What of a service is asked: who may have it, where one applies, how long it takes. */
import { inLang, matchOf, type Service } from '../pack';
import type { Lang } from '../../core/items';

type Facet = 'who' | 'where' | 'duration';

/** Beginnings of words by which people ask for each, in Turkish, English and Arabic. */
const ASKED_BY: Record<Facet, string[]> = {
  who: [
    'kimler',
    'kim yararlan',
    'kim alabil',
    'şartı',
    'şartlar',
    'koşul',
    'who can',
    'who may',
    'من يحق',
    'من يستطيع',
    'الشروط',
    'شروط',
  ],
  where: ['nerede', 'nerde', 'nereye', 'nereden', 'nerden', 'adresi', 'where', 'أين', 'اين', 'العنوان'],
  duration: [
    'kaç gün',
    'ne kadar sür',
    'kaç saatte',
    'ne zaman sonuç',
    'ne zaman bit',
    'ne zaman çık',
    'how long',
    'كم يوم',
    'كم يستغرق',
    'متى',
  ],
};

/** The lines of a service that the citizen's words ask for, or that its part shows anyway. */
export function facetsOf(service: Service, text: string, shows: readonly string[], lang: Lang): string[] {
  return (Object.keys(ASKED_BY) as Facet[]).flatMap((facet) => {
    const said = service[facet];
    return said !== undefined && (shows.includes(facet) || matchOf(text, ASKED_BY[facet]) > 0) ? [inLang(said, lang)] : [];
  });
}
