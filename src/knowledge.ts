/** Everything that is read from files before a message can be understood: texts, the city's pack, the feed, the model, flows. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Config } from './core/config';
import { KapiError, KINDS } from './core/errors';
import { loadTexts } from './core/i18n';
import { ROOT } from './core/paths';
import type { CatalogueEntry, Gazetteer } from './core/reading';
import { LANGS } from './core/items';
import type { CityFacts, Texts } from './core/texts';
import { type Actions, actionsOf } from './domains';
import { createEligibilityActions } from './domains/eligibility';
import { createKnowledgeActions } from './domains/knowledge';
import { gazetteers as packGazetteers, inLang, loadPack, type Pack } from './domains/pack';
import { createTicketActions } from './domains/tickets';
import type { TicketBook } from './domains/tickets/port';
import { createTransitActions, openTransit } from './domains/transit';
import type { EngineSettings } from './engine/env';
import type { Flow } from './engine/flow';
import { loadFlows } from './engine/load';
import { type ExplainingUnderstanding, loadUnderstanding } from './nlu';

export interface Knowledge {
  texts: Texts;
  pack: Pack;
  understanding: ExplainingUnderstanding;
  catalogue: Map<string, CatalogueEntry>;
  actions: Actions;
  flows: Map<string, Flow>;
  settings: EngineSettings;
  city: CityFacts;
}

const NUMBERS = z.strictObject({
  misses_to_person: z.number().int().min(1),
  digress_min: z.number().min(0).max(1),
  digress_from_text_min: z.number().min(0).max(1),
  digress_unfit_min: z.number().min(0).max(1),
  emergency_min: z.number().min(0).max(1),
  answer_max_words: z.number().int().min(1),
});

const MINUTE_MS = 60_000;

/** Where the files of a setting are: relative paths are the caller's, the defaults the checkout's. */
function pathOf(config: Config, name: 'KAPI_MUNICIPALITY' | 'KAPI_GTFS', standard: string): string {
  const set = config[name];
  return set === '' || set === standard ? resolve(ROOT, standard) : resolve(set);
}

/**
 * @param book where records are looked up
 * @throws KapiError config: a file is missing or wrong; the message names it
 */
export async function loadKnowledge(config: Config, book: TicketBook): Promise<Knowledge> {
  const texts = loadTexts(join(ROOT, 'locales'));
  const packFolder = pathOf(config, 'KAPI_MUNICIPALITY', 'data/municipality');
  const pack = loadPack(packFolder);
  const places = [
    ...pack.places.neighbourhoods.map(({ id, name, aliases, lat, lon }) => ({
      id,
      name,
      aliases: [name.replace(/ Mahallesi$/, ''), ...aliases],
      lat,
      lon,
      kind: 'neighbourhood' as const,
    })),
    ...pack.places.places.map(({ id, name, aliases, lat, lon }) => ({ id, name, aliases, lat, lon, kind: 'place' as const })),
  ];
  const planner = await openTransit({
    folder: join(packFolder, 'transit'),
    gtfs: config.KAPI_GTFS === '' ? '' : resolve(config.KAPI_GTFS),
    places,
  });
  const gazetteers = merged(planner.gazetteers(), packGazetteers(pack));
  const understanding = loadUnderstanding({
    dataDir: join(ROOT, 'data'),
    cacheDir: join(resolve(config.KAPI_DATA_DIR), 'model'),
    gazetteers,
    whenChanged: 'keep',
  });
  const catalogue = new Map(understanding.catalogue().map((entry) => [entry.name, entry]));
  const actions = actionsOf(
    createTransitActions({ planner }),
    createEligibilityActions({ pack }),
    createKnowledgeActions({ pack }),
    createTicketActions(book, pack.profile.ticket_prefix),
  );
  const flows = loadFlows(join(ROOT, 'flows'), { texts, catalogue, actions: new Set(actions.keys()) });
  return { texts, pack, understanding, catalogue, actions, flows, settings: settingsOf(config), city: cityOf(pack) };
}

function settingsOf(config: Config): EngineSettings {
  const path = join(ROOT, 'data/engine.yaml');
  const parsed = NUMBERS.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new KapiError(KINDS.config, `data/engine.yaml: ${issue.path.join('.')}: ${issue.message}`, {
      field: 'data/engine.yaml',
    });
  }
  const numbers = parsed.data;
  return {
    burstWaitMs: config.KAPI_BURST_WAIT_MS,
    burstMaxMs: config.KAPI_BURST_MAX_MS,
    joinMs: config.KAPI_JOIN_MINUTES * MINUTE_MS,
    resumeMs: config.KAPI_RESUME_MINUTES * MINUTE_MS,
    missesToPerson: numbers.misses_to_person,
    digressMin: numbers.digress_min,
    digressFromTextMin: numbers.digress_from_text_min,
    digressUnfitMin: numbers.digress_unfit_min,
    emergencyMin: numbers.emergency_min,
    answerMaxWords: numbers.answer_max_words,
  };
}

/** The pack's names beside the feed's: what both know is the feed's, with its stops. */
function merged(feed: Gazetteer[], pack: Gazetteer[]): Gazetteer[] {
  const known = new Set(feed.flatMap(({ type, entries }) => entries.map(({ id }) => `${type} ${id}`)));
  const rest = pack.map(({ type, entries }) => ({ type, entries: entries.filter(({ id }) => !known.has(`${type} ${id}`)) }));
  return [...feed, ...rest];
}

function cityOf({ profile }: Pack): CityFacts {
  const facts = LANGS.map((lang) => [
    lang,
    {
      city: inLang(profile.name, lang),
      cityShort: inLang(profile.short_name, lang),
      cityPhone: profile.centre_number,
      cityHours: inLang(profile.centre_hours, lang),
      cityWeb: profile.web,
      water: inLang(profile.water_authority.name, lang),
      neighbourhoodExamples: profile.neighbourhood_examples.join(', '),
    },
  ]);
  return Object.fromEntries(facts) as CityFacts;
}
