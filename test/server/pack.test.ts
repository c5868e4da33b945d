/** A new city from the command line: its pack is right, the line starts with it, and edits reach the running line. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as newPack } from '../../src/cli/pack/new';
import { ROOT } from '../../src/core/paths';
import { silentLog } from '../../src/core/log';
import { checkPack, problemLine } from '../../src/domains/pack';
import { type Kapi, startKapi } from '../../src/main';
import { readCatalogue } from '../../src/nlu';

let folder: string;
let city: string;
let line: Kapi;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-city-'));
  city = join(folder, 'city');
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await newPack({ name: 'Çınarlı Belediyesi' }, [city]);
  jest.restoreAllMocks();
  line = await startKapi(
    { KAPI_PORT: '0', KAPI_DATA_DIR: join(folder, 'data'), KAPI_MUNICIPALITY: city, KAPI_MUNICIPALITY_LOOK_SECONDS: '0' },
    silentLog,
  );
}, 60_000);
afterAll(async () => {
  await line?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const state = async () => {
  const response = await fetch(`${line.url}/health`);
  const body = (await response.json()) as { parts: Record<string, { ok: boolean; detail: string; warning?: true }> };
  return { status: response.status, ...body.parts.municipality! };
};
function edit(file: string, from: string, to: string): void {
  const path = join(city, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  line.knowledge.live.look();
}

test('the new pack has no mistake and bears the name that was given', () => {
  const { pack, problems } = checkPack(city, readCatalogue(join(ROOT, 'data')));
  expect(problems.map(problemLine)).toEqual([]);
  expect(pack?.profile.name.tr).toBe('Çınarlı Belediyesi');
});

test('an existing folder is not written into', async () => {
  await expect(newPack({}, [city])).rejects.toThrow(/not empty/);
});

test('the line serves the new city without a timetable', async () => {
  expect(await state()).toMatchObject({ status: 200, ok: true });
  const page = await (await fetch(`${line.url}/`)).text();
  expect(page).toContain('Çınarlı Belediyesi');
  expect([...line.knowledge.actions.keys()].filter((name) => name.startsWith('transit.'))).toEqual([]);
});

test('a broken edit keeps the old pack and says so in /health; the mended one is taken up', async () => {
  edit('profile.yaml', 'phone: "153"\nweb', 'phone: yok\nweb');
  const broken = await state();
  expect(broken).toMatchObject({ status: 200, ok: true, warning: true });
  expect(broken.detail).toMatch(/profile\.yaml:\d+: phone is no telephone/);
  expect(line.knowledge.pack.profile.phone).toBe('153');

  edit('profile.yaml', 'phone: yok', 'phone: 0399 222 00 00');
  expect((await state()).warning).toBeUndefined();
  expect(line.knowledge.pack.profile.phone).toBe('0399 222 00 00');
});

test('a new neighbourhood is understood and a new name is spoken at once', () => {
  edit(
    'places.yaml',
    'places:',
    '  - {id: mahalle:ihlamurkuyu, name: Ihlamurkuyu Mahallesi, district: ilce:merkez, lat: 39.94, lon: 32.87}\nplaces:',
  );
  const { entities } = line.knowledge.understanding.read('ihlamurkuyu mahallesinde yol bozuk', Date.now());
  expect(entities).toContainEqual(expect.objectContaining({ type: 'neighbourhood', value: 'mahalle:ihlamurkuyu' }));
  edit('profile.yaml', 'name: {tr: Çınarlı Belediyesi', 'name: {tr: Çınarlı Büyükşehir Belediyesi');
  expect(line.knowledge.city.tr.city).toBe('Çınarlı Büyükşehir Belediyesi');
});
