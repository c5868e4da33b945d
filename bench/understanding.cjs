'use strict';
// `npm run bench understanding [--only=own,curve,massive,peers,speed] [--folds=5] [--first=5] [--confusions] [--file=rows.jsonl]`
// own      our own sentences, whole writers left out, as written and with slips at 3 % and 10 % of the characters
// curve    the same by number of sentences an intent (one fold each)
// massive  MASSIVE tr-TR, train on train.jsonl and read dev.jsonl, where KAPI_SHARED_DATA (../shared/data) has them
// peers    natural and nlp.js on the same data, after npm ci in bench/peers; each ends after --peer-minutes=20; --peers=kapi,nlpjs runs these alone
// speed    the project's own model: loading and reading
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, readFileSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { Worker } = require('node:worker_threads');
const { ROOT } = require('../bin/node.cjs');

const { options } = require('./options.cjs');
const { dangers, HEAD, line, percent } = require('./outcomes.cjs');
const build = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);

const nlu = (name) => require(join(ROOT, 'dist/src/nlu', name));
const { readCatalogue, readFields, readNames, readSentences, readSettings } = nlu('corpus.js');
const { evaluateRows, parseRows, report } = nlu('evaluate.js');
const { foldOf, readFolds } = nlu('folds.js');
const { loadUnderstanding } = nlu('index.js');
const { Classifier } = nlu('model.js');
const { withLetterSlips } = nlu('noise.js');
const { seeded } = nlu('random.js');
const { fold } = nlu('text.js');
const { train } = nlu('train.js');

const DATA = join(ROOT, 'data');
const settings = readSettings(DATA);
const fields = readFields(DATA);
const catalogue = readCatalogue(DATA);
const SLIPS = [0, 0.03, 0.1];
const CURVE = [25, 50, 100, 200, 300, 450, 700];
/** natural's logistic regression takes minutes on more. */
const LOGISTIC_ROWS = 400;
const PEER_TEXTS = 1000;
/** A peer that is not ready by then is left. */
const PEER_MINUTES = 20;

function confusions(result) {
  if (options.confusions === undefined) return;
  for (const { expected, intent, count } of result.confusions) console.log(`    ${count} ${expected} -> ${intent}`);
  const weakest = [...result.intents].sort((a, b) => a.f1 - b.f1).slice(0, 15);
  console.log(`    weakest: ${weakest.map(({ intent, f1 }) => `${intent} ${percent(f1).trim()}`).join(', ')}`);
}

/** Where 95 of 100 worlds with other writers of the same kinds lie: accuracy over writers drawn anew, 500 times. */
function interval(outcomes) {
  const byWriter = [...Map.groupBy(outcomes, ({ writer }) => writer).values()].map((list) => ({
    count: list.length,
    right: list.filter(({ expected, intent }) => expected === intent).length,
  }));
  const random = seeded(1);
  const drawn = Array.from({ length: 500 }, () => {
    let count = 0;
    let right = 0;
    for (let i = 0; i < byWriter.length; i++) {
      const one = byWriter[random.int(byWriter.length)];
      count += one.count;
      right += one.right;
    }
    return right / count;
  }).sort((a, b) => a - b);
  return `${percent(drawn[12]).trim()}-${percent(drawn[487]).trim()}`;
}

/** Of messages at a confidence, how many are right: well fitted when both are the same. */
function reliability(outcomes) {
  const steps = Array.from({ length: 10 }, (_, i) => {
    const inside = outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === i);
    const right = inside.filter(({ expected, intent }) => expected === intent).length;
    return `${i * 10}-${i * 10 + 10}: ${inside.length === 0 ? '-' : percent(right / inside.length).trim()} (${inside.length})`;
  });
  console.log(`    confidence: right (messages)  ${steps.join('  ')}`);
}

const own = () => ({
  sentences: readSentences(DATA, catalogue),
  catalogue,
  names: readNames(DATA),
  fields,
  settings,
  folds: Number(options.folds ?? 5),
});

function ownSentences() {
  const { outcomes, temperatures } = readFolds({ ...own(), slips: SLIPS, first: options.first && Number(options.first) });
  SLIPS.forEach((rate, i) => {
    const result = report(outcomes[i]);
    line(
      `own, writers left out, ${rate * 100} % slips`,
      result,
      `  95 %: ${interval(outcomes[i])}  temperature ${temperatures[i]}`,
    );
    dangers(outcomes[i]);
    reliability(outcomes[i]);
    confusions(result);
  });
}

function curve() {
  for (const perIntent of CURVE) {
    const { outcomes, trainedOn } = readFolds({ ...own(), slips: [0], first: 1, perIntent });
    line(`own, ${perIntent} an intent, ${trainedOn} in all`, report(outcomes[0]), `  95 %: ${interval(outcomes[0])}`);
  }
}

function massiveRows() {
  const folder = join(resolve(ROOT, process.env.KAPI_SHARED_DATA ?? '../shared/data'), 'massive-tr');
  if (!existsSync(join(folder, 'dev.jsonl'))) {
    console.log(`MASSIVE: not in ${folder}, left out`);
    return null;
  }
  const rows = (name) => parseRows(readFileSync(join(folder, name), 'utf8'));
  return { kept: rows('train.jsonl'), left: rows('dev.jsonl') };
}

