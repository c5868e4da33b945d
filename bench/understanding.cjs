'use strict';
// `npm run bench understanding [--file=rows.jsonl] [--folds=5] [--confusions]`
// 1. our own sentences, whole writers left out, as written and with typing errors;
// 2. MASSIVE tr-TR, train on train.jsonl and read dev.jsonl, where KAPI_SHARED_DATA (../shared/data) has them;
// 3. with --file, messages from elsewhere, one {"text", "intent"} a line.
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { ROOT } = require('../bin/node.cjs');

const options = Object.fromEntries(
  process.argv
    .slice(2)
    .filter((arg) => arg.startsWith('--'))
    .map((arg) => arg.slice(2).split('=')),
);
const build = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);

const nlu = (name) => require(join(ROOT, 'dist/src/nlu', name));
const { readCatalogue, readNames, readSentences, readSettings } = nlu('corpus.js');
const { evaluateFolds, evaluateRows, parseRows, report } = nlu('evaluate.js');
const { loadUnderstanding } = nlu('index.js');
const { Classifier } = nlu('model.js');
const { withSlips } = nlu('noise.js');
const { seeded } = nlu('random.js');
const { fold } = nlu('text.js');
const { train } = nlu('train.js');

const DATA = join(ROOT, 'data');
const settings = readSettings(DATA);
const percent = (share) => (100 * share).toFixed(1).padStart(5);
const SLIPS = [0, 0.12, 0.25];

function line(name, result, more = '') {
  const { accept, ask } = result.bands;
  console.log(
    `${name.padEnd(34)} ${String(result.count).padStart(6)}  ${percent(result.accuracy)}  ${percent(result.macroF1)}  ` +
      `${percent(accept.share)} (${percent(accept.right).trim()} right)  ${percent(ask.share)} (${percent(ask.right).trim()} among three)${more}`,
  );
}

function confusions(result) {
  if (options.confusions === undefined) return;
  for (const { expected, intent, count } of result.confusions) console.log(`    ${count} ${expected} -> ${intent}`);
  const weakest = [...result.intents].sort((a, b) => a.f1 - b.f1).slice(0, 15);
  console.log(`    weakest: ${weakest.map(({ intent, f1 }) => `${intent} ${percent(f1).trim()}`).join(', ')}`);
}

function own() {
  const sentences = readSentences(DATA, readCatalogue(DATA));
  const common = { sentences, names: readNames(DATA), settings, folds: Number(options.folds ?? 5), by: 'writer' };
  for (const slips of SLIPS) {
    const result = evaluateFolds({ ...common, slips });
    line(`own, writers left out, ${slips * 100} % slips`, result, `  temperature ${result.bestTemperature}`);
    confusions(result);
  }
}

function massive() {
  const folder = join(resolve(ROOT, process.env.KAPI_SHARED_DATA ?? '../shared/data'), 'massive-tr');
  if (!existsSync(join(folder, 'dev.jsonl'))) return console.log(`MASSIVE: not in ${folder}, left out`);
  const rows = (name) => parseRows(readFileSync(join(folder, name), 'utf8'));
  const started = performance.now();
  const classifier = new Classifier(train(rows('train.jsonl'), settings.numbers.train));
  const seconds = (performance.now() - started) / 1000;
  for (const slips of [0, 0.25]) {
    const random = seeded(99);
    const dev = rows('dev.jsonl').map(({ text, intent }) => ({
      text: slips > 0 ? withSlips(fold(text), slips, random) : text,
      intent,
    }));
    const outcomes = dev.map(({ text, intent: expected }) => {
      const { scores } = classifier.score(text);
      const intent = classifier.model.classes[scores.indexOf(Math.max(...scores))];
      return { expected, intent, confidence: 1, decision: 'accept', offered: [intent] };
    });
    line(`MASSIVE tr-TR dev, ${slips * 100} % slips`, report(outcomes), `  trained in ${seconds.toFixed(1)} s`);
  }
}

function speed(understanding) {
  const texts = readSentences(DATA, understanding.catalogue()).map(({ text }) => text);
  const now = Date.now();
  for (const text of texts) understanding.read(text, now);
  const took = texts.map((text) => {
    const from = process.hrtime.bigint();
    understanding.read(text, now);
    return Number(process.hrtime.bigint() - from) / 1000;
  });
  took.sort((a, b) => a - b);
  const at = (share) => Math.round(took[Math.floor(took.length * share)]);
  console.log(`read() with entities: p50 ${at(0.5)} µs, p99 ${at(0.99)} µs`);
}

console.log(`${''.padEnd(34)} ${'texts'.padStart(6)}  right   macro-F1  accepted  asked`);
own();
massive();
const cacheDir = mkdtempSync(join(tmpdir(), 'kapi-model-'));
const load = (onTrain) => loadUnderstanding({ dataDir: DATA, cacheDir, gazetteers: [], onTrain });
load(
  (event) =>
    event.phase === 'done' && console.log(`trained on ${event.sentences} sentences in ${event.ms} ms, ${event.features} n-grams`),
);
const from = performance.now();
const understanding = load();
const size = statSync(join(cacheDir, readdirSync(cacheDir)[0])).size;
console.log(`loaded in ${Math.round(performance.now() - from)} ms, ${(size / 1e6).toFixed(1)} MB`);
speed(understanding);
if (options.file) {
  const result = evaluateRows(understanding, parseRows(readFileSync(options.file, 'utf8')), Date.now());
  line(options.file.split('/').at(-1), result);
  confusions(result);
}
rmSync(cacheDir, { recursive: true });
