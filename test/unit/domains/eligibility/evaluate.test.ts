import { join } from 'node:path';
import type { JsonObject } from '../../../../src/core/json';
import { evaluate, verdictText } from '../../../../src/domains/eligibility/evaluate';
import { loadPack, type Programme } from '../../../../src/domains/pack';
import { programmeSchema } from '../../../../src/domains/pack/schema-programme';

const pack = loadPack(join(__dirname, '../../../../data/municipality'));
const baby = pack.programmes.find(({ id }) => id === 'hosgeldin-bebek')!;
const food = pack.programmes.find(({ id }) => id === 'gida-destegi')!;

/** A local moment of the city. */
const at = (text: string) => Date.parse(`${text}+03:00`);
const MORNING = at('2026-03-25T08:30:00');
const decide = (programme: Programme, answers: JsonObject, now = MORNING) =>
  evaluate(programme, answers, now, { pack, lang: 'tr' });

const FAMILY = { residence: 'mahalle:kartal', firstApplication: 'yes', applicant: 'mother' };

describe('Hoş Geldin Bebek', () => {
  it('gives a family that meets every condition the set, and names the papers', () => {
    const verdict = decide(baby, { ...FAMILY, birthDate: '2026-03-01' });
    expect(verdict).toMatchObject({ status: 'eligible', failing: [], missing: [], waiting: [], validFrom: '2026-01-01' });
    expect(verdict.documents.map(({ id }) => id)).toEqual(['kimlik', 'dogum-raporu']);
  });

  // 90 days before 25 March 2026 is 25 December 2025.
  it.each([
    ['2026-03-25T00:00:00', '2025-12-25', 'eligible'],
    ['2026-03-25T23:59:59', '2025-12-25', 'eligible'],
    ['2026-03-26T00:00:00', '2025-12-25', 'not_eligible'],
    ['2026-03-25T08:30:00', '2025-12-24', 'not_eligible'],
    ['2026-03-25T00:30:00', '2026-03-25', 'eligible'],
    ['2026-03-24T23:59:00', '2026-03-25', 'not_yet'],
    // Under the set of 2025, 60 days.
    ['2025-12-31T12:00:00', '2025-11-01', 'eligible'],
    ['2025-12-31T12:00:00', '2025-10-31', 'not_eligible'],
    // The next day the longer rule holds, and the same baby may have it.
    ['2026-01-01T00:00:00', '2025-10-31', 'eligible'],
  ])('on %s a baby born %s: %s', (now, birthDate, status) => {
    expect(decide(baby, { ...FAMILY, birthDate }, at(now)).status).toBe(status);
  });

  it('names the condition that fails, with the numbers', () => {
    const verdict = decide(baby, { ...FAMILY, birthDate: '2025-12-24' });
    expect(verdict.failing).toEqual([
      {
        condition: 'age',
        why: 'Bebek başvuru günü en çok 90 günlük olabilir; bebeğiniz 91 günlük, son gün 24 Mart 2026 idi.',
      },
    ]);
    expect(verdictText(baby, verdict, 'tr')).toContain('1 Ocak 2026 tarihinden beri');
  });

  it('names every condition that fails', () => {
    const verdict = decide(baby, { residence: 'no', birthDate: '2025-01-01', firstApplication: 'no', applicant: 'other' });
    expect(verdict.failing.map(({ condition }) => condition)).toEqual(['residence', 'age', 'applicant', 'first']);
  });

  it('asks nothing more once a condition fails', () => {
    expect(decide(baby, { residence: 'no' })).toMatchObject({ status: 'not_eligible', missing: [] });
  });

  it('asks only for what is missing, in the order of the file', () => {
    expect(decide(baby, {}).missing.map(({ answer }) => answer)).toEqual([
      'residence',
      'birthDate',
      'applicant',
      'firstApplication',
    ]);
    expect(decide(baby, { ...FAMILY }).missing.map(({ answer }) => answer)).toEqual(['birthDate']);
  });

  it('tells those who expect a child from when they may apply', () => {
    const verdict = decide(baby, { ...FAMILY, birthDate: '2026-06-01' });
    expect(verdict).toMatchObject({ status: 'not_yet', waiting: [{ condition: 'age', from: '2026-06-01' }] });
    expect(verdict.waiting[0]!.why).toContain('1 Haziran 2026');
  });

  it.each(['dün doğdu', '2026-02-30', '1926-03-01', '2028-01-01', '', '31.04.2026'])(
    'asks again for the birth date %j',
    (birthDate) => {
      const verdict = decide(baby, { ...FAMILY, birthDate });
      expect(verdict.status).toBe('missing');
      expect(verdict.missing[0]).toMatchObject({ answer: 'birthDate', question: expect.stringContaining('anlayamadım') });
    },
  );

  it.each([
    ['05.03.2026', 'eligible'],
    ['5/3/2026', 'eligible'],
  ])('reads the birth date %s as people write it', (birthDate, status) => {
    expect(decide(baby, { ...FAMILY, birthDate }).status).toBe(status);
  });

  it.each([
    ['Fevzi Çakmak', 'eligible'],
    ['ilce:ilica', 'eligible'],
    ['evet', 'eligible'],
    [true, 'eligible'],
    ['hayır', 'not_eligible'],
    ['Ankara', 'not_eligible'],
    ['istanbulda oturuyoruz', 'not_eligible'],
    ['köyde', 'missing'],
    [{ lat: 40.2, lon: 36.1 }, 'eligible'],
    [{ lat: 41.01, lon: 28.97 }, 'not_eligible'],
  ])('residence %j: %s', (residence, status) => {
    expect(decide(baby, { residence, firstApplication: true, applicant: 'mother', birthDate: '2026-03-01' }).status).toBe(status);
  });

  it('names the paper that is lacking', () => {
    const verdict = decide(baby, { ...FAMILY, birthDate: '2026-03-01', documents: ['kimlik'] });
    expect(verdict).toMatchObject({ status: 'not_yet', missingDocuments: ['dogum-raporu'] });
    expect(verdict.waiting[0]!.why).toBe('Eksik belge: Doğum raporu ya da bebeğin kimlik kartı.');
    expect(decide(baby, { ...FAMILY, birthDate: '2026-03-01', documents: 'yes' }).status).toBe('eligible');
    expect(decide(baby, { ...FAMILY, birthDate: '2026-03-01', documents: 'no' }).missingDocuments).toHaveLength(2);
  });

  it('is closed before the first set of conditions', () => {
    expect(decide(baby, FAMILY, at('2023-12-31T12:00:00'))).toMatchObject({
      status: 'not_eligible',
      failing: [{ condition: 'period' }],
      documents: [],
    });
  });

  it('gives the same verdict whenever it is asked again', () => {
    const answers = { ...FAMILY, birthDate: '2025-12-25' };
    expect(decide(baby, answers)).toEqual(decide(baby, answers));
  });

  it('answers in the language of the citizen', () => {
    const verdict = evaluate(baby, { ...FAMILY, birthDate: '2025-12-24' }, MORNING, { pack, lang: 'en' });
    expect(verdict.failing[0]!.why).toContain('24 March 2026');
    expect(evaluate(baby, {}, MORNING, { pack, lang: 'ar' }).missing[0]!.question).toMatch(/بينار/);
  });
});

