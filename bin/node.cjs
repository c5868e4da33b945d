'use strict';
// Finds the Node that the project pins (npm package `node`), whatever node this was started with.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { spawn } = require('node:child_process');

const ROOT = join(__dirname, '..');
const WANTED_MAJOR = 24;

exports.ROOT = ROOT;

exports.pinnedNode = () => {
  const path = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(path)) return path;
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath;
  console.error(
    `Kapı needs Node ${WANTED_MAJOR}: run "npm ci" in ${ROOT} (it brings it), or start with Node ${WANTED_MAJOR} or newer; this is ${process.version}.`,
  );
  process.exit(2);
};

/** Runs the pinned node with these arguments as this very command: same streams, signals passed on, its exit code ours. */
exports.become = (args, env = {}) => {
  const child = spawn(exports.pinnedNode(), args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}`, ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
};
