'use strict';
// `npm run bench trouble [--misses] [--corpus]`: which messages of bench/trouble/messages.txt are taken as "something went wrong";
// with --corpus also the share of the training sentences of each answered intent.
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT } = require('../bin/node.cjs');
const { options } = require('./options.cjs');

const build = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
const { loadTrouble } = require(join(ROOT, 'dist/src/engine/trouble.js'));
const { readCatalogue, readSentences } = require(join(ROOT, 'dist/src/nlu/corpus.js'));

const DATA = join(ROOT, 'data');
const trouble = loadTrouble(join(DATA, 'trouble.yaml'));
const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

/** Messages by section; `+` says that something went wrong, `-` does not. */
function messages() {
  const sections = { tune: [], report: [] };
  let section = 'tune';
  for (const line of readFileSync(join(__dirname, 'trouble/messages.txt'), 'utf8').split('\n')) {
    if (line.startsWith('@')) section = line.slice(1).trim();
    else if (/^[+-] /.test(line)) sections[section].push({ wrong: line.startsWith('+'), text: line.slice(2) });
  }
  return sections;
}

for (const [section, rows] of Object.entries(messages())) {
  const wrong = rows.filter((row) => row.wrong);
  const plain = rows.filter((row) => !row.wrong);
  const missed = wrong.filter(({ text }) => !trouble(text));
  const alarms = plain.filter(({ text }) => trouble(text));
  console.log(
    `${section.padEnd(7)} found ${percent(wrong.length - missed.length, wrong.length)} of ${wrong.length}, ` +
      `false alarms ${percent(alarms.length, plain.length)} of ${plain.length}`,
  );
  if (!('misses' in options)) continue;
  for (const { text } of missed) console.log(`  missed ${text}`);
  for (const { text } of alarms) console.log(`  alarm  ${text}`);
}

if ('corpus' in options) {
  const catalogue = readCatalogue(DATA);
  const answered = new Set(catalogue.filter(({ does }) => does === 'answer').map(({ name }) => name));
  const byIntent = Map.groupBy(
    readSentences(DATA, catalogue).filter(({ intent }) => answered.has(intent)),
    ({ intent }) => intent,
  );
  let all = 0;
  let told = 0;
  for (const [intent, list] of byIntent) {
    const found = list.filter(({ text }) => trouble(text)).length;
    all += list.length;
    told += found;
    console.log(`  ${intent.padEnd(24)} ${percent(found, list.length).padStart(7)} of ${list.length}`);
  }
  console.log(`answered intents: ${percent(told, all)} of ${all} training sentences are taken as trouble`);
}
