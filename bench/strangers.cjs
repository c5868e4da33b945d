'use strict';
// `npm run bench strangers [--misses]`: the project's own model on bench/strangers/*.txt, messages by hands that knew the catalogue
// alone and none of the sentences. The first half of each file may be looked at while tuning (--misses prints its misses), the
// second is only measured.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT } = require('../bin/node.cjs');
const { options } = require('./options.cjs');
const { dangers, HEAD, line, percent } = require('./outcomes.cjs');
const { strangers } = require('./strangers/read.cjs');

const build = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
const { readCatalogue } = require(join(ROOT, 'dist/src/nlu/corpus.js'));
const { report } = require(join(ROOT, 'dist/src/nlu/evaluate.js'));
const { loadUnderstanding } = require(join(ROOT, 'dist/src/nlu/index.js'));

const DATA = join(ROOT, 'data');
const FOLDER = join(__dirname, 'strangers');
const cacheDir = mkdtempSync(join(tmpdir(), 'kapi-strangers-'));
const { read } = loadUnderstanding({ dataDir: DATA, cacheDir, gazetteers: [], whenChanged: 'keep' });
rmSync(cacheDir, { recursive: true });
const departments = new Map(readCatalogue(DATA).map(({ name, department }) => [name, department]));

/** Of what goes to a department, the share that reaches it. */
function routed(outcomes) {
  const bound = outcomes.filter(({ expected }) => departments.get(expected));
  return percent(bound.filter(({ expected, department }) => departments.get(expected) === department).length / bound.length);
}

console.log(HEAD);
for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.txt')))
  for (const [half, rows] of Object.entries(strangers(file))) {
    const outcomes = rows.map(({ text, intent: expected }) => {
      const { intent, confidence, decision, alternatives, department } = read(text, 0);
      const offered = [intent, ...alternatives.map((other) => other.intent)];
      return { expected, intent, confidence, decision, offered, department, text };
    });
    line(`${file.replace('.txt', '')}, ${half}`, report(outcomes), `  department ${routed(outcomes).trim()}`);
    dangers(outcomes);
    if (half !== 'tune' || !('misses' in options)) continue;
    for (const { expected, intent, confidence, text } of outcomes.filter((one) => one.expected !== one.intent))
      console.log(`    ${expected} -> ${intent} ${confidence.toFixed(2)}  ${text}`);
  }
