/**
 * The index of questions and services: BM25+ over stems. A page is found only where it covers enough of the question's rare
 * words, has points enough and is clearly ahead; otherwise the citizen is asked which, or nothing is said.
 */
import MiniSearch, { type SearchResult } from 'minisearch';
import { foldedWords } from '../../core/fold';
import type { Pack } from '../pack';
import { type Page, pagesOf } from './pages';
import type { FindingSettings } from './settings';
import { createStemmer } from './stems';

export interface Hit {
  page: Page;
  score: number;
  /** Share of the question's weight that the page has, 0 to 1. */
  coverage: number;
}

/** one: the answer · several: may be it, best first, to be asked · none: no page, or none that is likely. */
export type Found = { status: 'one'; hit: Hit } | { status: 'several'; hits: Hit[] } | { status: 'none'; best?: Hit };

export interface Finder {
  /** The page that answers a question. */
  find(text: string): Found;
  /** The page for whose own words a message decides, whatever else it may be read as. */
  taken(text: string): Found;
  /** Does such a page take the message from the request that it was read as? */
  takes(text: string, intent: string): boolean;
}

const STRONG = ['title', 'asked', 'words'] as const;
const FIELDS = [...STRONG, 'body'];
/** Results that are looked at: what comes later covers less. */
const LOOKED_AT = 12;

/** Indexes the pack when it is first asked, and anew when the pack was read anew. */
export function createFinder(pack: Pick<Pack, 'questions' | 'services'>, settings: FindingSettings): Finder {
  let of: { questions: unknown; services: unknown } = { questions: null, services: null };
  let index: Index | null = null;
  const fresh = (): Index => {
    if (index === null || of.questions !== pack.questions || of.services !== pack.services) {
      index = new Index(pagesOf(pack), settings);
      of = { questions: pack.questions, services: pack.services };
    }
    return index;
  };
  const kept = (intent: string): boolean => settings.kept.some((start) => intent.startsWith(start));
  return {
    find: (text) => fresh().find(text),
    taken: (text) => fresh().taken(text),
    takes: (text, intent) => !kept(intent) && fresh().taken(text).status !== 'none',
  };
}

class Index {
  private readonly stems;
  private readonly search: MiniSearch;
  private readonly pages: Map<string, Page>;
  /** On how many pages a stem stands. */
  private readonly counts = new Map<string, number>();

  constructor(
    pages: readonly Page[],
    private readonly settings: FindingSettings,
  ) {
    this.stems = createStemmer(settings);
    this.pages = new Map(pages.map((page) => [page.id, page]));
    this.search = new MiniSearch({
      fields: FIELDS,
      tokenize: this.stems,
      processTerm: (term) => term,
      searchOptions: {
        boost: settings.weights,
        bm25: settings.bm25,
        combineWith: 'OR',
        tokenize: (joined: string) => joined.split(' '),
        prefix: (term) => term.length >= settings.prefix_min_letters,
        fuzzy: (term) => (term.length >= settings.slip_min_letters ? 1 : false),
      },
    });
    this.search.addAll(pages);
    for (const page of pages)
      for (const stem of new Set(FIELDS.flatMap((field) => this.stems(page[field as keyof Page] as string))))
        this.counts.set(stem, (this.counts.get(stem) ?? 0) + 1);
  }

  find(text: string): Found {
    const { score_min, offer_score_min, offer_coverage_min, coverage_min } = this.settings;
    const hits = this.hits(text, () => true);
    const strong = hits.filter(({ score }) => score >= score_min);
    const sure = this.likely(strong, coverage_min);
    if (sure.length === 1) return { status: 'one', hit: sure[0]! };
    const maybe = hits.filter(({ score, coverage }) => score >= (coverage >= coverage_min ? offer_score_min : score_min));
    const offered = sure.length > 1 ? sure : this.likely(maybe, offer_coverage_min);
    if (offered.length > 0) return { status: 'several', hits: offered };
    return { status: 'none', ...(hits[0] ? { best: hits[0] } : {}) };
  }

