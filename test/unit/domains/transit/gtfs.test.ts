import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { readFeed } from '../../../../src/domains/transit';
import { Table } from '../../../../src/domains/transit/gtfs/csv';
import { at, local, plannerOf, removeFeeds, SMALL, timesOf, writeFeed } from './made-feed';

afterAll(removeFeeds);

const DAY = '2026-03-25';
const HEAD = 'trip_id,arrival_time,departure_time,stop_id,stop_sequence';
const withTimes = (...rows: string[]) => ({ ...SMALL, stop_times: [HEAD, ...rows].join('\n') });
const issues = (tables: Record<string, string>) =>
  readFeed(writeFeed(tables)).issues.map(({ code, file, line, count }) => `${code} ${file}:${line} x${count}`);
const times = (feed: ReturnType<typeof readFeed>) =>
  [...feed.times.arrival].map((arrival, i) => [arrival, feed.times.departure[i]]);
const hms = (hour: number, minute: number, second = 0) => hour * 3600 + minute * 60 + second;

describe('tables', () => {
  const rows = (text: string, ...columns: string[]) => {
    const table = new Table('x.txt', Buffer.from(text), []);
    const out: string[][] = [];
    while (table.next()) out.push([String(table.line), ...columns.map((name) => table.text(table.column(name)))]);
    return out;
  };

  test('quotes, a byte order mark, CRLF, blank lines, short rows and "null"', () => {
    const text = '\uFEFFid,name,other\r\n1,"Çarşı, ""Yeni"" Pazar",x\r\n\r\n 2 ,null,"null"\r\n3\r\n4,"two\nlines",z';
    expect(rows(text, 'id', 'name', 'other', 'absent')).toEqual([
      ['2', '1', 'Çarşı, "Yeni" Pazar', 'x', ''],
      ['4', '2', '', 'null', ''],
      ['5', '3', '', '', ''],
      ['6', '4', 'two\nlines', 'z', ''],
    ]);
  });

  test('an unclosed quote ends with the file', () => {
    expect(rows('id,name\n1,"open', 'id', 'name')).toEqual([['2', '1', 'open']]);
  });

  test.each([
    ['08:30:00', hms(8, 30)],
    ['8:30:05', hms(8, 30, 5)],
    ['25:10:00', hms(25, 10)],
    ['', -1],
    ['null', -1],
    ['08:60:00', -2],
    ['8:30', -2],
    ['soon', -2],
    ['-1:00:00', -2],
  ])('the time "%s"', (text, value) => {
    const table = new Table('x.txt', Buffer.from(`t,x\n${text},y\n`), []);
    table.next();
    expect(table.time(table.column('t'))).toBe(value);
  });
});

describe('errors name the file and what is missing', () => {
  test.each([
    [{ ...SMALL, stop_times: '' }, /stop_times\.txt: the file is empty/],
    [{ ...SMALL, stops: 'stop_id,stop_name,stop_lon\n' }, /stops\.txt:1: the column stop_lat is missing/],
    [{ ...SMALL, stop_times: `${HEAD}\nx,08:00:00,08:00:00,a,1\n` }, /stop_times\.txt has no row that can be used/],
    [Object.fromEntries(Object.entries(SMALL).filter(([name]) => name !== 'trips')), /has no trips\.txt/],
    [
      Object.fromEntries(Object.entries(SMALL).filter(([name]) => !name.startsWith('calendar'))),
      /neither calendar\.txt nor calendar_dates\.txt/,
    ],
  ])('%#', (tables, message) => {
    expect(() => readFeed(writeFeed(tables as Record<string, string>))).toThrow(message);
  });

  test('no feed, and a file that is no zip', () => {
    expect(() => readFeed('/nowhere/feed.zip')).toThrow('there is no GTFS feed at /nowhere/feed.zip');
    const file = join(writeFeed({}), 'feed.zip');
    writeFileSync(file, 'hello');
    expect(() => readFeed(file)).toThrow(/is not a readable zip file/);
  });
});

