/** How often a channel looks at its account: an operator hears of a revoked token within a minute, the platform is not bothered. */
import type { Health } from '../src/core/adapter';

const EVERY_MS = 30_000;

/**
 * @param look asks the platform; its text is what an operator reads, its error what is wrong and the mend
 * @param trouble what went wrong since, told by sending; null when nothing did
 */
export function createCheck(
  look: () => Promise<string>,
  trouble: () => string | null,
  now: () => number = Date.now,
): () => Promise<Health> {
  let last: { at: number; health: Promise<Health> } | null = null;
  return async () => {
    if (!last || now() - last.at > EVERY_MS)
      last = {
        at: now(),
        health: look().then(
          (detail) => ({ ok: true, detail }),
          (error: unknown) => ({ ok: false, detail: trouble() ?? (error instanceof Error ? error.message : 'failed') }),
        ),
      };
    const found = await last.health;
    const since = trouble();
    return found.ok && since !== null ? { ok: false, detail: since } : found;
  };
}
