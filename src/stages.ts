/** Fills the pipeline's stages with what was read from files. */
import type { Config } from './core/config';
import { maskPersonal } from './core/mask';
import type { Understanding } from './core/reading';
import { runAction } from './domains';
import { createEngine } from './engine';
import type { Knowledge } from './knowledge';
import type { Stages } from './pipeline';

const MINUTE_MS = 60_000;

export function stagesOf(
  config: Config,
  knowledge: Knowledge,
  understanding: Understanding = knowledge.understanding,
): Stages & { mask(text: string): string } {
  const { texts, catalogue, flows, settings, city, actions } = knowledge;
  return {
    texts,
    catalogue,
    city,
    understanding,
    engine: createEngine({ flows, catalogue, texts, settings, city }),
    desk: { texts, city, handBackMs: config.KAPI_HAND_BACK_MINUTES * MINUTE_MS },
    runAction: (call, context) => runAction(actions, call, context),
    mask: (text) => maskPersonal(text).text,
  };
}
