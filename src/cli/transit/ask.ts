import { resolve } from 'node:path';
import { readConfig } from '../../core/config';
import { KapiError, KINDS } from '../../core/errors';
import { plainText } from '../../outbox/degrade';
import { createSimulator } from '../simulator';
import { answerLines } from './feed';

interface Options {
  feed: string;
  now?: string;
}

/** Questions as citizens type them, each as a conversation of its own: the answer, and what the actions found. */
export async function run(options: Options): Promise<number> {
  const now = options.now === undefined ? Date.now() : Date.parse(options.now);
  if (Number.isNaN(now))
    throw new KapiError(KINDS.badInput, '--now: give a time such as 2026-03-25T08:30+03:00.', { field: 'now' });
  const simulator = await createSimulator(
    readConfig({ ...process.env, KAPI_GTFS: resolve(options.feed), KAPI_BURST_WAIT_MS: '0' }),
  );
  try {
    // Live data, where an address is set, as they are at the start.
    await simulator.knowledge.vehicles?.look();
    await answerLines(async ({ text }) => {
      if (typeof text !== 'string') return { none: 'bad_input' };
      simulator.restart({ now, channel: 'http' });
      const said = [...(await simulator.send([{ kind: 'text', text }])), ...(await simulator.settle())];
      const data = simulator.turns.flatMap(({ calls }) => calls).filter(({ action }) => action.startsWith('transit.'));
      return { text, answer: said.map(({ part }) => plainText(part)).join('\n\n'), data };
    });
  } finally {
    await simulator.close();
  }
  return 0;
}
