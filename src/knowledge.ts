/** Everything that is read from files before a message can be understood: texts, the city's pack, the feed, the model, flows. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from './core/config';
import { loadTexts } from './core/i18n';
import { packFolder, ROOT } from './core/paths';
import { type Phrases, readPhrases } from './core/phrases';
import type { CatalogueEntry, Gazetteer } from './core/reading';
import { LANGS } from './core/items';
import { type Log, silentLog } from './core/log';
import type { CityFacts, Texts } from './core/texts';
import { type Actions, actionsOf } from './domains';
import { createEligibilityActions, type RuleBook } from './domains/eligibility';
import { createFinder, createFindingActions, type Finder, readFindingSettings } from './domains/finding';
import { createDutyFeed, createKnowledgeActions, type DutyFeed } from './domains/knowledge';
import {
  createLivePack,
  gazetteers as packGazetteers,
  inLang,
  type LivePack,
  loadPack,
  type Pack,
  problemsText,
} from './domains/pack';
import { createApplicationActions } from './domains/applications';
import { createPeopleActions, NOBODY, type PeopleBook } from './domains/people';
import { createReservationActions } from './domains/reservations';
import { createNumbers, createTicketActions } from './domains/tickets';
import { createTransitActions, type LiveData, type LiveTransit, type TransitPlanner } from './domains/transit';
import { type EngineSettings, readEngineSettings } from './engine/settings';
import type { Store } from './store/port';
import type { Flow } from './engine/flow';
import { loadFlows } from './engine/load';
import { loadTrouble } from './engine/trouble';
import { download } from './media/download';
import { type LoadedUnderstanding, loadUnderstanding, readCatalogue } from './nlu';
import { openTransit, transitSources, vehiclesOf } from './transport';

/** What the actions need of the store. */
export type Book = Pick<
  Store,
  'personOf' | 'ticket' | 'ticketsOf' | 'tickets' | 'nextNumbers' | 'kvInit' | 'kvGet' | 'slotsClaim' | 'slotsTaken'
>;

export interface Knowledge {
  texts: Texts;
  pack: Pack;
  /** Null where the city has no timetable yet. */
  planner: TransitPlanner | null;
  /** The planner's feed, which may change while the line runs. */
  transit: LiveTransit | null;
  /** Live data of its vehicles; begins to fetch when it is started. */
  vehicles: LiveData | null;
  /** Looks for changed files of the pack once the line runs. */
  live: LivePack;
  duty: DutyFeed;
  /** Read it anew for every message: an edited pack brings new names. */
  understanding: LoadedUnderstanding;
  catalogue: Map<string, CatalogueEntry>;
  actions: Actions;
  /** Finds the pages of questions in the pack. */
  finder: Finder;
  flows: Map<string, Flow>;
  settings: EngineSettings;
  phrases: Phrases;
  city: CityFacts;
  /** Does a message say that something went wrong? */
  trouble(text: string): boolean;
}

/** Numbers and words that hold for every city. */
const DATA = join(ROOT, 'data');

export const STALE_MODEL = 'data/intents has changed since data/nlu/model.bin was trained: run kapi train.';

/**
 * @param book where records, slots and conditions are looked up and kept
 * @param people how a citizen's other channels are reached
 * @param log told of edits of the pack once `live` is started
 * @throws KapiError config: a file is missing or wrong; the message names it
 */
export async function loadKnowledge(
  config: Config,
  book: Book,
  log: Log = silentLog,
  people: PeopleBook = NOBODY,
): Promise<Knowledge> {
  const texts = loadTexts(join(ROOT, 'locales'));
  const pack = loadPack(packFolder(config), readCatalogue(DATA));
  const transit = await openTransit(config, pack, {
    onRead({ feed }) {
      knowledge.understanding = understand();
      log.info({ feed: feed() }, 'a new timetable is in use');
    },
    onBroken: (problem) => log.error({ problem }, 'the new timetable is wrong: the old one is kept'),
  });
  const planner = transit?.planner ?? null;
  const understand = (): LoadedUnderstanding =>
    loadUnderstanding({
      dataDir: DATA,
      cacheDir: join(resolve(config.KAPI_DATA_DIR), 'model'),
      gazetteers: merged(planner?.gazetteers() ?? [], packGazetteers(pack)),
      whenChanged: 'keep',
    });
  const understanding = understand();
  if (!understanding.current) log.warn({}, STALE_MODEL);
  const catalogue = new Map(understanding.catalogue().map((entry) => [entry.name, entry]));
  const duty = dutyOf(config, pack);
  const vehicles = planner && vehiclesOf(config, planner, log);
  const { settings, linkCodes } = readEngineSettings(DATA, config);
  const phrases = readPhrases(DATA);
  const prefix = (): string => pack.profile.ticket_prefix;
  const draw = createNumbers(book, prefix);
  const finder = createFinder(pack, readFindingSettings(DATA));
  const actions = actionsOf(
    planner && vehicles ? createTransitActions({ planner, ...transitSources(config, pack, vehicles) }) : [],
    createEligibilityActions({ pack, rules: rulesIn(book) }),
    createKnowledgeActions({ pack, asks: phrases.asks, duty, book }),
    createFindingActions({ pack, finder }),
    createTicketActions(book, prefix, draw),
    createApplicationActions({ pack, book, draw }),
    createReservationActions({ pack, book, draw }),
    createPeopleActions(people, linkCodes),
  );
  const flows = loadFlows(join(ROOT, 'flows'), {
    texts,
    catalogue,
    actions: new Set(actions.keys()),
    ...(planner ? {} : { without: 'transit.' }),
  });
  const city = cityOf(pack);
  const knowledge = {
    texts,
    pack,
    planner,
    transit,
    vehicles,
    duty,
    understanding,
    catalogue,
    actions,
    finder,
    flows,
    settings,
    phrases,
    city,
    trouble: loadTrouble(join(DATA, 'trouble.yaml')),
  };
  const live = createLivePack({
    pack,
    catalogue: [...catalogue.values()],
    everyMs: config.KAPI_MUNICIPALITY_LOOK_SECONDS * 1_000,
    now: Date.now,
    onRead() {
      Object.assign(city, cityOf(pack));
      knowledge.understanding = understand();
      log.info({ pack: pack.dir }, 'the pack was read anew');
    },
    onBroken: (problems) =>
      log.error(
        { pack: pack.dir, mistakes: problems.length, first: problemsText(problems) },
        'an edit of the pack is wrong: the old one is kept',
      ),
  });
  return Object.assign(knowledge, { live });
}

/** Conditions that decided something stay readable whatever becomes of the pack. */
export function rulesIn(book: Pick<Store, 'kvInit' | 'kvGet'>): RuleBook {
  return {
    keep: async (mark, text) => void (await book.kvInit(`rule:${mark}`, text)),
    read: (mark) => book.kvGet(`rule:${mark}`),
  };
}

/** Largest duty list that is read: a province's month of pharmacies is a few hundred KiB. */
const DUTY_MAX_BYTES = 2_097_152;

function dutyOf(config: Config, pack: Pack): DutyFeed {
  const path = join(resolve(config.KAPI_DATA_DIR), 'duty-pharmacies.json');
  return createDutyFeed({
    pack,
    now: Date.now,
    fetch: (url, timeoutMs) =>
      download(url, { maxBytes: DUTY_MAX_BYTES, privateHosts: config.KAPI_MEDIA_PRIVATE_HOSTS, timeoutMs }),
    keep: {
      read: () => (existsSync(path) ? readFileSync(path, 'utf8') : null),
      write(text) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      },
    },
  });
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
