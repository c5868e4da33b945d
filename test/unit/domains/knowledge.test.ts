/** Announcements on the city's clock, and what of a service is asked. */
import { join } from 'node:path';
import { ROOT } from '../../../src/core/paths';
import { readPhrases } from '../../../src/core/phrases';
import { createKnowledgeActions } from '../../../src/domains/knowledge';
import { type Announcement, isOn, loadPack, stretchAt } from '../../../src/domains/pack';

const ZONE = 'Europe/Istanbul';
const at = (text: string): number => Date.parse(`${text}:00+03:00`);
const item = (times: Partial<Announcement>): Announcement => ({
  id: 'a',
  kind: 'water_cut',
  areas: [],
  title: { tr: 'a', en: 'a' },
  reason: { tr: 'b', en: 'b' },
  ...times,
});

test.each([
  // Once.
  [{ from: '2026-03-25 09:00', until: '2026-03-25 17:00' }, '2026-03-25T08:59', false],
  [{ from: '2026-03-25 09:00', until: '2026-03-25 17:00' }, '2026-03-25T09:00', true],
  [{ from: '2026-03-25 09:00', until: '2026-03-25 17:00' }, '2026-03-25T17:00', false],
  // Every day, past midnight.
  [{ daily: '23:00-05:00' }, '2026-03-25T04:59', true],
  [{ daily: '23:00-05:00' }, '2026-03-25T12:00', false],
  // The night of Wednesday runs into Thursday, and Wednesday's small hours are Tuesday's.
  [{ daily: '23:00-05:00', days: ['wednesday'] }, '2026-03-26T03:00', true],
  [{ daily: '23:00-05:00', days: ['wednesday'] }, '2026-03-25T03:00', false],
  // Only while it is valid.
  [{ daily: '09:00-13:00', valid_until: '2026-03-24' }, '2026-03-25T10:00', false],
  [{ daily: '09:00-13:00', valid_from: '2026-03-26' }, '2026-03-25T10:00', false],
] as [Partial<Announcement>, string, boolean][])('%j at %s: %s', (times, now, on) => {
  expect(isOn(item(times), at(now), ZONE)).toBe(on);
});

test('what is planned is found within the days that are looked ahead', () => {
  const cut = item({ from: '2026-03-30 09:00', until: '2026-03-30 17:00' });
  expect(stretchAt(cut, at('2026-03-25T10:00'), ZONE, 4)).toBeNull();
  expect(stretchAt(cut, at('2026-03-25T10:00'), ZONE, 5)).toEqual({
    from: at('2026-03-30T09:00'),
    until: at('2026-03-30T17:00'),
  });
});

test.each([
  ['evlenmek için nereye başvurulur', 'Nikâh Memurluğu, Kültür Merkezi'],
  ['nikah kaç günde olur', 'nikâh günü en erken ertesi iş günüdür'],
  ['kimler evlenebilir', '18 yaşını dolduran'],
])('%s: the answer has %s', async (text, line) => {
  const pack = loadPack(join(__dirname, '../../../data/municipality'));
  const service = createKnowledgeActions({ pack, asks: readPhrases(join(ROOT, 'data')).asks }).find(
    ({ name }) => name === 'service.answer',
  )!;
  const asked = await service.run(
    { intent: 'marriage.appointment', text },
    { now: at('2026-11-25T10:00'), lang: 'tr', conversationId: 'c' },
  );
  expect(asked.text).toContain(line);
  const plain = await service.run(
    { intent: 'marriage.appointment', text: 'nikah' },
    { now: at('2026-11-25T10:00'), lang: 'tr', conversationId: 'c' },
  );
  expect(plain.text).not.toContain(line);
});
