'use strict';
// `npm run bench several [--misses]`: messages with two requests and long ones with one, of bench/several/, read with the
// line's own model and names; and how long a whole reading takes, names and clauses included.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT } = require('../bin/node.cjs');

const build = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
const shown = process.argv.includes('--misses');
const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

/** Rows of a file by section: `@tune` lines may be tuned to, `@report` lines are only measured. */
function rows(name) {
  const bySection = { tune: [], report: [] };
  let section = 'tune';
  for (const line of readFileSync(join(__dirname, 'several', name), 'utf8').split('\n')) {
    if (line.startsWith('@')) section = line.slice(1).trim();
    else if (line.includes(' => ') && !line.startsWith('#')) {
      const [text, wanted] = line.split(' => ');
      bySection[section].push({ text, wanted: wanted.trim().split(', ') });
    }
  }
  return bySection;
}

function measure(read, section, two, one) {
  let whole = 0;
  let anyOrder = 0;
  let found = 0;
  let right = 0;
  let said = 0;
  for (const { text, wanted } of two) {
    const { intent, also } = read(text);
    const got = [intent, ...also];
    said += also.length;
    right += also.filter((name) => wanted.includes(name)).length;
    if (also.length > 0) found++;
    if (wanted.every((name) => got.includes(name))) anyOrder++;
    if (got.join() === wanted.join()) whole++;
    else if (shown) console.log(`  two  ${wanted.join(', ')} <- ${got.join(', ')}: ${text}`);
  }
  let split = 0;
  let intentRight = 0;
  for (const { text, wanted } of one) {
    const { intent, also } = read(text);
    said += also.length;
    if (also.length > 0) split++;
    if (intent === wanted[0]) intentRight++;
    if (shown && (also.length > 0 || intent !== wanted[0]))
      console.log(`  one  ${wanted} <- ${[intent, ...also].join(', ')}: ${text}`);
  }
  console.log(
    `${section.padEnd(7)} two requests: ${two.length}; both named in order ${percent(whole, two.length)}, in any order ${percent(anyOrder, two.length)}, ` +
      `seen as two ${percent(found, two.length)} | long with one: ${one.length}; split ${percent(split, one.length)}, intent right ` +
      `${percent(intentRight, one.length)} | of all \`also\` right ${percent(right, said)} (${right} of ${said})`,
  );
}

function latency(read, name, texts) {
  const took = [];
  for (let round = 0; round < 5; round++)
    for (const text of texts) {
      const from = process.hrtime.bigint();
      read(text);
      if (round > 0) took.push(Number(process.hrtime.bigint() - from) / 1_000);
    }
  took.sort((a, b) => a - b);
  const at = (share) => Math.round(took[Math.floor(took.length * share)]);
  console.log(`latency ${name}: ${texts.length} texts, p50 ${at(0.5)} µs, p95 ${at(0.95)} µs, p99 ${at(0.99)} µs`);
}

async function main() {
  const home = mkdtempSync(join(tmpdir(), 'kapi-several-'));
  const { readConfig } = require(join(ROOT, 'dist/src/core/config.js'));
  const { loadKnowledge } = require(join(ROOT, 'dist/src/knowledge.js'));
  const nobody = { ticket: async () => null, ticketsOf: async () => [], nextNumbers: async () => 1 };
  const { understanding } = await loadKnowledge(readConfig({ KAPI_DATA_DIR: process.env.KAPI_DATA_DIR ?? home }), nobody);
  const now = Date.parse('2026-03-18T10:00:00+03:00');
  const read = (text) => understanding.read(text, now);
  const [two, one] = [rows('two.txt'), rows('one.txt')];
  for (const section of ['tune', 'report']) measure(read, section, two[section], one[section]);
  const all = [...two.tune, ...two.report, ...one.tune, ...one.report].map(({ text }) => text);
  const short = all.flatMap((text) => text.split(/(?<=[.,;?!]) /)).filter((text) => text.length >= 10 && text.length <= 60);
  latency(read, 'to 60 characters', short);
  latency(
    read,
    'at 250 characters',
    all.filter((text) => text.length >= 235).map((text) => text.slice(0, 250)),
  );
  rmSync(home, { recursive: true });
}

main();