/** As they are, without Turkish letters, and with a slip at every tenth character. */
const VERSIONS = {
  'as written': (text) => text,
  ASCII: (text) => fold(text),
  'typos 10 %': (text, random) => withLetterSlips(text, 0.1, random),
};

function massive() {
  const rows = massiveRows();
  if (!rows) return;
  const started = performance.now();
  const classifier = new Classifier(train(rows.kept, settings.numbers.train, fields));
  const seconds = (performance.now() - started) / 1000;
  for (const [name, change] of Object.entries(VERSIONS)) {
    const random = seeded(7);
    const outcomes = rows.left.map(({ text, intent: expected }) => {
      const { scores } = classifier.score(change(text, random));
      const intent = classifier.model.classes[scores.indexOf(Math.max(...scores))];
      return { expected, intent, confidence: 1, decision: 'accept', offered: [intent] };
    });
    line(`MASSIVE tr-TR dev, ${name}`, report(outcomes), `  trained in ${seconds.toFixed(1)} s`);
  }
}

async function peers() {
  if (!existsSync(join(__dirname, 'peers', 'node_modules')))
    return console.log('peers: run npm ci in bench/peers first, left out');
  const { sentences } = own();
  const bare = ({ text, intent }) => ({ text: text.replaceAll(/[{}]/g, ''), intent });
  const sets = { 'own, one fold': { kept: [], left: [] }, 'MASSIVE tr-TR dev': massiveRows() };
  for (const sentence of sentences) sets['own, one fold'][foldOf(sentence, 5) === 0 ? 'left' : 'kept'].push(bare(sentence));
  for (const [set, rows] of Object.entries(sets)) {
    if (!rows) continue;
    const spread = (list, most) => list.filter((_, i) => i % Math.max(1, Math.floor(list.length / most)) === 0).slice(0, most);
    const left = spread(rows.left, PEER_TEXTS);
    for (const [name, kept] of [
      ['kapi', rows.kept],
      ['nlpjs', rows.kept],
      ['bayes', rows.kept],
      ['logistic', spread(rows.kept, LOGISTIC_ROWS)],
      ['kapi', spread(rows.kept, LOGISTIC_ROWS)],
    ].filter(([kind]) => !options.peers || options.peers.split(',').includes(kind)))
      await peer(`${set}: ${name}, ${kept.length}`, { kind: name, kept, left, settings: settings.numbers.train, fields });
  }
}

/** One classifier on a thread of its own: some would never end. */
async function peer(name, workerData) {
  const minutes = Number(options['peer-minutes'] ?? PEER_MINUTES);
  const worker = new Worker(join(__dirname, 'peers', 'worker.cjs'), { workerData });
  const ended = await new Promise((done) => {
    setTimeout(() => done(null), minutes * 60_000).unref();
    worker.once('message', done);
    worker.once('error', (error) => done({ error }));
  });
  await worker.terminate();
  if (ended === null) return console.log(`${name.padEnd(36)} not ended after ${minutes} minutes`);
  if (ended.error) return console.log(`${name.padEnd(36)} failed: ${ended.error.message}`);
  const { accuracy, macroF1, count } = report(ended.outcomes);
  console.log(
    `${name.padEnd(36)} ${String(count).padStart(6)}  ${percent(accuracy)}  ${percent(macroF1)}  ` +
      `trained in ${ended.seconds.toFixed(1)} s, p50 ${Math.round(ended.p50)} µs`,
  );
}

function speed() {
  const cacheDir = mkdtempSync(join(tmpdir(), 'kapi-model-'));
  const load = () => loadUnderstanding({ dataDir: DATA, cacheDir, gazetteers: [], whenChanged: 'keep' });
  load();
  const from = performance.now();
  const understanding = load();
  const size = statSync(join(DATA, 'nlu/model.bin')).size;
  console.log(`loaded in ${Math.round(performance.now() - from)} ms, ${(size / 1e6).toFixed(1)} MB`);
  rmSync(cacheDir, { recursive: true });
  const texts = readSentences(DATA, catalogue).map(({ text }) => text);
  const sets = {
    'up to 60 characters': texts.filter((text) => text.length <= 60),
    'near 250 characters': texts.filter((text) => text.length >= 200 && text.length <= 300),
  };
  for (const [name, set] of Object.entries(sets))
    for (const [what, call] of [
      ['intent and decision', understanding.decide],
      ['with entities', (text) => understanding.read(text, 0)],
    ]) {
      for (const text of set) call(text);
      const took = set.map((text) => {
        const at = process.hrtime.bigint();
        call(text);
        return Number(process.hrtime.bigint() - at) / 1000;
      });
      took.sort((a, b) => a - b);
      const of = (share) => Math.round(took[Math.floor(took.length * share)]);
      console.log(`${what}, ${name} (${set.length}): p50 ${of(0.5)} µs, p99 ${of(0.99)} µs`);
    }
  return understanding;
}

async function main() {
  const only = options.only?.split(',') ?? ['own', 'curve', 'massive', 'peers', 'speed'];
  console.log(HEAD);
  if (only.includes('own')) ownSentences();
  if (only.includes('curve')) curve();
  if (only.includes('massive')) massive();
  if (only.includes('peers')) await peers();
  if (only.includes('speed')) speed();
  if (!options.file) return;
  const result = evaluateRows(speed(), parseRows(readFileSync(options.file, 'utf8')), Date.now());
  line(options.file.split('/').at(-1), result);
  confusions(result);
}

main();
