/** Every intent of the catalogue leads to what it `does`, through the real inbox, understanding, engine and store. */
import { join } from 'node:path';
import type { Said } from '../../src/cli/simulator';
import { readCatalogue } from '../../src/nlu';
import { ROOT } from '../../src/core/paths';
import { plainText } from '../../src/outbox/degrade';
import { LINES } from '../support/catalogue-lines';
import { simulated } from '../support/simulated';

const CATALOGUE = readCatalogue(join(ROOT, 'data'));
const NOW = Date.parse('2026-03-25T10:30:00+03:00');
/** Three that are answered without a flow of their own kind, and why. */
const ANSWER_BY_RECORD = ['feedback.thanks'];

const simulator = simulated('catalogue');

const events = () => simulator().turns.flatMap((turn) => turn.events);
const opened = () => events().flatMap((event) => (event.type === 'ticket.opened' ? [event] : []));

async function walk(lines: string[]): Promise<Said[]> {
  simulator().restart({ now: NOW, channel: 'http' });
  const said: Said[] = [];
  for (const text of lines) said.push(...(await simulator().send([{ kind: 'text', text }])), ...(await simulator().settle()));
  return said;
}

test('the table names every intent', () => {
  expect(Object.keys(LINES).sort()).toEqual(CATALOGUE.map(({ name }) => name).sort());
});

test.each(CATALOGUE.map(({ name, does, department }) => [name, does, department] as const))(
  '%s: %s',
  async (name, does, unit) => {
    const said = await walk(LINES[name]!);
    const first = events().find((event) => event.type === 'read');
    expect(first?.type === 'read' && first.reading.intent).toBe(name);
    const text = said.map(({ part }) => plainText(part)).join('\n');
    expect(text).not.toBe('');
    const started = events().flatMap((event) => (event.type === 'flow.started' ? [event.intent] : []));
    if (does === 'meta') {
      expect(opened()).toEqual([]);
      return;
    }
    expect(started[0]).toBe(name);
    if (does === 'answer') {
      expect(opened().length).toBe(ANSWER_BY_RECORD.includes(name) ? 1 : 0);
      expect(text).not.toContain(simulator().knowledge.texts.t('tr', 'service.none'));
    } else if (does === 'ticket') {
      expect(opened()).toHaveLength(1);
      const { ticket } = opened()[0]!;
      expect(ticket).toMatchObject({ intent: name, department: unit, priority: 'normal' });
      expect(text).toContain(ticket.number);
    } else if (does === 'incident') {
      expect(opened()).toHaveLength(1);
      expect(opened()[0]!.ticket).toMatchObject({ intent: name, department: unit, priority: 'high' });
      expect(text).toContain(opened()[0]!.ticket.number);
    } else if (does === 'direct') {
      expect(events()).toContainEqual(expect.objectContaining({ type: 'referred', intent: name, institution: unit }));
      expect(text.split('\n')[0]).toMatch(/11[2]|18[67]/);
      if (!name.startsWith('emergency.')) {
        expect(opened()[0]).toMatchObject({ status: 'referred', ticket: { intent: name } });
        expect(text).toContain(opened()[0]!.ticket.number);
        expect(text).toContain('.example');
      }
    }
  },
);
