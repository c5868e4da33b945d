'use strict';
// `npm run bench channels [--seconds=10] [--rate=100]`: each channel's webhook at a steady rate, WhatsApp's statuses in batches, the
// outbound rate against a platform that refuses what is too fast, and what an idle channel weighs. The platforms are one stub.
const { fork, spawnSync } = require('node:child_process');
const { createHash, createHmac } = require('node:crypto');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const http = require('node:http');
const { cpus, tmpdir } = require('node:os');
const { join } = require('node:path');
const { pinnedNode, ROOT } = require('../bin/node.cjs');
const { quantile } = require('./load.cjs');

const { options } = require('./options.cjs');
const SECONDS = Number(options.seconds ?? 10);
const RATE = Number(options.rate ?? 100);
/** What the stub takes in a second before it answers 130429, as Meta does for one number. */
const PLATFORM_PER_SECOND = 80;
const BATCH = 100;
const IN_FLIGHT = 8;
const SECRET = 'bench-secret';
const TOKEN = '123456:bench-token';
const PHONE_ID = '106540352242922';
const hmac = (body) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** All platforms at once: takes every call, counts those to WhatsApp's messages by the second. */
function startPlatforms() {
  const state = { sent: [], window: [], refused: 0, limited: false };
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const now = Date.now();
      const body = Buffer.concat(chunks);
      // Read marks go the same way, and count for nothing.
      const message = /messages|sendMessage|activities|^\/$/.test(request.url) && !body.includes('"status":"read"');
      while (state.window.length > 0 && now - state.window[0] >= 1_000) state.window.shift();
      const slow = message && state.limited && state.window.length >= PLATFORM_PER_SECOND;
      if (slow) state.refused++;
      else if (message) {
        state.sent.push(now);
        state.window.push(now);
      }
      const id = `m${state.sent.length}`;
      response.writeHead(slow ? 400 : 200, { 'Content-Type': 'application/json' });
      response.end(
        slow
          ? '{"error":{"code":130429,"message":"rate"}}'
          : JSON.stringify({ ok: true, result: { message_id: state.sent.length }, messages: [{ id }], message_id: id, id }),
      );
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}`, state, server })),
  );
}

const meta = (prefix, url) => ({
  [`${prefix}TOKEN`]: TOKEN,
  [`${prefix}APP_SECRET`]: SECRET,
  [`${prefix}VERIFY_TOKEN`]: SECRET,
  [`${prefix}API_URL`]: url,
});
const seconds = () => String(Math.floor(Date.now() / 1_000));
const whatsapp = (value) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field: 'messages', value: { metadata: { phone_number_id: PHONE_ID }, ...value } }] }],
});
const hub = (body) => ({ 'X-Hub-Signature-256': hmac(body) });

/** Each channel: its settings, one message of person n, and what proves it. */
const CHANNELS = {
  http: {
    env: (url) => ({ KAPI_HTTP_SECRET: SECRET, KAPI_HTTP_CALLBACK_URL: `${url}/` }),
    body: (n) => ({ id: `m${n}`, from: `c${n}`, text: 'merhaba' }),
    headers: (body) => ({ 'X-Kapi-Signature-256': hmac(body) }),
  },
  'whatsapp-cloud': {
    env: (url) => ({ ...meta('KAPI_WHATSAPP_CLOUD_', url), KAPI_WHATSAPP_CLOUD_PHONE_ID: PHONE_ID }),
    body: (n) =>
      whatsapp({
        messages: [
          { from: String(905_320_000_000 + n), id: `wamid.${n}`, timestamp: seconds(), type: 'text', text: { body: 'merhaba' } },
        ],
      }),
    headers: hub,
  },
  telegram: {
    env: (url) => ({ KAPI_TELEGRAM_TOKEN: TOKEN, KAPI_TELEGRAM_API_URL: url, KAPI_PUBLIC_URL: 'https://kapi.example' }),
    body: (n) => ({
      update_id: n,
      message: {
        message_id: n,
        date: Number(seconds()),
        chat: { id: n, type: 'private' },
        from: { id: n, is_bot: false, first_name: 'Ayşe' },
        text: 'merhaba',
      },
    }),
    headers: () => ({ 'X-Telegram-Bot-Api-Secret-Token': createHash('sha256').update(`kapi webhook ${TOKEN}`).digest('hex') }),
  },
  messenger: {
    env: (url) => meta('KAPI_MESSENGER_', url),
    body: (n) => ({
      object: 'page',
      entry: [
        {
          id: '1',
          time: 1,
          messaging: [{ sender: { id: `p${n}` }, timestamp: Date.now(), message: { mid: `m${n}`, text: 'merhaba' } }],
        },
      ],
    }),
    headers: hub,
  },
  instagram: {
    env: (url) => meta('KAPI_INSTAGRAM_', url),
    body: (n) => ({
      object: 'instagram',
      entry: [
        {
          id: '1',
          time: 1,
          messaging: [{ sender: { id: `p${n}` }, timestamp: Date.now(), message: { mid: `m${n}`, text: 'merhaba' } }],
        },
      ],
    }),
    headers: hub,
  },
  botframework: {
    env: (url) => ({ KAPI_BOTFRAMEWORK_SERVICE_URLS: url }),
    body: (n, url) => ({
      type: 'message',
      id: `a${n}`,
      timestamp: new Date().toISOString(),
      serviceUrl: url,
      channelId: 'directline',
      from: { id: `u${n}` },
      recipient: { id: 'kapi' },
      conversation: { id: `c${n}` },
      text: 'merhaba',
    }),
    headers: () => ({}),
  },
};

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
/** Posts and gives the milliseconds to the answer. */
function post(port, path, body, headers) {
  const started = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    const all = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers };
    const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', headers: all, agent }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(Number(process.hrtime.bigint() - started) / 1e6)
          : reject(new Error(`HTTP ${response.statusCode}`)),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

function serve(env) {
  const child = fork(join(__dirname, 'line.cjs'), {
    execPath: pinnedNode(),
    env: { ...process.env, MONGODB_URI: '', KAPI_PORT: '0', ...env },
  });
  if (cpus().length > 1) spawnSync('taskset', ['-a', '-cp', '0', String(child.pid)]);
  return new Promise((resolve, reject) => {
    child.once('message', ({ port }) => resolve({ child, port }));
    child.once('exit', (code) => reject(new Error(`the line ended with ${code}`)));
  });
}
const stop = (child) =>
  new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
const memoryMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function steady(name, channel, port, url) {
  const times = [];
  let failed = 0;
  const waiting = [];
  const total = SECONDS * RATE;
  const began = Date.now();
  for (let n = 1; n <= total; n++) {
    const body = JSON.stringify(channel.body(n, url));
    waiting.push(
      post(port, `/webhooks/${name}/default`, body, channel.headers(body)).then(
        (ms) => times.push(ms),
        () => failed++,
      ),
    );
    const ahead = began + (n * 1_000) / RATE - Date.now();
    if (ahead > 0) await pause(ahead);
  }
  await Promise.all(waiting);
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), failed };
}

/** Statuses of messages of ours, a hundred to a webhook, as fast as they are taken. */
async function statuses(port) {
  const until = Date.now() + SECONDS * 1_000;
  let count = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async (_, worker) => {
      for (let round = 0; Date.now() < until; round++) {
        const list = Array.from({ length: BATCH }, (_one, i) => ({
          id: `m${worker * 1_000_000 + round * BATCH + i}`,
          status: ['sent', 'delivered', 'read'][i % 3],
          timestamp: seconds(),
          recipient_id: '905320000000',
        }));
        const body = JSON.stringify(whatsapp({ statuses: list }));
        await post(port, '/webhooks/whatsapp-cloud/default', body, hub(body));
        count += BATCH;
      }
    }),
  );
  return count / SECONDS;
}

/** Two hundred messages a second in, eighty a second out: how much goes, and how often the platform had to say no. */
async function outbound(port, { state }) {
  state.sent.length = 0;
  state.refused = 0;
  state.limited = true;
  const channel = CHANNELS['whatsapp-cloud'];
  const began = Date.now();
  for (let n = 1; Date.now() - began < SECONDS * 1_000; n++) {
    const body = JSON.stringify(channel.body(5_000_000 + n));
    void post(port, '/webhooks/whatsapp-cloud/default', body, channel.headers(body)).catch(() => {});
    await pause(5);
  }
  state.limited = false;
  const from = began + 2_000;
  const to = began + SECONDS * 1_000;
  const within = state.sent.filter((at) => at >= from && at < to).length;
  return { perSecond: within / ((to - from) / 1_000), refused: state.refused };
}

async function main() {
  const build = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
  if (build.status !== 0) process.exit(1);
  if (cpus().length > 1) spawnSync('taskset', ['-a', '-cp', `1-${cpus().length - 1}`, String(process.pid)]);
  const folder = mkdtempSync(join(tmpdir(), 'kapi-bench-channels-'));
  const platforms = await startPlatforms();
  const row = (...cells) =>
    console.log(cells.map((cell, i) => String(cell)[i === 0 ? 'padEnd' : 'padStart'](i === 0 ? 20 : 14)).join(''));
  const start = (name, channels, env) => serve({ KAPI_DATA_DIR: join(folder, name), KAPI_CHANNELS: channels, ...env });
  try {
    const bare = await start('bare', 'webchat', {});
    await pause(2_000);
    const bareMb = memoryMb(bare.child.pid);
    await stop(bare.child);
    row('webhook at', `${RATE}/s`, 'p50 ms', 'p99 ms', 'failed', 'idle, MB more');
    for (const [name, channel] of Object.entries(CHANNELS)) {
      const line = await start(name, `webchat,${name}`, channel.env(platforms.url));
      await pause(2_000);
      const idle = memoryMb(line.child.pid) - bareMb;
      const { p50, p99, failed } = await steady(name, channel, line.port, platforms.url);
      row(name, '', p50.toFixed(1), p99.toFixed(1), failed, idle.toFixed(0));
      if (name === 'whatsapp-cloud') {
        console.log(`  statuses absorbed: ${(await statuses(line.port)).toFixed(0)}/s (goal 3,000)`);
        const out = await outbound(line.port, platforms);
        console.log(
          `  outbound against ${PLATFORM_PER_SECOND}/s: ${out.perSecond.toFixed(1)}/s went, ${out.refused} refused as too fast`,
        );
      }
      await stop(line.child);
    }
    const loaded = spawnSync(
      pinnedNode(),
      [
        '-e',
        `require('${join(ROOT, 'dist/src/main.js')}');console.log(Object.keys(require.cache).filter((f)=>/whatsapp-web\\.js|botbuilder/.test(f)).length)`,
      ],
      { encoding: 'utf8' },
    );
    console.log(`modules of whatsapp-web.js and botbuilder loaded while off: ${loaded.stdout.trim()}`);
  } finally {
    platforms.server.closeAllConnections();
    platforms.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  process.exit(0);
}

main();
