'use strict';
// `npm run bench names`: which stop the matcher takes for each stop's name as people corrupt it, on every feed at hand.
// A stop counts as found when the first match is the entry that holds it, or the place that bears its very name. Options: --feed=<zip or folder> --seed=1 --misses=0
const { existsSync, readdirSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const { join, resolve } = require('node:path');
const { ROOT } = require('../bin/node.cjs');

const { options } = require('./options.cjs');
const FOLDER = join(ROOT, 'data/municipality/transit');
const SHARED = resolve(process.env.KAPI_SHARED_DATA || join(ROOT, '../shared/data'), 'gtfs');

/** Numbers below n, the same in every run. */
function random(seed) {
  let state = seed;
  return (n) => Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n);
}

const ASCII = { ı: 'i', ş: 's', ğ: 'g', ü: 'u', ö: 'o', ç: 'c', â: 'a', î: 'i', û: 'u' };
const lower = (name) => name.toLocaleLowerCase('tr');
const ascii = (name) => lower(name).replace(/[ışğüöçâîû]/g, (letter) => ASCII[letter]);

/** The case ending as it sounds after a name: vowel harmony, hardening, and the buffer letter. */
function ended(name, kind) {
  const word = lower(name);
  const vowel = word.match(/[aeıioöuü](?=[^aeıioöuü]*$)/)?.[0] ?? 'a';
  const front = 'eiöü'.includes(vowel);
  const open = /[aeıioöuü]$/.test(word);
  const possessive = /\s/.test(word) && /(?:[^aeıioöuü][ıiuü]|s[ıiuü])$/.test(word);
  const a = front ? 'e' : 'a';
  const close = { a: 'ı', ı: 'ı', e: 'i', i: 'i', o: 'u', u: 'u', ö: 'ü', ü: 'ü' }[vowel];
  const hard = /[fstkçşhp0-9]$/.test(word) ? 't' : 'd';
  if (kind === 'from') return `${possessive ? 'n' : ''}${possessive ? 'd' : hard}${a}n`;
  if (kind === 'to') return `${open ? (possessive ? 'n' : 'y') : ''}${a}`;
  return `${open ? 'n' : ''}${close}n`;
}

/** One letter left out, doubled with another, replaced by another, or swapped with its neighbour; digits stay. */
function typo(name, next) {
  const word = ascii(name);
  const places = [...word.matchAll(/[a-z]/g)].map((match) => match.index);
  if (places.length < 2) return word;
  const at = places[next(places.length)];
  const letter = 'abcdefghijklmnoprstuvyz'[next(23)];
  switch (next(4)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + letter + word.slice(at);
    case 2:
      return word.slice(0, at) + letter + word.slice(at + 1);
    default:
      return word.slice(0, at) + (word[at + 1] ?? '') + word[at] + word.slice(at + 2);
  }
}

const CORRUPTIONS = {
  'as written': (name) => name,
  ascii,
  '-dan': (name) => ascii(lower(name) + ended(name, 'from')),
  '-e': (name) => ascii(lower(name) + ended(name, 'to')),
  '-nin': (name) => ascii(lower(name) + ended(name, 'of')),
  "'dan": (name) => `${lower(name)}'${ended(name, 'from')}`,
  "'e": (name) => `${ascii(name)}'${ascii(ended(name, 'to'))}`,
  'one typo': typo,
  'typo and -dan': (name, next) => typo(name, next) + ascii(ended(name, 'from')),
};

const quantile = (times, q) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))];

async function measure({ openTransit, readFeed, NameMatcher, loadNaming }, feed, gtfs) {
  const planner = await openTransit({ folder: FOLDER, gtfs });
  const matcher = new NameMatcher(planner.gazetteers(), loadNaming(join(FOLDER, 'names.yaml')));
  const stops = readFeed(gtfs).stops;
  const wanted = new Map();
  for (const { id, name } of stops) {
    const located = await planner.locate(`platform:${id}`);
    const served = located.status === 'ok' ? await planner.linesAt(`platform:${id}`) : [];
    if (served.length === 0) continue;
    const [near] = await planner.nearest(located.place.lat, located.place.lon, 1);
    if (!wanted.has(name)) wanted.set(name, new Set());
    wanted.get(name).add(near.stop.group.replace(/~\d+$/, ''));
  }
  const row = { feed, names: wanted.size };
  const times = [];
  const misses = [];
  for (const [kind, corrupt] of Object.entries(CORRUPTIONS)) {
    const next = random(Number(options.seed ?? 1));
    let right = 0;
    for (const [name, ids] of wanted) {
      const typed = corrupt(name, next);
      const begun = performance.now();
      const [first] = matcher.match(typed, 4);
      times.push(performance.now() - begun);
      if (first && (ids.has(first.id) || (first.type !== 'stop' && ascii(first.name) === ascii(name)))) right++;
      else misses.push(`${feed}, ${kind}: "${typed}" -> ${first ? `${first.name} ${first.score.toFixed(2)}` : 'nothing'}`);
    }
    row[kind] = `${((100 * right) / wanted.size).toFixed(1)} %`;
  }
  row['p50/p99 ms'] = `${quantile(times, 0.5).toFixed(2)} / ${quantile(times, 0.99).toFixed(2)}`;
  await planner.close();
  return { row, misses };
}

async function main() {
  const built = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(1);
  const transit = require('../dist/src/domains/transit');
  const feeds = options.feed ? [[options.feed, resolve(options.feed)]] : [['demo', join(FOLDER, 'gtfs')]];
  if (!options.feed && existsSync(SHARED))
    for (const file of readdirSync(SHARED)
      .filter((name) => name.endsWith('.zip'))
      .sort())
      feeds.push([file.replace('.zip', ''), join(SHARED, file)]);
  const rows = [];
  for (const [name, gtfs] of feeds) {
    const { row, misses } = await measure(transit, name, gtfs);
    rows.push(row);
    for (const miss of misses.slice(0, Number(options.misses ?? 0))) console.log(miss);
  }
  console.table(rows);
  if (!options.feed && !existsSync(SHARED)) console.log(`skipped: no ${SHARED}; set KAPI_SHARED_DATA or give --feed=`);
}

main();