  taken(text: string): Found {
    const said = foldedWords(text);
    const ids = new Set(
      [...this.pages.values()]
        .filter(({ decisive }) => decisive.some((all) => all.every((start) => said.some((word) => beginsWith(word, start)))))
        .map(({ id }) => id),
    );
    if (ids.size === 0) return { status: 'none' };
    const [first, ...more] = this.likely(
      this.hits(text, (id) => ids.has(id)),
      this.settings.words_coverage_min,
    );
    if (!first) return { status: 'none' };
    return more.length === 0 ? { status: 'one', hit: first } : { status: 'several', hits: [first, ...more] };
  }

  /** The pages that have words of the text, best first. */
  private hits(text: string, filter: (id: string) => boolean): Hit[] {
    const words = this.wordsOf(text);
    if (words.length === 0) return [];
    const results = this.search.search(words.join(' '), { filter: ({ id }) => filter(id) });
    return results.slice(0, LOOKED_AT).map((result) => this.hit(result, words));
  }

  /** The best page that covers enough, and those as likely as it; one of each matter. */
  private likely(hits: readonly Hit[], least: number): Hit[] {
    const { second_max_share, offered_max } = this.settings;
    const enough = hits.filter(({ coverage }) => coverage >= least);
    const near = enough.filter(({ score }) => score >= enough[0]!.score * second_max_share);
    return near
      .filter(({ page }, at) => near.findIndex((other) => other.page.matter === page.matter) === at)
      .slice(0, offered_max);
  }

  private wordsOf(text: string): string[] {
    const stems = [...new Set(this.stems(text).slice(0, this.settings.words_max))];
    return [...new Set(stems.flatMap((word) => this.apart(word)))];
  }

  private hit(result: SearchResult, words: readonly string[]): Hit {
    let whole = 0;
    let had = 0;
    for (const word of words) {
      const weight = this.weightOf(word);
      whole += weight;
      had += weight * this.shareOf(word, result);
    }
    return { page: this.pages.get(result.id)!, score: result.score, coverage: had / whole };
  }

  /** How well the page has the word: in its title or ways of asking, or only in its text; as it is, or nearly. */
  private shareOf(word: string, { match, queryTerms }: SearchResult): number {
    if (!queryTerms.includes(word)) return 0;
    const { body_share, near_share } = this.settings;
    const place = (fields: readonly string[]): number => (STRONG.some((field) => fields.includes(field)) ? 1 : body_share);
    const exact = match[word];
    let best = exact ? place(exact) : 0;
    for (const [term, fields] of Object.entries(match))
      if (term !== word && isNear(word, term)) best = Math.max(best, place(fields) * near_share);
    return best;
  }

  /** Rare words weigh more; one that no page has nearly as much as the rarest. */
  private weightOf(word: string): number {
    const total = this.pages.size;
    const count = this.counts.get(word);
    const idf = (of: number): number => Math.log(1 + (total - of + 0.5) / (of + 0.5));
    return count === undefined ? idf(1) * this.settings.unknown_weight : idf(count);
  }

  /** "halkekmek" is "halk ekmek" where only the halves are known. */
  private apart(word: string): string[] {
    const { split_min_letters: least } = this.settings;
    if (this.counts.has(word)) return [word];
    for (let at = least; at <= word.length - least; at++) {
      const halves = [...this.stems(word.slice(0, at)), ...this.stems(word.slice(at))];
      if (halves.length === 2 && halves.every((half) => this.counts.has(half))) return halves;
    }
    return [word];
  }
}

/** One letter is a word of its own: "e imza" is not said by "en son imza". */
const beginsWith = (word: string, start: string): boolean => (start.length === 1 ? word === start : word.startsWith(start));

/** Found by its beginning, or with a slip in it. */
function isNear(word: string, term: string): boolean {
  if (term.startsWith(word)) return true;
  const [short, long] = word.length <= term.length ? [word, term] : [term, word];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.length < long.length ? short.slice(at) === long.slice(at + 1) : short.slice(at + 1) === long.slice(at + 1);
}
