'use strict';
// `npm run bench finding [--misses]`: questions that are no request of their own, against the pages of data/municipality.
// bench/finding/choose.txt is for choosing the numbers of data/finding.yaml, measured.txt is only measured.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT } = require('../bin/node.cjs');

const build = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
const { loadPack } = require(join(ROOT, 'dist/src/domains/pack'));
const { createFinder, readFindingSettings } = require(join(ROOT, 'dist/src/domains/finding'));

const shown = process.argv.includes('--misses');
const finder = createFinder(loadPack(join(ROOT, 'data/municipality')), readFindingSettings(join(ROOT, 'data')));

const rows = (name) =>
  readFileSync(join(__dirname, 'finding', `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line.includes(' => ') && !line.startsWith('#'))
    .map((line) => {
      const [text, wanted] = line.split(' => ');
      return { text, wanted: wanted.trim() === '-' ? [] : wanted.trim().split(' | ') };
    });

/** right · asked: offered among others · wrong: another page was told, or one where none may be · silent */
function outcome({ text, wanted }) {
  const found = finder.find(text);
  if (found.status === 'none') return [wanted.length === 0 ? 'right' : 'silent', found.best];
  if (found.status === 'several') {
    const ids = found.hits.map(({ page }) => page.id);
    return [wanted.some((id) => ids.includes(id)) ? 'asked' : 'wrong', found.hits[0], ids];
  }
  return [wanted.includes(found.hit.page.id) ? 'right' : 'wrong', found.hit];
}

const of = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
const add = (counts, result) => {
  counts[result] = (counts[result] ?? 0) + 1;
};

/** The index alone. */
function index(name) {
  const counts = { answer: {}, none: {} };
  for (const row of rows(name)) {
    const [result, best, ids] = outcome(row);
    add(counts[row.wanted.length > 0 ? 'answer' : 'none'], result);
    if (shown && result !== 'right')
      console.log(
        `  ${name} ${result}: "${row.text}" wants ${row.wanted.join(' | ') || 'nothing'}; ` +
          (best
            ? `${ids ?? best.page.id} score ${best.score.toFixed(1)} coverage ${best.coverage.toFixed(2)}`
            : 'no words known'),
      );
  }
  const { answer, none } = counts;
  console.log(
    `index ${name.padEnd(9)} with an answer ${of(answer)}: found right ${answer.right ?? 0}, asked which ${answer.asked ?? 0}, ` +
      `found wrong ${answer.wrong ?? 0}, wrongly silent ${answer.silent ?? 0} | with none ${of(none)}: silent ${none.right ?? 0}, ` +
      `found wrong ${(none.wrong ?? 0) + (none.asked ?? 0)}`,
  );
}

/** What the first answer of the whole line is: the classifier reads before the index is asked. */
async function line(name, simulator) {
  const counts = { answer: {}, none: {} };
  for (const { text, wanted } of rows(name)) {
    simulator.restart({ now: Date.parse('2026-11-25T10:30:00+03:00'), channel: 'http' });
    await simulator.send([{ kind: 'text', text }]);
    await simulator.settle();
    const turns = simulator.turns;
    const results = turns.flatMap(({ calls }) => calls.filter(({ action }) => action === 'question.find'));
    const found = results.map(({ result }) => result).findLast(({ status }) => status !== 'none');
    const ids = found === undefined ? [] : (found.choices?.map(({ id }) => id) ?? [found.id ?? found.intent]);
    const flows = turns.flatMap(({ events }) => events.filter(({ type }) => type === 'flow.started').map(({ flow }) => flow));
    const other = flows.find((flow) => flow !== 'question' && flow !== 'elsewhere');
    const hit = wanted.some((id) => ids.includes(id) || ids.some((of) => of === id.split('/')[0]));
    const result =
      ids.length > 0 ? (hit ? (ids.length > 1 || found.choices ? 'asked' : 'right') : 'wrong') : other ? 'request' : 'silent';
    add(counts[wanted.length > 0 ? 'answer' : 'none'], result);
    if (shown && result !== (wanted.length > 0 ? 'right' : 'silent'))
      console.log(
        `  line ${name} ${result}: "${text}" wants ${wanted.join(' | ') || 'nothing'}; ${ids.join(', ') || (other ?? '-')}`,
      );
  }
  const { answer, none } = counts;
  const tell = (list) =>
    `${of(list)}: page right ${list.right ?? 0}, asked which ${list.asked ?? 0}, page wrong ${list.wrong ?? 0}, ` +
    `another request ${list.request ?? 0}, no page ${list.silent ?? 0}`;
  console.log(`line  ${name.padEnd(9)} with an answer ${tell(answer)} | with none ${tell(none)}`);
}

function latency() {
  const texts = [...rows('choose'), ...rows('measured')].map(({ text }) => text);
  const took = [];
  for (let round = 0; round < 5; round++)
    for (const text of texts) {
      const from = process.hrtime.bigint();
      finder.find(text);
      if (round > 0) took.push(Number(process.hrtime.bigint() - from) / 1_000);
    }
  took.sort((a, b) => a - b);
  const at = (share) => Math.round(took[Math.floor(took.length * share)]);
  console.log(`latency: p50 ${at(0.5)} µs, p95 ${at(0.95)} µs, p99 ${at(0.99)} µs`);
}

async function main() {
  for (const name of ['choose', 'measured']) index(name);
  latency();
  const home = mkdtempSync(join(tmpdir(), 'kapi-finding-'));
  const { readConfig } = require(join(ROOT, 'dist/src/core/config'));
  const { createSimulator } = require(join(ROOT, 'dist/src/cli/simulator'));
  const simulator = await createSimulator(readConfig({ KAPI_DATA_DIR: home }));
  for (const name of ['choose', 'measured']) await line(name, simulator);
  await simulator.close();
  rmSync(home, { recursive: true });
}

main();
