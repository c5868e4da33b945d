/** Everything that is read from files before a message can be understood: texts, the city's pack, the feed, the model, flows. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Config } from './core/config';
import { loadTexts } from './core/i18n';
import { ROOT } from './core/paths';
import { type Phrases, readPhrases } from './core/phrases';
import type { CatalogueEntry, Gazetteer } from './core/reading';
import { LANGS } from './core/items';
import { type Log, silentLog } from './core/log';
import type { CityFacts, Texts } from './core/texts';
import { readData } from './core/yaml-file';
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
import {
  createLiveData,
  createTransitActions,
  type LiveData,
  linkOf,
  type LiveOptions,
  type LiveTransit,
  noticesOf,
  openLive,
  type TransitPlanner,
  type TransitSources,
} from './domains/transit';
import type { EngineSettings } from './engine/env';
import type { Store } from './store/port';
import type { Flow } from './engine/flow';
import { loadFlows } from './engine/load';
import { loadTrouble } from './engine/trouble';
import { download } from './media/download';
import { type LoadedUnderstanding, loadUnderstanding, readCatalogue } from './nlu';

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

const NUMBERS = z.strictObject({
  misses_to_person: z.number().int().min(1),
  answer_max_chars: z.int().min(200).max(1_024),
  digress_min: z.number().min(0).max(1),
  digress_from_text_min: z.number().min(0).max(1),
  digress_unfit_min: z.number().min(0).max(1),
  emergency_min: z.number().min(0).max(1),
  answer_max_words: z.number().int().min(1),
  link_code_minutes: z.number().int().min(1),
  link_code_tries: z.number().int().min(1),
  link_codes_per_day: z.number().int().min(1),
  name_max_words: z.number().int().min(1),
  follow_up_minutes: z.number().min(0),
  follow_up_max_words: z.number().int().min(1),
  follow_up_sure_words: z.number().int().min(1),
  question_min_words: z.number().int().min(1),
});

/** Numbers and words that hold for every city. */
const DATA = join(ROOT, 'data');

const MINUTE_MS = 60_000;

export const STALE_MODEL = 'data/intents has changed since data/nlu/model.bin was trained: run kapi train.';

/** Where the files of a setting are: relative paths are the caller's, the defaults the checkout's. */
function pathOf(config: Config, name: 'KAPI_MUNICIPALITY' | 'KAPI_GTFS', standard: string): string {
  const set = config[name];
  return set === '' || set === standard ? resolve(ROOT, standard) : resolve(set);
}

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
  const packFolder = pathOf(config, 'KAPI_MUNICIPALITY', 'data/municipality');
  const pack = loadPack(packFolder, readCatalogue(DATA));
  const transit = await transitOf(config, pack, {
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
  const numbers = readData(DATA, 'engine.yaml', NUMBERS);
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
    createPeopleActions(people, {
      code_minutes: numbers.link_code_minutes,
      code_tries: numbers.link_code_tries,
      codes_per_day: numbers.link_codes_per_day,
    }),
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
    settings: settingsOf(config, numbers),
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

/** Largest live feed that is read: a metropolis with all its vehicles stays under 10 MiB. */
const LIVE_MAX_BYTES = 33_554_432;
const LIVE_TIMEOUT_MS = 10_000;

function vehiclesOf(config: Config, planner: TransitPlanner, log: Log): LiveData {
  return createLiveData({
    planner,
    addresses: config.KAPI_GTFS_RT,
    now: Date.now,
    everyMs: config.KAPI_GTFS_RT_SECONDS * 1_000,
    fetch: (address) =>
      download(address, {
        maxBytes: LIVE_MAX_BYTES,
        privateHosts: config.KAPI_MEDIA_PRIVATE_HOSTS,
        timeoutMs: LIVE_TIMEOUT_MS,
      }),
    onBroken: (problem) => log.warn({ problem }, 'live data could not be fetched'),
  });
}

/** What stands beside the timetable in answers. */
function transitSources(config: Config, pack: Pack, vehicles: LiveData): TransitSources {
  const notices = noticesOf(pack);
  return {
    alerts: (at, lang) => [...notices(at, lang), ...vehicles.alerts(at, lang)],
    live: (now) => vehicles.at(now),
    link: journeyLinks(config),
  };
}

/** Addresses of journeys' pages, which src/server serves. */
function journeyLinks({ KAPI_PUBLIC_URL: url, KAPI_PORT: port }: Config): NonNullable<TransitSources['link']> {
  const base = url || `http://localhost:${port}`;
  return (...journey) => {
    const token = linkOf(...journey);
    return token === null ? null : `${base}/yol/${token}`;
  };
}

/** The journey planner; null where the city has no timetable yet: its transport questions become records then. */
async function transitOf(
  config: Config,
  pack: Pack,
  told: Pick<LiveOptions, 'onRead' | 'onBroken'>,
): Promise<LiveTransit | null> {
  const folder = join(pack.dir, 'transit');
  if (config.KAPI_GTFS === '' && !existsSync(folder)) return null;
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
  const gtfs = config.KAPI_GTFS === '' ? '' : resolve(config.KAPI_GTFS);
  return openLive({
    files: { folder, gtfs, places, cache: join(resolve(config.KAPI_DATA_DIR), 'transit') },
    everyMs: config.KAPI_MUNICIPALITY_LOOK_SECONDS * 1_000,
    ...told,
  });
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

function settingsOf(config: Config, numbers: z.infer<typeof NUMBERS>): EngineSettings {
  return {
    burstWaitMs: config.KAPI_BURST_WAIT_MS,
    burstMaxMs: config.KAPI_BURST_MAX_MS,
    joinMs: config.KAPI_JOIN_MINUTES * MINUTE_MS,
    resumeMs: config.KAPI_RESUME_MINUTES * MINUTE_MS,
    missesToPerson: numbers.misses_to_person,
    answerMaxChars: numbers.answer_max_chars,
    digressMin: numbers.digress_min,
    digressFromTextMin: numbers.digress_from_text_min,
    digressUnfitMin: numbers.digress_unfit_min,
    emergencyMin: numbers.emergency_min,
    answerMaxWords: numbers.answer_max_words,
    nameMaxWords: numbers.name_max_words,
    followUpMs: numbers.follow_up_minutes * MINUTE_MS,
    followUpMaxWords: numbers.follow_up_max_words,
    followUpSureWords: numbers.follow_up_sure_words,
    questionMinWords: numbers.question_min_words,
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
