'use strict';
// Builds dist/: the server (tsc), the web chat widget and the agents' console (Vite). With --if-needed only what is out of date.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');
const { pinnedNode, ROOT } = require('./node.cjs');

const tool = (...parts) => join(ROOT, 'node_modules', ...parts);
const vite = (config) => [tool('vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn', '--config', config];

/** Each product: where its sources are, and the command that makes it. */
const PRODUCTS = [
  {
    name: 'server',
    from: ['src', 'adapters', 'tsconfig.json'],
    not: 'adapters/webchat/widget',
    command: [tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'],
  },
  {
    name: 'widget',
    from: ['adapters/webchat/widget', 'adapters/webchat/page'],
    command: vite('adapters/webchat/widget/vite.config.mts'),
    page: true,
  },
  {
    name: 'console',
    from: ['console', 'src/server/api/wire.ts', 'src/core'],
    command: vite('console/vite.config.mts'),
    page: true,
  },
];

function files(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => (name === 'node_modules' ? [] : files(join(path, name))));
}

function hashOf(product) {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const from of product.from)
    for (const file of files(join(ROOT, from)))
      if (!product.not || !file.startsWith(join(ROOT, product.not)))
        hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex');
}

const stampOf = (product) => join(ROOT, 'dist', `.${product.name}`);
const fresh = (product, hash = hashOf(product)) =>
  existsSync(stampOf(product)) && readFileSync(stampOf(product), 'utf8') === hash;

const LOCK = join(ROOT, 'dist', '.building');
const LOOK_MS = 200;
/** A build that ended without a word left its lock behind. */
const STALE_MS = 300_000;

/** One build at a time: commands and tests that start together must not run what another is still writing. */
function lock() {
  for (;;) {
    try {
      mkdirSync(LOCK);
      process.on('exit', () => rmSync(LOCK, { recursive: true, force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const { mtimeMs } = statSync(LOCK, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > STALE_MS) rmSync(LOCK, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
  }
}

const ifNeeded = process.argv.includes('--if-needed');
const serverOnly = process.argv.includes('--server-only');
mkdirSync(join(ROOT, 'dist'), { recursive: true });
if (PRODUCTS.some((product) => !(serverOnly && product.page) && !fresh(product))) lock();
for (const product of PRODUCTS) {
  if (serverOnly && product.page) continue;
  const hash = hashOf(product);
  if (ifNeeded && fresh(product, hash)) continue;
  const started = Date.now();
  const done = spawnSync(pinnedNode(), product.command, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (done.status !== 0) {
    console.error(`Building the ${product.name} failed.`);
    process.exit(1);
  }
  writeFileSync(stampOf(product), hash);
  console.error(`Built the ${product.name} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}
