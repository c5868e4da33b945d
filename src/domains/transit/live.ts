/**
 * The planner of a running line. A changed feed is read in a thread of its own while the old one goes on answering; a
 * broken one is told in one line and the old one stays. The files are looked at rather than watched, as the pack's are.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type TransitFiles, feedOf, openLocal } from './open';
import { openRemote } from './remote';
import type { TransitPlanner } from './types';

export interface LiveTransit {
  /** Answers from the newest feed that could be read; hold on to it. */
  planner: TransitPlanner;
  /** Looks once; true when a new feed was taken up. Half-written files are given time until the next look. */
  look(): Promise<boolean>;
  start(): void;
  stop(): Promise<void>;
  /** Why the present files are not in use; '' where they are. */
  problem(): string;
}

export interface LiveOptions {
  files: TransitFiles;
  /** Milliseconds between two looks; 0: never. */
  everyMs: number;
  /** The planner has another feed now, and other names. */
  onRead(planner: TransitPlanner): void;
  onBroken(problem: string): void;
}

/** A thread of its own needs built JavaScript; the sources that tests run from have none. */
const openPlanner = extname(__filename) === '.js' ? openRemote : openLocal;

/**
 * Opens the feed; later looks replace it.
 *
 * @throws KapiError `config` where settings, places or feed cannot be read
 */
export async function openLive({ files, everyMs, onRead, onBroken }: LiveOptions): Promise<LiveTransit> {
  let taken = signatureOf(files);
  let before = taken;
  let current = await openPlanner(files);
  let problem = '';
  let looking = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<boolean> {
    const signature = signatureOf(files);
    const settled = signature === before;
    before = signature;
    if (looking || !settled || signature === taken) return false;
    looking = true;
    taken = signature;
    try {
      const old = current;
      current = await openPlanner(files);
      problem = '';
      onRead(planner);
      void old.close();
      return true;
    } catch (error) {
      problem = (error as Error).message;
      onBroken(problem);
      return false;
    } finally {
      looking = false;
    }
  }

  const planner: TransitPlanner = {
    feed: () => current.feed(),
    settings: () => current.settings(),
    state: (at) => current.state(at),
    gazetteers: () => current.gazetteers(),
    locate: (ref) => current.locate(ref),
    journeys: (...asked) => current.journeys(...asked),
    range: (...asked) => current.range(...asked),
    departures: (query) => current.departures(query),
    serviceDay: (query) => current.serviceDay(query),
    line: (...asked) => current.line(...asked),
    linesAt: (at) => current.linesAt(at),
    nearest: (...asked) => current.nearest(...asked),
    ride: (query) => current.ride(query),
    trip: (id) => current.trip(id),
    close: () => current.close(),
  };
  return {
    planner,
    look,
    start() {
      if (everyMs > 0) timer = setInterval(() => void look(), everyMs).unref();
    },
    async stop() {
      clearInterval(timer);
      await current.close();
    },
    problem: () => problem,
  };
}

/** Names, sizes and times of all files: what changes when somebody puts a new feed in place. */
function signatureOf(files: TransitFiles): string {
  const feed = feedOf(files);
  const own = ['settings.yaml', 'places.yaml'].map((name) => join(files.folder, name));
  const tables = statSync(feed, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(feed)
        .sort()
        .map((name) => join(feed, name))
    : [feed];
  return [...own, ...tables]
    .filter((file) => existsSync(file))
    .map((file) => {
      const { mtimeMs, size, ino } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0, ino: 0 };
      return `${file} ${mtimeMs} ${size} ${ino}`;
    })
    .join('\n');
}
