import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsOf, runAction } from '../../../../src/domains';
import { createEligibilityActions } from '../../../../src/domains/eligibility';
import { loadPack } from '../../../../src/domains/pack';

const ROOT = join(__dirname, '../../../..');
const FOLDER = join(ROOT, 'src/domains/eligibility/actions');
const actions = actionsOf(createEligibilityActions({ pack: loadPack(join(ROOT, 'data/municipality')) }));
const call = (action: string, args: object, now = Date.parse('2026-03-25T08:30:00+03:00'), lang: 'tr' | 'en' | 'ar' = 'tr') =>
  runAction(actions, { id: '1', action, args: args as never }, { now, lang, conversationId: 'c1' });

/** The examples of a header: "example at <moment>: {arguments} -> {part of the result}". */
const EXAMPLES = readdirSync(FOLDER).flatMap((file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const action = text.match(/name: '([^']+)'/)![1]!;
  const found = [...text.matchAll(/^ \* example(?: at (\S+))?: (\{.*\}) -> (\{.*\})$/gm)];
  return found.length === 0 ? [[action, '', '{}', '']] : found.map(([, at, args, result]) => [action, at ?? '', args!, result!]);
});

it.each(EXAMPLES)('%s, example at %s: %s', async (action, at, args, result) => {
  expect(result).not.toBe('');
  expect(await call(action!, JSON.parse(args!), at ? Date.parse(at) : undefined)).toMatchObject(JSON.parse(result!));
});

it('tells the reason, the papers and the date of the rule in one text', async () => {
  const result = await call('eligibility.check', {
    programme: 'hosgeldin-bebek',
    residence: 'yes',
    birthDate: '2026-03-01',
    firstApplication: 'yes',
    applicant: 'mother',
  });
  expect(String(result.text).split('\n')).toEqual([
    'Koşulları sağlıyorsunuz, Hoş Geldin Bebek setine başvurabilirsiniz.',
    'Gerekli belgeler:',
    '• Anne ya da babanın kimlik kartı',
    '• Doğum raporu ya da bebeğin kimlik kartı (fotoğrafı yeter)',
    '(1 Ocak 2026 tarihinden beri geçerli kurallara göre.)',
  ]);
});

it.each([
  ['social.aid', 'komur erzak kolisi istiyorum', 'gida-destegi'],
  ['social.aid', 'bursa basvuracam', 'egitim-destegi'],
  ['social.care', 'annem yatalak evde bakima ihtiyaci var', 'evde-bakim'],
  ['social.care', 'TEKERLEKLİ SANDALYE LAZIM', 'tekerlekli-sandalye'],
  ['baby.apply', 'başvurmak istiyorum', 'hosgeldin-bebek'],
])('%s, %j means %s', async (intent, text, programme) => {
  expect(await call('eligibility.find', { intent, text })).toMatchObject({ status: 'ok', programme });
});

it('speaks every programme without leaving a name unfilled', async () => {
  const pack = loadPack(join(ROOT, 'data/municipality'));
  for (const { id } of pack.programmes)
    for (const lang of ['tr', 'en', 'ar'] as const)
      for (const residence of ['yes', 'no', '']) {
        const answers = { residence, birthDate: '2026-01-01', householdIncome: 90000, householdSize: 1, documents: 'no' };
        const yes = { firstApplication: 'yes', otherAid: 'no', student: 'yes', needsCare: 'yes', medicalReport: 'yes' };
        const result = await call('eligibility.check', { programme: id, ...answers, ...yes }, undefined, lang);
        expect(JSON.stringify(result)).not.toContain('{{');
        expect(result.status).not.toBe('none');
      }
});
