import type { Health } from '../core/adapter';
import { problemsText } from '../domains/pack';
import type { Knowledge } from '../knowledge';
import type { Store } from '../store/port';

export interface HealthReport {
  ok: boolean;
  parts: Record<string, Health>;
}

const WAIT_MS = 3_000;

/** The state of each part; a part that does not answer in time is down. `ok` only when all are. */
export async function health(parts: Record<string, () => Promise<Health>>): Promise<HealthReport> {
  const names = Object.keys(parts);
  const states = await Promise.all(names.map((name) => inTime(parts[name]!)));
  const report = Object.fromEntries(names.map((name, index) => [name, states[index]!]));
  return { ok: states.every((state) => state.ok), parts: report };
}

async function inTime(check: () => Promise<Health>): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, detail: 'no answer in time' }), WAIT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : 'failed' };
  } finally {
    clearTimeout(timer);
  }
}

export async function storeHealth(store: Store): Promise<Health> {
  await store.check();
  const { unconsumed, outboxOpen } = await store.stats();
  return { ok: true, detail: `${store.kind}; ${unconsumed} messages and ${outboxOpen} replies in progress` };
}

/** The pack that answers. After a broken edit it is the one before it: the line serves, so it is up, and the mistake is told. */
export function packHealth({ pack, live, duty }: Pick<Knowledge, 'pack' | 'live' | 'duty'>): Health {
  const { readAt, problems } = live.state();
  const read = `${pack.profile.id}, read ${new Date(readAt).toISOString()}`;
  const broken = problems.length === 0 ? '' : `; an edit since then is wrong and not used: ${problemsText(problems)}`;
  const { error } = duty.state();
  const list = error === null ? '' : `; the duty list could not be fetched: ${error}`;
  return { ok: true, detail: read + broken + list, ...(broken + list === '' ? {} : { warning: true }) };
}
