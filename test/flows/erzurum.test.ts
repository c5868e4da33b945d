/** A real city's feed in a conversation: Erzurum, a weekday morning. Runs where KAPI_SHARED_DATA (else ../shared/data) holds it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSimulator, type Simulator } from '../../src/cli/simulator';
import { readConfig } from '../../src/core/config';
import { plainText } from '../../src/outbox/degrade';

const FEED = resolve(process.env.KAPI_SHARED_DATA || join(__dirname, '../../../shared/data'), 'gtfs/erzurum.zip');
const NOW = Date.parse('2026-03-25T08:30:00+03:00');
const here = existsSync(FEED);
if (!here) console.warn(`skipped: there is no ${FEED}; set KAPI_SHARED_DATA to the folder that holds gtfs/erzurum.zip`);

(here ? describe : describe.skip)('Erzurum, 2026-03-25 08:30 (skipped without its feed)', () => {
  let simulator: Simulator;
  let data: string;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'kapi-erzurum-'));
    simulator = await createSimulator(readConfig({ KAPI_DATA_DIR: data, KAPI_GTFS: FEED }));
  }, 60_000);
  afterAll(async () => {
    await simulator.close();
    rmSync(data, { recursive: true, force: true });
  });

  async function ask(...texts: string[]): Promise<string> {
    simulator.restart({ now: NOW, channel: 'http' });
    let answer = '';
    for (const text of texts) {
      const said = [...(await simulator.send([{ kind: 'text', text }])), ...(await simulator.settle())];
      answer = said.map(({ part }) => plainText(part)).join('\n');
    }
    return answer;
  }

  const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

  test('how to get from a stop to another, without Turkish letters', async () => {
    const answer = await ask('havaalanindan universiteye nasil giderim');
    expect(answer).toMatch(/^Havalimanı → Üniversite\n/);
    const [, departs, arrives] = /(\d\d:\d\d) – (\d\d:\d\d) \(\d+ dk\)/.exec(answer)!;
    expect(minutesOf(departs!)).toBeGreaterThanOrEqual(minutesOf('08:30'));
    expect(minutesOf(arrives!)).toBeGreaterThan(minutesOf(departs!));
    expect(answer).toMatch(/durağında binin/);
  });

  test('the next departures of a stop', async () => {
    const answer = await ask('otobus ne zaman gelir', 'universite hastanesi');
    const times = [...answer.matchAll(/: (\d\d:\d\d), (\d+) dk sonra/g)];
    expect(times.length).toBeGreaterThan(1);
    for (const [, clock, minutes] of times)
      expect(Math.abs(minutesOf('08:30') + Number(minutes) - minutesOf(clock!))).toBeLessThanOrEqual(1);
  });

  test('a place of the demo city is not looked for in another one', async () => {
    expect(await ask('havaalanindan universiteye nasil giderim')).not.toMatch(/yürüme mesafesinde durak bulamadım/);
  });
});
