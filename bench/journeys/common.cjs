'use strict';
// What the measurements of journeys share: options, where the feeds are, the built server, quantiles.
const { spawnSync } = require('node:child_process');
const { join, resolve } = require('node:path');
const { ROOT } = require('../../bin/node.cjs');

const { options } = require('../options.cjs');
const SHARED_FEEDS = resolve(process.env.KAPI_SHARED_DATA || join(ROOT, '../shared/data'), 'gtfs');

/** The built transit module; builds what is out of date first. */
function built() {
  const done = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
  if (done.status !== 0) process.exit(1);
  return require('../../dist/src/domains/transit');
}

/** The value below which a part q of some numbers lies. */
function quantile(numbers, q) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

/** Numbers below n, the same in every run. */
function random(seed) {
  let state = seed;
  return (n) => Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n);
}

module.exports = { built, options, quantile, random, ROOT, SHARED_FEEDS };
