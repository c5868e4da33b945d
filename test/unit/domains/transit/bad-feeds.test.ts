/** Feeds that are broken, too large or wrong: one clear line each, or mended and told. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { readFeed } from '../../../../src/domains/transit';
import { LIMITS } from '../../../../src/domains/transit/gtfs/limits';
import { openPrepared } from '../../../../src/domains/transit/cache';
import { removeFeeds, SMALL, timesOf, writeFeed } from './made-feed';

afterAll(removeFeeds);

const HEAD = 'trip_id,arrival_time,departure_time,stop_id,stop_sequence';
const tables = (change: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries({ ...SMALL, ...change }).map(([name, text]) => [`${name}.txt`, strToU8(text)]));

function zipOf(bytes: Uint8Array): string {
  const file = join(writeFeed({}), 'feed.zip');
  writeFileSync(file, bytes);
  return file;
}
const issues = (path: string) => readFeed(path).issues.map(({ code, file, line, count }) => `${code} ${file}:${line} x${count}`);

describe('zip files', () => {
  const good = zipSync(tables());

  test('cut short, with a damaged table, with bytes in front, of size 0', () => {
    expect(() => readFeed(zipOf(good.subarray(0, good.length - 200)))).toThrow(/is not a readable zip file: .+/);
    expect(() => readFeed(zipOf(new Uint8Array(0)))).toThrow(/is not a readable zip file: it is too short/);
    const damaged = Buffer.from(good);
    damaged.fill(0x55, 80, 140);
    expect(() => readFeed(zipOf(damaged))).toThrow(/is not a readable zip file: .+/);
    expect(readFeed(zipOf(Buffer.concat([Buffer.from('#!/bin/sh\n'), good]))).trips).toHaveLength(6);
  });

  test('one that unpacks to more than it should is given up by what really came out', () => {
    const bomb = zipSync(tables({ stop_times: `${HEAD}\n${' '.repeat(40_000_000)}` }));
    expect(bomb.length).toBeLessThan(100_000);
    // The directory says that the table is small.
    const lying = Buffer.from(bomb);
    const at = lying.lastIndexOf('stop_times.txt') - 46;
    lying.writeUInt32LE(100, at + 24);
    for (const bytes of [bomb, lying])
      expect(() => readFeed(zipOf(bytes), { limits: { ...LIMITS, tableMaxBytes: 1_000_000 } })).toThrow(
        'stop_times.txt: the table is larger than 1.0 MiB',
      );
  });

  test('a file over the limit is not opened', () => {
    expect(() => readFeed(zipOf(good), { limits: { ...LIMITS, fileMaxBytes: 1000 } })).toThrow(/has 0\.0 MiB; a feed may have/);
  });
});

describe('tables', () => {
  test('without stop_times', () => {
    const { stop_times, ...rest } = SMALL;
    expect(() => readFeed(writeFeed(rest))).toThrow(/has no stop_times\.txt/);
  });

  test('a quote left open, too many rows, a headway of a second', () => {
    const open = writeFeed({ ...SMALL, stops: `stop_id,stop_name,stop_lat,stop_lon\na,"x,1,2\n${'b,y,1,2\n'.repeat(500_000)}` });
    expect(() => readFeed(open)).toThrow(/stops\.txt:2: a row has more than 1\.0 MiB/);
    expect(() => readFeed(writeFeed(SMALL), { limits: { ...LIMITS, stopTimesMax: 5 } })).toThrow(
      /stop_times\.txt:\d+: more than 5 stop times/,
    );
    const frequencies = 'trip_id,start_time,end_time,headway_secs\nt1,00:00:00,999:00:00,1\nt2,00:00:00,999:00:00,1\n';
    expect(() => readFeed(writeFeed({ ...SMALL, frequencies }))).toThrow(/frequencies\.txt: repeats make \d+ stop times/);
  });

  test('absurd rows are left out and told', () => {
    const rows = ['t1,99:99:99,x,a,1', 't1,08:10:00,08:10:00,b,99999999999', ...timesOf('t2', '08:00', ['a', 'b']), ',,,,,,,,,'];
    const found = issues(writeFeed({ ...SMALL, stop_times: [HEAD, ...rows].join('\n') }));
    expect(found).toEqual(expect.arrayContaining(['bad_time stop_times.txt:2 x2', 'bad_number stop_times.txt:3 x1']));
  });

  test('the Turkish code page is read as what it is, UTF-16 is told', () => {
    const folder = writeFeed(SMALL);
    const file = join(folder, 'stops.txt');
    writeFileSync(
      file,
      Buffer.from(SMALL.stops!.replace('Çarşı', '\xc7ar\xfe\xfd').replace('Fidanlık', 'Fidanl\xfdk'), 'latin1'),
    );
    const feed = readFeed(folder);
    expect(feed.stops.map(({ name }) => name)).toEqual(expect.arrayContaining(['Çarşı', 'Fidanlık']));
    expect(issues(folder)).toContain('wrong_encoding stops.txt:5 x2');
    writeFileSync(file, Buffer.from(`\uFEFF${SMALL.stops}`, 'utf16le'));
    expect(() => readFeed(folder)).toThrow('stops.txt is in UTF-16: save it as UTF-8');
  });

  test('parents that lead round in a circle or nowhere', () => {
    const stops = `stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
a,A,40.2,36.10,0,b
b,B,40.2,36.112,0,a
c,C,40.2,36.124,0,c
d,D,40.2,36.136,0,nowhere
e,E,40.2,36.15,0,S
f,F,40.21,36.15,,
S,Gar,40.2,36.15,1,
`;
    const folder = writeFeed({ ...SMALL, stops });
    expect(issues(folder)).toEqual(expect.arrayContaining(['cyclic_parent stops.txt:2 x3', 'unknown_parent stops.txt:5 x1']));
    expect(readFeed(folder).stops.map(({ station }) => station)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'S',
      undefined,
    ]);
  });

  test('missing columns, byte order marks, "null" and a trip that calls at a station are told', () => {
    const stops = `\uFEFF${SMALL.stops!.replaceAll(/^(\w+),[^,]+,/gm, '$1,').replace('stop_id,stop_lat', 'stop_id,stop_lat')}S,40.2,36.2,1,null\n`;
    const folder = writeFeed({ ...SMALL, stops, stop_times: `${SMALL.stop_times}t1,09:00:00,09:00:00,S,99\n` });
    const feed = readFeed(folder);
    expect(feed.issues).toContainEqual({ code: 'missing_column', file: 'stops.txt', line: 1, count: 1, column: 'stop_name' });
    expect(issues(folder)).toEqual(
      expect.arrayContaining([
        'byte_order_mark stops.txt:1 x1',
        'literal_null stops.txt:9 x1',
        expect.stringContaining('station_as_stop'),
      ]),
    );
    expect(feed.stops[0]!.name).toBe('a');
  });
});

describe('the cache', () => {
  test('gives the feed as it was read; another feed, or a damaged file, is read anew', () => {
    const folder = writeFeed(SMALL);
    const cache = writeFeed({});
    const first = openPrepared(folder, { cache });
    const again = openPrepared(folder, { cache });
    expect([first.cached, again.cached]).toEqual([false, true]);
    expect(again.facts).toEqual(first.facts);
    expect(again.table).toEqual(first.table);
    writeFileSync(join(folder, 'agency.txt'), 'agency_name\nBaşka\n');
    const other = openPrepared(folder, { cache });
    expect([other.cached, other.facts.name]).toEqual([false, 'Başka']);
    const files = readdirSync(cache);
    expect(files).toHaveLength(2);
    for (const name of files) {
      const bytes = readFileSync(join(cache, name));
      bytes[bytes.length - 5]! ^= 0xff;
      writeFileSync(join(cache, name), bytes);
    }
    expect(openPrepared(folder, { cache }).cached).toBe(false);
    expect(openPrepared(folder, { cache }).cached).toBe(true);
  });

  test('one that cannot be written is done without', () => {
    const folder = writeFeed(SMALL);
    expect(openPrepared(folder, { cache: join(folder, 'stops.txt', 'cache') }).cached).toBe(false);
  });
});
