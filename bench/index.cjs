'use strict';
// `npm run bench`: the loop of three turns on one core, against the bare durable floor in the same run.
// `npm run bench <channels|finding|journeys|names|sentences|several|strangers|trouble|understanding>`: the bench of that file.
// Options: --seconds=10 --users=96 --rounds=3 --rate=100
const { fork, spawnSync } = require('node:child_process');
const { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { cpus, tmpdir } = require('node:os');
const { join } = require('node:path');
const { pinnedNode, ROOT } = require('../bin/node.cjs');

const { options } = require('./options.cjs');
const other = process.argv.slice(2).find((arg) => !arg.startsWith('--'));
if (Number(process.versions.node.split('.')[0]) < 24) {
  require('../bin/node.cjs').become([__filename, ...process.argv.slice(2)]);
} else if (other) require(`./${other}.cjs`);
else main();

const SECRET = 'bench-secret';

/** Starts a server of its own on core 0 and gives its port. */
function serve(file, env) {
  const pin = cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0;
  const started = process.hrtime.bigint();
  const child = fork(join(__dirname, file), {
    execPath: pinnedNode(),
    env: { ...process.env, ...env, NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/kapi-compile') },
  });
  if (pin) spawnSync('taskset', ['-a', '-cp', '0', String(child.pid)]);
  return new Promise((resolve, reject) => {
    child.once('message', ({ port }) => resolve({ child, port, started }));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

const memory = (pid, key) =>
  Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
const stop = (child) =>
  new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });

async function main() {
  const { startReceiver, client, closedLoop, openLoop, quantile } = require('./load.cjs');
  if (
    spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' }).status !== 0
  )
    process.exit(1);
  if (cpus().length > 1) spawnSync('taskset', ['-a', '-cp', `1-${cpus().length - 1}`, String(process.pid)]);
  const seconds = Number(options.seconds ?? 10);
  const users = Number(options.users ?? 96);
  const rounds = Number(options.rounds ?? 3);
  const rate = Number(options.rate ?? 100);
  const folder = mkdtempSync(join(tmpdir(), 'kapi-bench-'));
  const receiver = await startReceiver();
  const callback = `http://127.0.0.1:${receiver.port}/`;
  const lineEnv = (name) => ({
    KAPI_PORT: '0',
    KAPI_DATA_DIR: join(folder, name),
    KAPI_CHANNELS: 'http',
    KAPI_HTTP_SECRET: SECRET,
    KAPI_HTTP_CALLBACK_URL: callback,
    NODE_ENV: 'production',
    MONGODB_URI: '',
  });
  const floors = [];
  const lines = [];
  try {
    // The first start trains the model; later ones find it.
    await stop((await serve('line.cjs', lineEnv('model'))).child);
    const model = join(folder, 'model', 'model');
    for (let round = 0; round < rounds; round++) {
      const floor = await serve('floor.cjs', { FLOOR_DB: join(folder, `floor${round}.db`), FLOOR_CALLBACK: callback });
      const bare = client({ port: floor.port, path: '/', receiver });
      floors.push((await closedLoop({ ask: bare.ask, users, warmSeconds: 2, seconds, firstUser: 1 })).perSecond);
      bare.close();
      await stop(floor.child);

      const name = `line${round}`;
      if (existsSync(model)) cpSync(model, join(folder, name, 'model'), { recursive: true });
      const line = await serve('line.cjs', lineEnv(name));
      const real = client({ port: line.port, path: '/webhooks/http/default', secret: SECRET, receiver });
      await real.ask(1, 0);
      const firstReplyMs = Number(process.hrtime.bigint() - line.started) / 1e6;
      const idleMb = memory(line.child.pid, 'VmRSS');
      const closed = await closedLoop({ ask: real.ask, users, warmSeconds: 3, seconds, firstUser: 1_000 });
      const open = await openLoop({ ask: real.ask, perSecond: rate, seconds, firstUser: 50_000_000 });
      lines.push({
        perSecond: closed.perSecond,
        failed: closed.failed + open.failed,
        firstReplyMs,
        idleMb,
        loadedMb: memory(line.child.pid, 'VmHWM'),
        p50: quantile(open.replies, 0.5),
        p99: quantile(open.replies, 0.99),
        accept99: quantile(open.accepts, 0.99),
      });
      real.close();
      await stop(line.child);
      console.log(
        `round ${round + 1}: floor ${floors.at(-1).toFixed(0)}/s, line ${lines.at(-1).perSecond.toFixed(0)}/s, ratio ${(lines.at(-1).perSecond / floors.at(-1)).toFixed(2)}`,
      );
    }
  } finally {
    receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const median = (list) => quantile(list, 0.5);
  const of = (key) => median(lines.map((line) => line[key]));
  const ratio = median(lines.map((line, index) => line.perSecond / floors[index]));
  const rows = [
    ['floor: node:http + SQLite FULL, group commit', `${median(floors).toFixed(0)} messages/s`, ''],
    ['Kapı: durable, understood, flowed, answered', `${of('perSecond').toFixed(0)} messages/s`, 'goal: half the floor'],
    ['  of the floor', ratio.toFixed(2), ratio >= 0.5 ? 'met' : 'MISSED'],
    [`reply at ${rate}/s, p50`, `${of('p50').toFixed(1)} ms`, 'goal 10'],
    [`reply at ${rate}/s, p99`, `${of('p99').toFixed(1)} ms`, 'goal 50'],
    [`webhook's 200 at ${rate}/s, p99`, `${of('accept99').toFixed(1)} ms`, 'goal 250'],
    ['start to first reply, model cached', `${of('firstReplyMs').toFixed(0)} ms`, 'goal 600'],
    ['memory after the first reply', `${of('idleMb').toFixed(0)} MB`, 'goal 120'],
    ['memory at its highest', `${of('loadedMb').toFixed(0)} MB`, 'goal 220'],
    ['messages without a reply', String(lines.reduce((sum, line) => sum + line.failed, 0)), 'goal 0'],
  ];
  for (const [what, figure, note] of rows) console.log(`${what.padEnd(48)} ${figure.padStart(18)}  ${note}`);
  process.exit(0);
}
