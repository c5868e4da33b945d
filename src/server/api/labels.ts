import type { Lang } from '../../core/items';
import { inLang } from '../../domains/pack';
import type { Knowledge } from '../../knowledge';
import type { Labels } from './wire';

/** Keys under `desk.` in locales/. */
const DESK = [
  'reason_asked',
  'reason_not_understood',
  'reason_failed',
  'reason_no_flow',
  'reason_broken',
  'reason_emergency',
  'ring_emergency',
  'held_by_other',
  'already_yours',
  'take_first',
  'not_held',
];

/** What a record is about whose sentence found no page: no request of the catalogue. */
const QUESTION = 'question';

/** Names of intents and departments in the console's language. */
export function labelsOf({ catalogue, texts, pack }: Knowledge, lang: Lang): Labels {
  const intents = [...catalogue.keys(), QUESTION].map((name) => [
    name,
    texts.has(`intents.${name}`) ? texts.t(lang, `intents.${name}`) : name,
  ]);
  const departments = pack.departments.map(({ key, name }) => [key, inLang(name, lang)]);
  const desk = DESK.map((key) => [`desk.${key}`, texts.t(lang, `desk.${key}`)]);
  return { desk: Object.fromEntries(desk), intents: Object.fromEntries(intents), departments: Object.fromEntries(departments) };
}
