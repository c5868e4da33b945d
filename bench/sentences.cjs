'use strict';
// `npm run bench sentences [--near=0.8]`: what the training sentences are short of, and which are written twice.
// Ends with 1 when a sentence stands under two intents or a file is missing.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { ROOT } = require('../bin/node.cjs');

const near = Number((process.argv.find((arg) => arg.startsWith('--near=')) ?? '--near=0.8').slice(7));
const build = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
const nlu = (name) => require(join(ROOT, 'dist/src/nlu', name));
const { checkCorpus, readCatalogue, readSentences } = nlu('corpus.js');
const { foldOf } = nlu('folds.js');
const { words } = nlu('text.js');

const DATA = join(ROOT, 'data');
/** Sentences wanted of an intent: what a steering word takes is less than what a request takes. */
const WANTED = { meta: 120, out_of_scope: 1500, other: 300 };
const WRITER_SHARE_MAX = 0.25;
const WRITERS_MIN = 8;
const LONG_WORDS = 25;
const LONG_SHARE_MIN = 0.05;
const FOLDS = 5;

const catalogue = readCatalogue(DATA);
const sentences = readSentences(DATA, catalogue).map((sentence) => ({ ...sentence, words: words(sentence.text) }));
const percent = (share) => `${(100 * share).toFixed(0)} %`;

function thinSpots() {
  console.log(`${sentences.length} sentences, ${new Set(sentences.map(({ writer }) => writer)).size} writers`);
  const sizes = Array.from({ length: FOLDS }, (_, k) => sentences.filter((sentence) => foldOf(sentence, FOLDS) === k).length);
  console.log(`fixed splits (by writer): ${sizes.join(', ')}`);
  const byIntent = Map.groupBy(sentences, ({ intent }) => intent);
  for (const { name, does } of catalogue) {
    const list = byIntent.get(name) ?? [];
    const wanted = WANTED[name] ?? WANTED[does] ?? WANTED.other;
    const writers = [...Map.groupBy(list, ({ writer }) => writer)].sort((a, b) => b[1].length - a[1].length);
    const [first] = writers;
    const long = list.filter((sentence) => sentence.words.length >= LONG_WORDS).length / Math.max(1, list.length);
    const thin = [];
    if (list.length < wanted) thin.push(`${list.length} of ${wanted}`);
    if (first && first[1].length / list.length > WRITER_SHARE_MAX)
      thin.push(`${percent(first[1].length / list.length)} by ${first[0]}`);
    if (writers.length < WRITERS_MIN) thin.push(`${writers.length} writers`);
    if (does !== 'meta' && long < LONG_SHARE_MIN) thin.push(`${percent(long)} of ${LONG_WORDS} words or more`);
    if (thin.length > 0) console.log(`  thin: ${name}: ${thin.join(', ')}`);
  }
}

/** Pairs of letters and letters between words tell two texts apart: those that share most are near. */
function shingles(list) {
  const text = ` ${list.join(' ')} `;
  const set = new Set();
  for (let i = 0; i + 3 <= text.length; i++) set.add(text.slice(i, i + 3));
  return set;
}

function twice() {
  const same = [...Map.groupBy(sentences, (sentence) => sentence.words.join(' ')).values()].filter((list) => list.length > 1);
  let clash = 0;
  for (const list of same) {
    const intents = new Set(list.map(({ intent }) => intent));
    if (intents.size > 1) clash++;
    if (intents.size > 1) console.log(`  two intents: "${list[0].text}": ${[...intents].join(', ')}`);
  }
  console.log(`written twice within an intent: ${same.length - clash}; under two intents: ${clash}`);
  return clash;
}

/** Candidates share one of their rarest shingles; near are those whose shingles overlap by `near` (Jaccard). */
function nearly() {
  const sets = sentences.map((sentence) => shingles(sentence.words));
  const counts = new Map();
  for (const set of sets) for (const one of set) counts.set(one, (counts.get(one) ?? 0) + 1);
  const index = new Map();
  const found = [];
  sets.forEach((set, i) => {
    const rarest = [...set].sort((a, b) => counts.get(a) - counts.get(b)).slice(0, Math.ceil(set.size * (1 - near)) + 1);
    const candidates = new Set();
    for (const one of rarest) for (const j of index.get(one) ?? []) candidates.add(j);
    for (const j of candidates) {
      if (Math.min(set.size, sets[j].size) < near * Math.max(set.size, sets[j].size)) continue;
      let both = 0;
      for (const one of set) if (sets[j].has(one)) both++;
      const share = both / (set.size + sets[j].size - both);
      if (share >= near && share < 1) found.push({ share, first: sentences[j], second: sentences[i] });
    }
    for (const one of rarest) {
      const list = index.get(one);
      if (list) list.push(i);
      else index.set(one, [i]);
    }
  });
  const across = found.filter(({ first, second }) => first.intent !== second.intent);
  console.log(`nearly the same (${percent(near)} of their letters): ${found.length}, under two intents: ${across.length}`);
  for (const { share, first, second } of across.sort((a, b) => b.share - a.share))
    console.log(`  ${percent(share)} "${first.text}" (${first.intent}) ~ "${second.text}" (${second.intent})`);
}

thinSpots();
const clash = twice();
nearly();
const problems = checkCorpus(DATA);
for (const problem of problems) console.log(`  ${problem}`);
process.exitCode = clash > 0 || problems.length > 0 ? 1 : 0;
