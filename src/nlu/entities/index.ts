/** Finds everything named in a text, one file a kind. The order of the finders decides who claims a number first. */
import type { Entity, Gazetteer } from '../../core/reading';
import { wordHash } from '../features';
import type { Classifier } from '../model';
import type { NluSettings } from '../settings';
import { words } from '../text';
import { tidy } from '../tidy';
import { findAges, markBirthDates } from './birth-date';
import { findPlates, findSubscribers, findTickets } from './codes';
import { findDates } from './date';
import { findDurations } from './duration';
import { GazetteerFinder } from './gazetteer';
import { findIdentities } from './identity';
import { LineFinder } from './line';
import { findNumbers } from './numbers';
import { findPhones } from './phone';
import { scan } from './scan';
import { StreetFinder } from './street';
import { findTimes } from './time';

export class EntityFinder {
  private readonly names: GazetteerFinder;
  private readonly lines: LineFinder;
  private readonly streets: StreetFinder;

  constructor(gazetteers: readonly Gazetteer[], settings: NluSettings, classifier: Classifier) {
    const isWord = wordsOf(classifier);
    this.names = new GazetteerFinder(gazetteers, settings, isWord);
    this.lines = new LineFinder(gazetteers, settings.words.line);
    this.streets = new StreetFinder(settings.words.street, gazetteers);
  }

  /**
   * Entities in the order of the text. Two of one span are two readings of it (a place and the stop of that name, the day and
   * the hour of "yarım saat sonra").
   */
  find(text: string, now: number, intent: string): Entity[] {
    const { text: plain, offsets } = tidy(text);
    const at = scan(plain, now, intent);
    findIdentities(at);
    findTickets(at);
    findSubscribers(at);
    findPhones(at);
    this.streets.find(at);
    findPlates(at);
    this.lines.find(at);
    findDates(at);
    findAges(at);
    findTimes(at);
    findDurations(at);
    markBirthDates(at);
    this.names.find(at);
    findNumbers(at);
    at.found.sort((a, b) => a.start - b.start || b.end - a.end);
    return offsets === null ? at.found : at.found.map((entity) => inOriginal(entity, text, offsets));
  }
}

/** A word counts as known when so many training texts hold it: a slip that noisy copies share by chance is none. */
const KNOWN_WORD_MIN_TEXTS = 5;

/** Whether the training sentences hold a word, typing errors in their copies left aside. */
function wordsOf({ vocabulary, model }: Classifier): (word: string) => boolean {
  const rarest = 1 + Math.log((1 + model.texts) / (1 + KNOWN_WORD_MIN_TEXTS));
  return (word) => {
    const row = vocabulary.row(wordHash(words(word)[0] ?? ''));
    return row >= 0 && model.idf[row]! <= rarest + 1e-4;
  };
}

function inOriginal(entity: Entity, text: string, offsets: number[]): Entity {
  const start = offsets[entity.start]!;
  const end = offsets[entity.end]!;
  return { ...entity, start, end, text: text.slice(start, end) };
}
