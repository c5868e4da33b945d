/** Recorded conversations: what is said now must be what was recorded. `npm run chat -- --script X --record X` records anew. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { flowsOf, readScript, replay } from '../../src/cli/script';
import { ROOT } from '../../src/core/paths';
import { readCatalogue } from '../../src/nlu';
import { simulated } from '../support/simulated';

const FOLDER = join(__dirname, 'conversations');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
const simulator = simulated('flows');

/** The conversations that lead to each intent: what is written first, and in which languages the line reads it. */
const told = new Map<string, { text: string; langs: string[] }[]>();

test.each(FILES)('%s', async (file) => {
  const script = readScript(join(FOLDER, file));
  expect(await replay(simulator(), script)).toEqual(script.lines);
  expect(script.flows).toEqual(flowsOf(simulator()));
  const events = simulator().turns.flatMap((turn) => turn.events);
  const langs = events.flatMap((event) => (event.type === 'read' ? [event.reading.lang] : []));
  const text = script.lines.flatMap((line) => ('citizen' in line ? [line.citizen] : []))[0] ?? '';
  const intents = new Set(events.flatMap((event) => (event.type === 'flow.started' ? [event.intent] : [])));
  for (const intent of intents) told.set(intent, [...(told.get(intent) ?? []), { text, langs }]);
});

const CONVERSATIONS_MIN = 3;
const WANTED = readCatalogue(join(ROOT, 'data')).filter(({ does }) => does !== 'meta');

test('every intent that is not meta has at least three recorded conversations', () => {
  const few = WANTED.map(({ name }) => [name, told.get(name)?.length ?? 0] as const).filter(([, n]) => n < CONVERSATIONS_MIN);
  expect(few).toEqual([]);
});

test('what is sent on at once is recorded without Turkish letters and in English too', () => {
  const direct = WANTED.filter(({ does }) => does === 'direct').map(({ name }) => name);
  const lacks = direct.flatMap((name) => {
    const said = told.get(name) ?? [];
    const plain = said.some(({ text, langs }) => langs[0] === 'tr' && /^[\x20-\x7e]+$/.test(text));
    return [
      ...(plain ? [] : [`${name}: plain letters`]),
      ...(said.some(({ langs }) => langs[0] === 'en') ? [] : [`${name}: English`]),
    ];
  });
  expect(lacks).toEqual([]);
});

test('every flow has a recorded conversation', () => {
  const walked = new Set(FILES.flatMap((file) => readScript(join(FOLDER, file)).flows));
  expect([...simulator().knowledge.flows.keys()].filter((name) => !walked.has(name))).toEqual([]);
});
