import type { Capabilities } from '../../../src/core/adapter';
import type { Outbound, OutPart } from '../../../src/core/items';
import { degrade } from '../../../src/outbox/degrade';
import { sizeOf, split } from '../../../src/outbox/split';

const BARE: Capabilities = {
  choices: null,
  textMax: 160,
  media: [],
  location: false,
  idempotent: true,
  statusesCarryId: false,
  concurrency: 1,
};
const LIST: Capabilities = {
  ...BARE,
  choices: { max: 3, labelMax: 20, textMax: 60, pages: 3 },
  media: ['image'],
  captionMax: 20,
};

function parts(part: OutPart, can: Capabilities): OutPart[] {
  const row: Outbound = {
    id: 'c:1:0',
    conversationId: 'c',
    channel: 'x',
    account: 'default',
    to: 'someone',
    inReplyTo: [],
    purpose: 'reply',
    createdAt: 0,
    author: 'bot',
    lang: 'tr',
    part,
  };
  const rows = degrade(row, can);
  expect(rows.map(({ id }) => id)).toEqual(rows.map((_, index) => (index === 0 ? 'c:1:0' : `c:1:0.${index + 1}`)));
  return rows.map((sent) => sent.part);
}

const choices = (count: number, label = 'Durak') =>
  Array.from({ length: count }, (_, index) => ({ id: `s${index}`, label: `${label} ${index + 1}` }));

test('what the channel can show stays the very same message', () => {
  const part: OutPart = { kind: 'choices', text: 'Hangisi?', questionId: 'q1', choices: choices(3) };
  expect(parts(part, LIST)).toEqual([part]);
});

test('without buttons the choices are numbered', () => {
  expect(parts({ kind: 'choices', text: 'Hangisi?', questionId: 'q1', choices: choices(2) }, BARE)).toEqual([
    { kind: 'text', text: 'Hangisi?\n1) Durak 1\n2) Durak 2' },
  ]);
});

test('choices that only help stand in one line where there are no buttons', () => {
  const text = 'Kart 7/24 yüklenir.\n\nNasıl devam edelim?';
  const part: OutPart = { kind: 'choices', text, questionId: 'q1', choices: choices(2), aside: 19 };
  expect(parts(part, BARE)).toEqual([{ kind: 'text', text: 'Kart 7/24 yüklenir.\n1) Durak 1 2) Durak 2' }]);
  expect(parts(part, LIST)).toEqual([part]);
});

test('a list longer than one message comes in pages of one question', () => {
  const pages = parts({ kind: 'choices', text: 'Hangi durak?', questionId: 'q1', choices: choices(7) }, LIST);
  expect(pages.map((page) => (page.kind === 'choices' ? [page.text, page.questionId, page.choices.length] : page))).toEqual([
    ['Hangi durak?', 'q1', 3],
    ['(2/3)', 'q1', 3],
    ['(3/3)', 'q1', 1],
  ]);
});

test('more pages than a reader would leaf through, or a label that does not fit, become a numbered text', () => {
  const many = parts({ kind: 'choices', text: 'Hangisi?', questionId: 'q1', choices: choices(10) }, LIST);
  expect(many.every((part) => part.kind === 'text')).toBe(true);
  const long = parts(
    { kind: 'choices', text: 'Hangisi?', questionId: 'q1', choices: choices(2, 'Fevzi Çakmak Mahallesi') },
    LIST,
  );
  expect(long).toEqual([{ kind: 'text', text: 'Hangisi?\n1) Fevzi Çakmak Mahallesi 1\n2) Fevzi Çakmak Mahallesi 2' }]);
});

test('a text too long to stand above buttons goes before them', () => {
  const text = 'Yarın saat 09.00 ile 17.00 arasında su verilmeyecek. Haber vermemizi ister misiniz?';
  expect(parts({ kind: 'choices', text, questionId: 'q1', choices: choices(2) }, LIST)).toEqual([
    { kind: 'text', text: 'Yarın saat 09.00 ile 17.00 arasında su verilmeyecek.' },
    { kind: 'choices', text: 'Haber vermemizi ister misiniz?', questionId: 'q1', choices: choices(2) },
  ]);
});

test('an attachment the channel lacks becomes its link, a pin a map link', () => {
  const form: OutPart = { kind: 'media', media: { kind: 'document', url: 'https://example.org/form.pdf' }, text: 'Form' };
  expect(parts(form, LIST)).toEqual([{ kind: 'text', text: 'Form\nhttps://example.org/form.pdf' }]);
  expect(parts({ kind: 'location', lat: 39.9, lon: 41.27, label: 'Durak' }, BARE)).toEqual([
    { kind: 'text', text: 'Durak\nhttps://www.openstreetmap.org/?mlat=39.9&mlon=41.27' },
  ]);
});

test('a caption over the limit follows the attachment', () => {
  const media = { kind: 'image' as const, url: 'https://example.org/a.jpg' };
  expect(parts({ kind: 'media', media, text: 'Güzergâh değişti, haritaya bakınız.' }, LIST)).toEqual([
    { kind: 'media', media },
    { kind: 'text', text: 'Güzergâh değişti, haritaya bakınız.' },
  ]);
});

test('a template is its text where the platform has none', () => {
  const part: OutPart = { kind: 'template', name: 'ticket_closed', params: ['PB-26-1'], text: 'Başvurunuz kapandı.' };
  expect(parts(part, BARE)).toEqual([{ kind: 'text', text: 'Başvurunuz kapandı.' }]);
  expect(parts(part, { ...BARE, templates: true })).toEqual([part]);
});

test('texts are cut at paragraphs, lines, sentences, words, in this order', () => {
  expect(split('Birinci paragraf burada.\n\nİkinci paragraf.', 30)).toEqual(['Birinci paragraf burada.', 'İkinci paragraf.']);
  expect(split('Birinci cümle bitti. İkinci cümle başladı ve sürüyor.', 40)).toEqual([
    'Birinci cümle bitti.',
    'İkinci cümle başladı ve sürüyor.',
  ]);
  expect(split('tek bir uzun cümle bu noktasız', 20)).toEqual(['tek bir uzun cümle', 'bu noktasız']);
  expect(split('', 20)).toEqual(['']);
});

test('bytes and UTF-16 units are counted as the platform counts', () => {
  expect(sizeOf('şğı', 'utf16')).toBe(3);
  expect(sizeOf('şğı', 'bytes')).toBe(6);
  expect(split('ş'.repeat(50), 40, 'bytes').map((piece) => piece.length)).toEqual([20, 20, 10]);
});

test('no visible character is cut, nothing is lost, and every piece fits, whatever the text', () => {
  const samples = [
    '👨‍👩‍👧‍👦'.repeat(80),
    '🇹🇷'.repeat(100),
    'ö̈ğ'.repeat(300),
    `a${'\u0301'.repeat(900)}`,
    'kelime '.repeat(200),
    '😀'.repeat(333),
  ];
  for (const text of samples)
    for (const unit of ['utf16', 'bytes'] as const)
      for (const max of [100, 160, 1000]) {
        const pieces = split(text, max, unit);
        expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const piece of pieces) {
          expect(sizeOf(piece, unit)).toBeLessThanOrEqual(max);
          expect(piece.isWellFormed()).toBe(true);
        }
      }
  const families = split('👨‍👩‍👧‍👦'.repeat(80), 100);
  expect(families.every((piece) => piece.length % '👨‍👩‍👧‍👦'.length === 0)).toBe(true);
});
