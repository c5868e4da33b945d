/** Where a text of the pack has no Arabic, English is shown and the guest is told so first; the check only notes it. */
import { join } from 'node:path';
import { ROOT } from '../../../../src/core/paths';
import { readPhrases } from '../../../../src/core/phrases';
import { createKnowledgeActions } from '../../../../src/domains/knowledge';
import { inLang, loadPack, withoutArabic } from '../../../../src/domains/pack';

const pack = loadPack(join(ROOT, 'data/municipality'));
const ARABIC = /\p{Script=Arabic}/u;

test.each(pack.services)('$intent: title, text, who, where and how long are there in Arabic', (service) => {
  const { title, text, who, where, duration } = service;
  for (const told of [title, text, who, where, duration]) if (told) expect(told.ar).toMatch(ARABIC);
});

test.each(pack.institutions)('$key: name and text are there in Arabic', ({ name, text }) => {
  expect(name.ar).toBeDefined();
  expect(text.ar).toMatch(ARABIC);
});

test.each(pack.departments)('$key: the name that every record tells is there in Arabic', ({ name }) => {
  expect(name.ar).toBeDefined();
});

test.each(pack.announcements)('$id is there in Arabic', ({ title, reason }) => {
  expect([title.ar, reason.ar]).toEqual([expect.stringMatching(ARABIC), expect.stringMatching(ARABIC)]);
});

test('without Arabic the English wording is shown, in its own direction', () => {
  expect(inLang({ tr: 'çay', en: 'tea' }, 'ar')).toBe('\u2066tea\u2069');
  expect(inLang({ tr: 'çay', en: 'tea', ar: 'شاي' }, 'ar')).toBe('شاي');
});

test('an answer without Arabic says so', async () => {
  const service = createKnowledgeActions({ pack, asks: readPhrases(join(ROOT, 'data')).asks }).find(
    ({ name }) => name === 'service.answer',
  )!;
  const ask = (text: string, lang: 'ar' | 'tr') =>
    service.run({ intent: 'course.register', text }, { now: Date.parse('2026-03-25T10:30:00+03:00'), lang, conversationId: 'c' });
  expect(await ask('', 'ar')).toMatchObject({ foreign: false });
  expect(await ask('kütüphane', 'ar')).toMatchObject({ foreign: true });
  expect(await ask('kütüphane', 'tr')).toMatchObject({ foreign: false });
});

test('texts without Arabic are counted by file, and only where the line answers in Arabic', () => {
  const found = withoutArabic(pack);
  expect(found.find(({ file }) => file === 'services/course.register.yaml')?.texts).toBeGreaterThan(0);
  expect(withoutArabic({ ...pack, profile: { ...pack.profile, languages: ['tr', 'en'] } })).toEqual([]);
});
