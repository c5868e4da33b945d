import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { citizenPage } from '../../../adapters/webchat/page';
import { createQueue, newClientId, type Pending, type Storage } from '../../../adapters/webchat/widget/src/queue';
import { segments, webAddress } from '../../../adapters/webchat/widget/src/segments';
import { cursorOf, merge, questionState, speaker, type Thread } from '../../../adapters/webchat/widget/src/thread';
import type { ShownMessage } from '../../../adapters/webchat/wire';

const ROOT = path.join(__dirname, '../../..');
const GZIPPED_MAX_BYTES = 40_000;

const said = (id: string, at: number, text = id): ShownMessage => ({
  from: 'bot',
  id,
  at,
  lang: 'tr',
  purpose: 'reply',
  part: { kind: 'text', text },
});
const asked = (id: string, at: number): ShownMessage => ({
  from: 'bot',
  id,
  at,
  lang: 'tr',
  purpose: 'reply',
  part: {
    kind: 'choices',
    text: '?',
    questionId: `q-${id}`,
    choices: [
      { id: 'yes', label: 'Evet' },
      { id: 'no', label: 'Hayır' },
    ],
  },
});
const wrote = (clientId: string, at: number): ShownMessage => ({
  from: 'citizen',
  clientId,
  at,
  parts: [{ kind: 'text', text: clientId }],
});
const pressed = (clientId: string, at: number, questionId: string, id: string): ShownMessage => ({
  from: 'citizen',
  clientId,
  at,
  parts: [{ kind: 'choice', questionId, id }],
});

describe('the built script', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kapi-widget-'));
    const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
    const config = path.join(ROOT, 'adapters/webchat/widget/vite.config.mts');
    execFileSync(process.execPath, [vite, 'build', '--config', config, '--outDir', folder, '--logLevel', 'error'], { cwd: ROOT });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is one file under 40 kB gzipped, with the page’s own files beside it', () => {
    expect(readdirSync(folder).sort()).toEqual(['icon.svg', 'page.css', 'widget.js']);
    expect(gzipSync(readFileSync(path.join(folder, 'widget.js'))).length).toBeLessThan(GZIPPED_MAX_BYTES);
  });

  test('writes no HTML and evaluates nothing', () => {
    const sources = path.join(ROOT, 'adapters/webchat/widget/src');
    for (const file of readdirSync(sources))
      expect(readFileSync(path.join(sources, file), 'utf8')).not.toMatch(/innerHTML|insertAdjacent|document\.write|\beval\(/);
  });
});

describe('thread', () => {
  test('lines are merged by id, whatever comes first or twice', () => {
    const lines = [wrote('a', 1), said('x', 2), wrote('b', 3), said('y', 4)];
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 1, 0, 3, 2, 2, 0],
    ])
      expect(order.reduce<Thread>((thread, index) => merge(thread, [lines[index]!]), [])).toEqual(lines);
  });

  test('a line of ours takes the server’s time and id once they are known', () => {
    const thread = merge(merge([], [wrote('a', 5)]), [{ ...wrote('a', 2), id: 'm1' } as ShownMessage, said('x', 3)]);
    expect(thread).toMatchObject([{ clientId: 'a', id: 'm1', at: 2 }, { id: 'x' }]);
  });

  test('the history is read from a little before its end', () => {
    expect(cursorOf([])).toBeUndefined();
    expect(cursorOf(Array.from({ length: 19 }, (_, index) => `${index}`))).toBeUndefined();
    expect(cursorOf(Array.from({ length: 30 }, (_, index) => `${index}`))).toBe('10');
  });

  test('buttons close once pressed, answered or asked anew', () => {
    const question = asked('x', 1);
    expect(questionState([question], 0)).toEqual({ open: true });
    expect(questionState([question, pressed('a', 2, 'q-x', 'no')], 0)).toEqual({ open: false, chosen: 'no' });
    expect(questionState([question, wrote('a', 2)], 0)).toEqual({ open: true });
    expect(questionState([question, wrote('a', 2), said('y', 3)], 0)).toEqual({ open: false });
    expect(questionState([question, said('y', 2)], 0)).toEqual({ open: true });
    expect(questionState([question, asked('y', 2)], 0)).toEqual({ open: false });
    expect(questionState([question, pressed('a', 2, 'q-other', 'no')], 0)).toEqual({ open: true });
  });

  test('who speaks is who spoke last', () => {
    expect(
      speaker([said('x', 1), { ...said('y', 2), from: 'agent', authorName: 'Zeynep' } as ShownMessage, wrote('a', 3)]),
    ).toEqual({ agent: true, name: 'Zeynep' });
    expect(speaker([{ ...said('y', 2), from: 'agent' } as ShownMessage, said('x', 3)])).toEqual({ agent: false });
  });
});