describe('an income limit', () => {
  const household = { residence: 'yes', otherAid: 'no', documents: 'yes' };
  it.each([
    ['30000', '3', 'eligible'],
    ['30.000,00 TL', 3, 'eligible'],
    ['30000,01', '3', 'not_eligible'],
    [30001, 3, 'not_eligible'],
    ['0', '1', 'eligible'],
    ['çok az', '1', 'missing'],
    ['-5', '1', 'missing'],
    ['28 bin lira', 3, 'eligible'],
    ['31bin', 3, 'not_eligible'],
    ['gelirimiz yok', 4, 'eligible'],
    ['15 ile 20 bin arası', 4, 'missing'],
    ['10000', '0', 'missing'],
  ])('%s for %s people: %s', (householdIncome, householdSize, status) => {
    expect(decide(food, { ...household, householdIncome, householdSize }).status).toBe(status);
  });

  it('shows what a head has and what it may be', () => {
    const [reason] = decide(food, { ...household, householdIncome: '30000,01', householdSize: '3' }).failing;
    expect(reason!.why).toBe('Kişi başına aylık gelir en çok 10.000 TL olabilir; sizin hanenizde 10.000,01 TL.');
  });

  it('fails an answer that must be no', () => {
    expect(decide(food, { residence: 'yes', householdIncome: 0, householdSize: 1, otherAid: 'evet' }).failing).toEqual([
      { condition: 'no-double', why: expect.stringContaining('Başka bir kurumdan') },
    ]);
  });
});

