import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { KapiError } from '../../../../src/core/errors';
import { checkPack, findNeighbourhood, gazetteers, loadPack, problemLine } from '../../../../src/domains/pack';

const DEMO = join(__dirname, '../../../../data/municipality');

describe('the demo pack', () => {
  const pack = loadPack(DEMO);
  it('has no mistakes', () => {
    expect(checkPack(DEMO).problems.map(problemLine)).toEqual([]);
  });

  it('serves gazetteers of districts, neighbourhoods and places', () => {
    const [districts, neighbourhoods, places] = gazetteers(pack);
    expect(districts!.type).toBe('district');
    expect(neighbourhoods!.entries).toHaveLength(18);
    expect(neighbourhoods!.entries.find(({ id }) => id === 'mahalle:kartal')).toEqual({
      id: 'mahalle:kartal',
      name: 'Kartal Mahallesi',
      aliases: ['Kartal'],
    });
    expect(places!.entries.find(({ id }) => id === 'place:otogar')?.aliases).toContain('terminal');
  });

  it.each([
    ['mahalle:kartal', 'Kartal Mahallesi'],
    ['kartal mah.', 'Kartal Mahallesi'],
    ['FEVZİ ÇAKMAK', 'Fevzi Çakmak Mahallesi'],
    ['fevzi cakmak mh', 'Fevzi Çakmak Mahallesi'],
    ['Yeni Mahalle', 'Yeni Mahalle'],
    ['yenimahalle', 'Yeni Mahalle'],
    ['Ankara', undefined],
    ['', undefined],
  ])('finds the neighbourhood of %j', (asked, name) => {
    expect(findNeighbourhood(pack, asked)?.name).toBe(name);
  });
});

describe('a pack with mistakes', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'pack-'));
    cpSync(DEMO, dir, { recursive: true, filter: (path) => basename(path) !== 'transit' });
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  /** Replaces text in a file of the copied pack and returns the line on which it stood. */
  function spoil(file: string, from: string, to: string): number {
    const path = join(dir, file);
    const text = readFileSync(path, 'utf8');
    const at = text.indexOf(from);
    if (at < 0) throw new Error(`${from} is not in ${file}`);
    writeFileSync(path, text.replace(from, to));
    return text.slice(0, at).split('\n').length;
  }
  const problems = () => checkPack(dir).problems;

  it('tells a missing text with the line of what should hold it', () => {
    const line = spoil('profile.yaml', '{tr: 7 gün 24 saat, en: around the clock, ar: على مدار الساعة}', '{tr: 7 gün 24 saat}');
    expect(problems()).toEqual([{ file: 'profile.yaml', line, what: 'centre_hours.en is missing', mend: 'add it' }]);
  });

  it('tells text that is not YAML', () => {
    spoil('profile.yaml', 'id: pinarova', 'id: [pinarova');
    expect(problems()[0]).toMatchObject({ file: 'profile.yaml', what: expect.stringContaining('not YAML') });
  });

  it('tells all mistakes of all files at once', () => {
    spoil('profile.yaml', 'ticket_prefix: PB', 'ticket_prefix: 1');
    spoil('institutions.yaml', 'phone: "112"', 'phone: yok');
    rmSync(join(dir, 'pharmacies.yaml'));
    const files = problems().map(({ file }) => file);
    expect(files).toEqual(['institutions.yaml', 'pharmacies.yaml', 'profile.yaml']);
  });

  it('throws one config error that lists them', () => {
    spoil('profile.yaml', 'ticket_prefix: PB', 'ticket_prefix: 1');
    expect(() => loadPack(dir)).toThrow(KapiError);
    expect(() => loadPack(dir)).toThrow(/profile\.yaml:\d+: ticket_prefix/);
  });

  it('tells a folder that is not there', () => {
    expect(() => loadPack(join(dir, 'yok'))).toThrow(/KAPI_MUNICIPALITY/);
  });
});
