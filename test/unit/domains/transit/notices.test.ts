/** Announcements of the municipality in transport answers. */
import { join } from 'node:path';
import { ROOT } from '../../../../src/core/paths';
import { loadPack, type Pack } from '../../../../src/domains/pack';
import { concerning } from '../../../../src/domains/transit/extras';
import { noticesOf } from '../../../../src/domains/transit';
import { at } from './made-feed';

const base = loadPack(join(ROOT, 'data/municipality'));
const stop = (group: string) => ({ id: 'x', group, name: '', lat: 0, lon: 0 });
const item = (more: object) => ({
  id: 'a',
  kind: 'transit',
  areas: [],
  lines: [],
  stops: [],
  title: { tr: 'Başlık', en: 'Title' },
  reason: { tr: 'neden', en: 'reason' },
  from: '2026-03-25 08:00',
  until: '2026-03-25 18:00',
  ...more,
});
const noticesWith = (...announcements: object[]) => noticesOf({ ...base, announcements } as unknown as Pack);
const NOON = at('2026-03-25 12:00');

test('a line’s notice stands in its answers while it is on', () => {
  const notices = noticesWith(item({ lines: ['28A'] }));
  expect(concerning(notices(NOON, 'tr'), ['line:28a'], [])).toEqual(['Başlık: neden']);
  expect(concerning(notices(NOON, 'en'), ['line:28a'], [])).toEqual(['Title: reason']);
  expect(concerning(notices(NOON, 'tr'), ['line:28b'], [stop('stop:otogar')])).toEqual([]);
  expect(notices(at('2026-03-25 19:00'), 'tr')).toEqual([]);
});

test('a stop’s notice concerns every group of that name', () => {
  const notices = noticesWith(item({ kind: 'road_work', stops: ['Yeni Mahalle'] }));
  expect(concerning(notices(NOON, 'tr'), [], [stop('stop:yeni-mahalle~2')])).toHaveLength(1);
  expect(concerning(notices(NOON, 'tr'), [], [stop('stop:yeni-mahalle-pazari')])).toHaveLength(0);
});

test('one for transport as a whole concerns all; other announcements none', () => {
  expect(concerning(noticesWith(item({}))(NOON, 'tr'), ['line:x'], [])).toHaveLength(1);
  expect(noticesWith(item({ kind: 'event' }), item({ kind: 'water_cut' }))(NOON, 'tr')).toEqual([]);
});
