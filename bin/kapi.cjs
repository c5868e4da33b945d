#!/usr/bin/env node
'use strict';
// `kapi …`: builds when the sources are newer than dist/, then runs the built command under the pinned Node.
const { join } = require('node:path');
const { become, pinnedNode, ROOT } = require('./node.cjs');
const { spawnSync } = require('node:child_process');

const pagesToo = process.argv[2] === 'start' || process.argv[2] === undefined;
const built = spawnSync(pinnedNode(), [join(__dirname, 'build.cjs'), '--if-needed', ...(pagesToo ? [] : ['--server-only'])], {
  stdio: ['ignore', 2, 2],
});
if (built.status !== 0) process.exit(built.status ?? 1);
become([join(ROOT, 'dist', 'src', 'cli', 'index.js'), ...process.argv.slice(2)], {
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || join(ROOT, 'node_modules', '.cache', 'kapi-compile'),
});