test('a zip reads as its folder does, also with the folder inside', () => {
  const file = join(writeFeed({}), 'feed.zip');
  writeFileSync(
    file,
    zipSync(Object.fromEntries(Object.entries(SMALL).map(([name, text]) => [`feed/${name}.txt`, strToU8(text)]))),
  );
  expect(readFeed(file)).toEqual(readFeed(writeFeed(SMALL)));
});

test('a feed lives without agency.txt, calendar_dates.txt and optional columns', () => {
  const { agency, calendar_dates, ...rest } = SMALL;
  const feed = readFeed(
    writeFeed({ ...rest, routes: 'route_id\nr1\nr2\nr3\n', trips: 'route_id,service_id,trip_id\nr1,week,t1\n' }),
  );
  expect(feed.lines[0]).toEqual({ id: 'r1', code: 'r1', name: '', mode: 'bus' });
  expect(feed.trips).toHaveLength(1);
});

test('calendar_dates.txt alone is a calendar', () => {
  const { calendar, ...rest } = SMALL;
  const feed = readFeed(
    writeFeed({ ...rest, calendar_dates: 'service_id,date,exception_type\nweek,20260305,1\nweek,20260310,1\n' }),
  );
  expect([feed.firstDay, feed.lastDay].map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))).toEqual([
    '2026-03-05',
    '2026-03-10',
  ]);
});

describe('repairs', () => {
  test('a time before the preceding departure is raised to it', () => {
    const tables = withTimes('t1,08:00:00,08:02:00,a,1', 't1,08:01:00,08:01:00,b,2', 't1,08:10:00,08:09:00,c,3');
    expect(times(readFeed(writeFeed(tables)))).toEqual([
      [hms(8, 0), hms(8, 2)],
      [hms(8, 2), hms(8, 2)],
      [hms(8, 10), hms(8, 10)],
    ]);
    expect(issues(tables)).toContain('decreasing_time stop_times.txt:2 x1');
  });

  test('blank times are spread between the known ones', () => {
    const tables = withTimes('t1,08:00:00,08:00:00,a,1', 't1,,,b,2', 't1,,,c,3', 't1,08:09:00,,d,4');
    expect(times(readFeed(writeFeed(tables))).map(([arrival]) => arrival)).toEqual([hms(8, 0), hms(8, 3), hms(8, 6), hms(8, 9)]);
    expect(issues(tables)).toContain('interpolated_time stop_times.txt:2 x1');
  });

  test('of rows with one sequence and of trips with one id the first counts; rows may come in any order', () => {
    const tables = {
      ...withTimes(
        't1,08:10:00,08:10:00,c,30',
        't1,08:00:00,08:00:00,a,10',
        't1,08:05:00,08:05:00,b,20',
        't1,08:07:00,08:07:00,d,20',
      ),
      trips: 'route_id,service_id,trip_id\nr1,week,t1\nr2,daily,t1\n',
    };
    const feed = readFeed(writeFeed(tables));
    expect([...feed.times.stop].map((stop) => feed.stops[stop]!.id)).toEqual(['a', 'b', 'c']);
    expect(issues(tables)).toEqual(
      expect.arrayContaining(['duplicate_sequence stop_times.txt:5 x1', 'duplicate_id trips.txt:3 x1']),
    );
  });

  test('rows that cannot be used are left out and counted', () => {
    const tables = {
      ...withTimes(
        ...timesOf('t1', '08:00', ['a', 'b']),
        't1,08:30:00,08:30:00,nowhere,9',
        'ghost,08:00:00,08:00:00,a,1',
        't2,08:00:00,08:00:00,a,1',
      ),
      stops: `${SMALL.stops}g,Kırık,abc,36.1,0,\nh,Sıfır,0,0,0,\n`,
      trips: `${SMALL.trips}rX,week,x1,,0\nr1,weekX,x2,,0\n`,
    };
    expect(issues(tables)).toEqual(
      expect.arrayContaining([
        'unknown_stop stop_times.txt:4 x1',
        'unknown_trip stop_times.txt:5 x1',
        'empty_trip stop_times.txt:6 x6',
        'no_coordinates stops.txt:9 x2',
        'unknown_route trips.txt:8 x1',
        'unknown_service trips.txt:9 x1',
      ]),
    );
  });
});

