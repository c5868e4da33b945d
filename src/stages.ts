/** Fills the pipeline's stages with what was read from files. */
import type { Config } from './core/config';
import type { Reading, Understanding } from './core/reading';
import { runAction } from './domains';
import { createEngine } from './engine';
import type { Knowledge } from './knowledge';
import type { Stages } from './pipeline';

const MINUTE_MS = 60_000;

export function stagesOf(
  config: Config,
  knowledge: Knowledge,
  understanding: (own: Understanding) => Understanding = (own) => own,
): Stages {
  const { texts, catalogue, flows, settings, phrases, city, trouble, actions, finder } = knowledge;
  const understandingNow = (): Understanding => understanding(knowledge.understanding);
  return {
    texts,
    catalogue,
    city,
    emergencyMin: settings.emergencyMin,
    // Looked up for each message: an edited pack brings new names.
    understanding: {
      read: (text, now) => inLanguagesOf(knowledge, understandingNow().read(text, now)),
      catalogue: () => understandingNow().catalogue(),
    },
    engine: createEngine({ flows, catalogue, texts, settings, phrases, city, trouble, takes: finder.takes }),
    desk: { texts, city, handBackMs: config.KAPI_HAND_BACK_MINUTES * MINUTE_MS },
    runAction: (call, context) => runAction(actions, call, context),
  };
}

/** A language that the city does not answer in is like any other foreign one. */
function inLanguagesOf({ pack }: Knowledge, reading: Reading): Reading {
  return reading.lang === 'other' || pack.profile.languages.includes(reading.lang) ? reading : { ...reading, lang: 'other' };
}
