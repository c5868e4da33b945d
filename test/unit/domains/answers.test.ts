/** Answers are a phone screen long, in Turkish and in English. */
import { join } from 'node:path';
import { ROOT } from '../../../src/core/paths';
import { readPhrases } from '../../../src/core/phrases';
import { createKnowledgeActions } from '../../../src/domains/knowledge';
import { loadPack } from '../../../src/domains/pack';

/** A phone shows about 20 lines of about 45 letters; the buttons take four. */
const LETTERS = 700;
const LINES = 16;
const pack = loadPack(join(ROOT, 'data/municipality'));
const service = createKnowledgeActions({ pack, asks: readPhrases(join(ROOT, 'data')).asks }).find(
  ({ name }) => name === 'service.answer',
)!;
const cases = pack.services.flatMap(({ intent, parts }) =>
  ['', ...parts.map(({ words }) => words[0]!)].flatMap((text) =>
    (['tr', 'en'] as const).map((lang) => [intent, text, lang] as const),
  ),
);

test.each(cases)('%s "%s" %s', async (intent, text, lang) => {
  const context = { now: Date.parse('2026-03-25T10:30:00+03:00'), lang, conversationId: 'c', inputId: 'i' };
  const told = await service.run({ intent, text }, context);
  const whole = [told.title, told.text, told.fees, told.link].filter(Boolean).join('\n');
  expect(whole.length).toBeLessThanOrEqual(LETTERS);
  expect(whole.split('\n').length).toBeLessThanOrEqual(LINES);
});

test("a department's own telephone is told", async () => {
  const context = { now: 0, lang: 'tr' as const, conversationId: 'c', inputId: 'i' };
  const told = await service.run({ intent: 'contact.info', text: 'zabitanin telefonu kac' }, context);
  expect(told).toMatchObject({ title: 'Zabıta Dairesi Başkanlığı', text: expect.stringContaining('0399 153 19 00') });
});