describe('rules as municipalities publish them', () => {
  const words = (text: string) => ({ tr: text, en: text });
  const shell = {
    id: 'deneme',
    name: words('Deneme'),
    department: 'sosyal',
    about: words('a'),
    gives: words('g'),
    eligible: words('e'),
    not_eligible: words('{{reasons}}'),
    not_yet: words('{{reasons}}'),
    closed: words('c'),
    rule_date: words('{{date}}'),
    documents_intro: words('d'),
  };
  const months = {
    id: 'age',
    kind: 'baby_age_max_months',
    max_months: 3,
    question: words('ne zaman'),
    assumed: true,
    why: words('{{max_months}} ay, son gün {{last_day}}'),
    implausible: words('anlaşılmadı'),
  };
  const programme = (versions: object[]) => programmeSchema.parse({ ...shell, versions });
  const three = programme([{ valid_from: '2026-01-01', source: words('s'), conditions: [months] }]);

  it.each([
    ['2025-12-25', '2026-03-25', 'eligible'],
    ['2025-12-25', '2026-03-26', 'not_eligible'],
    // Born on the 30th of November: the last day is that of February.
    ['2025-11-30', '2026-02-28', 'eligible'],
    ['2025-11-30', '2026-03-01', 'not_eligible'],
  ])('three months from %s: on %s %s', (birthDate, day, status) => {
    expect(decide(three, { birthDate }, at(`${day}T12:00:00`)).status).toBe(status);
  });

  it('lets expecting mothers apply where the rule allows it', () => {
    const before = programme([
      { valid_from: '2026-01-01', source: words('s'), conditions: [{ ...months, not_born_yet: 'allowed' }] },
    ]);
    expect(decide(before, { birthDate: '2026-06-01' }).status).toBe('eligible');
  });

  it('bounds a number on both sides', () => {
    const children = {
      id: 'children',
      kind: 'number_between',
      answer: 'children',
      assumed: true,
      min: 2,
      max: 4,
      question: words('?'),
      why: words('{{value}}'),
    };
    const bounded = programme([{ valid_from: '2026-01-01', source: words('s'), conditions: [children] }]);
    expect([1, 2, 4, 5].map((count) => decide(bounded, { children: count }).status)).toEqual([
      'not_eligible',
      'eligible',
      'eligible',
      'not_eligible',
    ]);
  });

  it.each([
    [{ valid_from: '2026-01-01' }, { valid_from: '2026-06-01' }],
    [{ valid_from: '2026-01-01', valid_until: '2026-06-01' }, { valid_from: '2026-06-01' }],
    [{ valid_from: '2026-06-01', valid_until: '2026-05-01' }, { valid_from: '2027-06-01' }],
  ])('refuses sets of conditions that overlap or end before they begin: %j %j', (first, second) => {
    const versions = [first, second].map((dates) => ({ ...dates, source: words('s'), conditions: [months] }));
    expect(programmeSchema.safeParse({ ...shell, versions }).success).toBe(false);
  });
});

describe('home care', () => {
  const care = pack.programmes.find(({ id }) => id === 'evde-bakim')!;
  it('asks for the report only when the age does not do', () => {
    expect(decide(care, { residence: 'yes', cannotManage: 'yes' }).missing.map(({ answer }) => answer)).toEqual([
      'personBirthDate',
    ]);
    expect(decide(care, { residence: 'yes', cannotManage: 'yes', personBirthDate: '1961-03-25' }).status).toBe('eligible');
    expect(decide(care, { residence: 'yes', cannotManage: 'yes', personBirthDate: '1961-03-26' }).missing[0]!.answer).toBe(
      'disabilityReport',
    );
  });

  it.each([
    ['yes', 'eligible'],
    ['no', 'not_eligible'],
  ])('with a report: %s, %s', (disabilityReport, status) => {
    const answers = { residence: 'yes', cannotManage: 'yes', personBirthDate: '1990-01-01', disabilityReport };
    expect(decide(care, answers).status).toBe(status);
  });

  it.each(['2027-01-01', '1826-01-01', 'yaşlı'])('asks again for the birth date %j', (personBirthDate) => {
    expect(decide(care, { residence: 'yes', personBirthDate }).missing[0]!.question).toContain('anlayamadım');
  });
});

describe('someone else', () => {
  it.each([
    ['Annesiyim', 'eligible'],
    ['babasi', 'eligible'],
    ['komşusuyum', 'not_eligible'],
    ['teyzesiyim ben', 'not_eligible'],
    ['bilmem', 'missing'],
  ])('%s: %s', (applicant, status) => {
    expect(decide(baby, { ...FAMILY, birthDate: '2026-03-01', applicant }).status).toBe(status);
  });
});