describe('links', () => {
  const hrefs = (text: string): (string | undefined)[] =>
    segments(text)
      .map(({ href }) => href)
      .filter(Boolean);
  test.each([
    ['Bkz. https://a.bel.tr/x?y=1.', ['https://a.bel.tr/x?y=1']],
    ['(www.a.bel.tr)', ['https://www.a.bel.tr/']],
    ['444 1 153 ya da 0442 123 45 67', ['tel:4441153', 'tel:04421234567']],
    ['+90 (442) 123 45 67', ['tel:+904421234567']],
    ['Acil: 112, su arıza 186.', ['tel:112', 'tel:186']],
    ['112 numaralı otobüs', []],
    ['Kayıt 2026-0442123456 ve 11.12', []],
    ['javascript:alert(1) data:text/html,x', []],
    ['https://belediye.bel.tr@evil.example/', []],
  ])('%s', (text, expected) => {
    expect(hrefs(text)).toEqual(expected);
    expect(
      segments(text)
        .map((segment) => segment.text)
        .join(''),
    ).toBe(text);
  });

  test('only web addresses become links', () => {
    expect(webAddress('javascript:alert(1)')).toBeNull();
    expect(webAddress('data:image/svg+xml,x')).toBeNull();
  });

  test('a long text is cut in no time', () => {
    const start = performance.now();
    for (const text of ['0'.repeat(20_000), '444 '.repeat(5_000), 'https://'.repeat(2_500), '+90 (442) '.repeat(2_000)])
      segments(text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('queue', () => {
  const memory = (): Storage => {
    const values = new Map<string, string>();
    return {
      get: (key) => values.get(key) ?? null,
      set: (key, value) => void values.set(key, value),
      remove: (key) => void values.delete(key),
    };
  };
  const entry = (clientId: string): Pending => ({ message: { clientId, text: clientId }, at: 1, tries: 0 });

  test('survives a reload, in order', () => {
    const storage = memory();
    const queue = createQueue(storage);
    for (const id of ['a', 'b', 'c']) queue.add(entry(id));
    queue.update('a', { failed: 'bad_input' });
    queue.remove('b');
    const again = createQueue(storage);
    expect(again.all().map(({ message }) => message.clientId)).toEqual(['a', 'c']);
    expect(again.next()?.message.clientId).toBe('c');
  });

  test('two tabs do not undo each other', () => {
    const storage = memory();
    const [first, second] = [createQueue(storage), createQueue(storage)];
    first.add(entry('a'));
    second.add(entry('b'));
    first.remove('a');
    expect(
      createQueue(storage)
        .all()
        .map(({ message }) => message.clientId),
    ).toEqual(['b']);
  });

  test('a broken store is an empty one', () => {
    const storage = memory();
    for (const broken of ['{', '5', '[null,{"message":5}]']) {
      storage.set('kapi.queue', broken);
      expect(createQueue(storage).all()).toEqual([]);
    }
  });

  test('client ids are what the server takes', () => {
    const ids = new Set(Array.from({ length: 1_000 }, newClientId));
    expect(ids.size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[\w-]{8,64}$/);
  });
});

describe('texts and page', () => {
  const keys = (value: object): string[] =>
    Object.entries(value)
      .flatMap(([key, child]) => (child && typeof child === 'object' ? keys(child).map((inner) => `${key}.${inner}`) : [key]))
      .sort();
  test.each(['widget', 'page'])('the three languages of the %s have the same keys', (part) => {
    const read = (lang: string) =>
      JSON.parse(readFileSync(path.join(ROOT, `adapters/webchat/${part}/locales/${lang}.json`), 'utf8'));
    expect(keys(read('en'))).toEqual(keys(read('tr')));
    expect(keys(read('ar'))).toEqual(keys(read('tr')));
  });

  test('the page has no inline script or style, and no name becomes HTML', () => {
    for (const lang of ['tr', 'en', 'ar'] as const) {
      const page = citizenPage({ city: { name: '<img src=x title="a">', shortName: 'x' }, lang });
      expect(page).not.toMatch(/<img src=x|<style|\sstyle=|\son\w+=|<script(?![^>]* src=)/);
      expect(page).toContain(`<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">`);
    }
  });
});