describe('what other feeds hold', () => {
  test('frequencies repeat a trip instead of its own time', async () => {
    const planner = plannerOf({ ...SMALL, frequencies: 'trip_id,start_time,end_time,headway_secs\nt1,10:00:00,10:30:00,600\n' });
    const all = await planner.serviceDay({ at: 'stop:belediye', line: '1', day: DAY });
    expect(all.map((one) => local(one.departure, DAY))).toEqual(['08:35', '10:05', '10:15', '10:25', '2026-03-26 01:15']);
    const [journey] = await planner.journeys('stop:otogar', 'stop:dere', { depart: at(`${DAY} 10:05`) });
    expect(local(journey!.arrival, DAY)).toBe('10:25');
  });

  test('nobody boards where pickup_type is 1 nor alights where drop_off_type is 1', async () => {
    const head = `${HEAD},pickup_type,drop_off_type`;
    const rows = [
      't1,08:00:00,08:00:00,a,1,0,1',
      't1,08:05:00,08:05:00,b,2,1,0',
      't1,08:10:00,08:10:00,c,3,0,1',
      't1,08:15:00,08:15:00,d,4,1,0',
    ];
    const planner = plannerOf({ ...SMALL, stop_times: [head, ...rows].join('\n') });
    const ask = async (from: string, to: string) => (await planner.journeys(from, to, { depart: at(`${DAY} 07:30`) })).length;
    expect([
      await ask('stop:otogar', 'stop:dere'),
      await ask('stop:belediye', 'stop:dere'),
      await ask('stop:otogar', 'stop:carsi'),
    ]).toEqual([1, 0, 0]);
    const back = await planner.journeys('stop:otogar', 'stop:carsi', { arrive: at(`${DAY} 09:00`) });
    expect(back).toEqual([]);
    expect(await planner.departures({ at: 'stop:belediye', after: at(`${DAY} 07:30`), limit: 3 })).toEqual([]);
  });

  test('platforms of a station are one place under its name', async () => {
    const stops = `${SMALL.stops!.replace('a,Otogar,40.2,36.10,0,', 'a,Peron 1,40.2,36.10,0,S').replace('f,Fidanlık,40.22,36.112,0,', 'f,Peron 2,40.22,36.112,0,S')}S,Gar,40.21,36.11,1,\n`;
    const planner = plannerOf({ ...SMALL, stops });
    expect(planner.gazetteers()[1]!.entries[0]).toEqual({ id: 'stop:gar', name: 'Gar' });
    expect((await planner.linesAt('stop:gar')).map(({ code }) => code)).toEqual(['1', '2', '3']);
  });

  test('trips that overtake one another are both found', async () => {
    const rows = [
      ...timesOf('t1', '08:00', ['a', 'b', 'c']),
      't2,08:01:00,08:01:00,a,1',
      't2,08:02:00,08:02:00,b,2',
      't2,08:03:00,08:03:00,c,3',
    ];
    const planner = plannerOf(withTimes(...rows));
    const [journey] = await planner.journeys('stop:otogar', 'stop:carsi', { depart: at(`${DAY} 07:00`) });
    expect([local(journey!.departure, DAY), local(journey!.arrival, DAY)]).toEqual(['08:01', '08:03']);
  });

  test('two routes with one code are one line', async () => {
    const planner = plannerOf({ ...SMALL, routes: SMALL.routes!.replace('r3,3,', 'r3,1,') });
    const line = await planner.line('line:1', at(`${DAY} 08:00`));
    expect(line!.directions.map(({ headsign }) => headsign)).toEqual(['Dere', 'Otogar']);
  });

  test('a feed written in capitals is read out in small letters', async () => {
    const planner = plannerOf({ ...SMALL, stops: SMALL.stops!.replace('Fidanlık', 'ŞIK İŞHANI AVM 35 NOLU DURAĞI') });
    expect(planner.gazetteers()[1]!.entries.at(-1)).toEqual({
      id: 'stop:sik-ishani-avm-35-nolu',
      name: 'Şık İşhanı AVM 35 Nolu',
    });
  });
});
