import { fold } from '../../core/fold';
import type { Gazetteer } from '../../core/reading';
import type { Json } from '../../core/json';
import { NameMatcher } from './naming/matcher';
import type { NamingSettings } from './naming/settings';
import type { Located, PlaceChoice, PlaceRef, TransitPlanner } from './types';

/** What a place in an action's arguments turned out to be, and the reference to ask the planner with. */
export interface Sought {
  located: Located;
  ref: PlaceRef;
}

/**
 * Finds places as actions are given them: ids of the gazetteers, pins, or names as they were typed. A name that may mean
 * several is asked about; nothing is remembered of what was answered.
 */
export class Lookup {
  private built: { gazetteers: Gazetteer[]; matcher: NameMatcher; ids: Set<string> } | null = null;

  constructor(
    readonly planner: TransitPlanner,
    private readonly naming: NamingSettings,
  ) {}

  /** The matcher over the names of the feed that is loaded now. */
  get matcher(): NameMatcher {
    return this.current().matcher;
  }

  private current(): NonNullable<Lookup['built']> {
    const gazetteers = this.planner.gazetteers();
    if (this.built?.gazetteers !== gazetteers) {
      const ids = new Set(gazetteers.flatMap(({ entries }) => entries.map(({ id }) => id)));
      this.built = { gazetteers, ids, matcher: new NameMatcher(gazetteers, this.naming) };
    }
    return this.built;
  }

  async find(value: Json | undefined): Promise<Sought> {
    const ref = value as unknown as PlaceRef;
    if (typeof ref !== 'string' || ref.startsWith('platform:') || this.current().ids.has(ref)) return this.located(ref);
    // An id that the feed does not know: the pack may name a neighbourhood by an id of its own.
    if (/^[a-z]+:\S+$/.test(ref)) {
      const sought = await this.located(ref);
      if (sought.located.status !== 'unknown') return sought;
    }
    const decided = this.matcher.decide(ref.replace(/^[a-z]+:/, '').replaceAll('-', ' '));
    if (!decided) return { located: { status: 'unknown' }, ref };
    if ('sure' in decided) return this.located(decided.sure.id);
    return { located: { status: 'ambiguous', choices: await this.choices(decided.among) }, ref };
  }

  private async located(ref: PlaceRef): Promise<Sought> {
    return { located: await this.planner.locate(ref), ref };
  }

  /** Names to choose from; of two that read the same the lines tell them apart. */
  private async choices(among: { id: string; name: string }[]): Promise<PlaceChoice[]> {
    const alike = new Set(among.map(({ name }) => name)).size < among.length;
    return Promise.all(
      among.map(async ({ id, name }) => {
        const lines = alike ? (await this.planner.linesAt(id)).slice(0, LABEL_LINES).map(({ code }) => code) : [];
        return { id, label: lines.length > 0 ? `${name} (${lines.join(', ')})` : name };
      }),
    );
  }

  /** The city elsewhere of which folded words speak; undefined where they speak of none. */
  elsewhere(words: readonly string[]): string | undefined {
    return this.naming.other_cities.find((name) => {
      const city = fold(name);
      return words.some((word) => word.startsWith(city) && (word === city || CITY_ENDING.test(word.slice(city.length))));
    });
  }

  isCommon(word: string): boolean {
    return this.naming.common.includes(word) || this.naming.light.includes(word);
  }
}

const LABEL_LINES = 3;
const CITY_ENDING = /^(?:n?[dt][ae]n?|[yn]?[ae]|n?[iu]n)$/;
