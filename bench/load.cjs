'use strict';
// Load for the http channel: citizens who each write three messages and wait for each reply; a stub receiver in the same process.
const http = require('node:http');
const { createHmac } = require('node:crypto');

const TURNS = ['merhaba', 'otobüs saatleri', '28A'];

/** Starts the receiver of callbacks. `waiting` maps a message id to what to do when its reply is here. */
function startReceiver() {
  const waiting = new Map();
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 2 });
      response.end('{}');
      const body = JSON.parse(Buffer.concat(chunks).toString());
      for (const id of body.inReplyTo ?? [body.id]) {
        const done = waiting.get(id);
        if (done && waiting.delete(id)) done();
      }
    });
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: server.address().port,
        waiting,
        close() {
          server.closeAllConnections();
          server.close();
        },
      }),
    ),
  );
}

/** Gives `ask(from, turn)`: posts one message and resolves with the milliseconds until its reply. */
function client({ port, path, secret, receiver }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  let counter = 0;
  const run = process.hrtime.bigint().toString(36);
  const post = (body) =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
      if (secret) headers['X-Kapi-Signature-256'] = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }, (response) => {
        response.resume();
        response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${response.statusCode}`))));
      });
      request.on('error', reject);
      request.end(body);
    });
  const ask = (from, turn, timeoutMs = 10_000) => {
    const id = `${run}-${++counter}`;
    const started = process.hrtime.bigint();
    const accepted = {};
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        receiver.waiting.delete(id);
        reject(new Error(`no reply to ${id}`));
      }, timeoutMs);
      receiver.waiting.set(id, () => {
        clearTimeout(timer);
        resolve({ replyMs: Number(process.hrtime.bigint() - started) / 1e6, acceptMs: accepted.ms ?? Number.NaN });
      });
      post(JSON.stringify({ id, from: String(from), name: `U${from}`, text: TURNS[turn] })).then(
        () => (accepted.ms = Number(process.hrtime.bigint() - started) / 1e6),
        (error) => {
          clearTimeout(timer);
          receiver.waiting.delete(id);
          reject(error);
        },
      );
    });
  };
  return { ask, close: () => agent.destroy() };
}

/** `users` citizens at once, each beginning anew when done. Messages a second within the measured seconds. */
async function closedLoop({ ask, users, warmSeconds, seconds, firstUser }) {
  let user = firstUser;
  let done = 0;
  let failed = 0;
  let measuring = false;
  let over = false;
  const citizen = async () => {
    while (!over) {
      const from = user++;
      for (let turn = 0; turn < TURNS.length && !over; turn++) {
        try {
          await ask(from, turn);
          if (measuring) done++;
        } catch {
          failed++;
        }
      }
    }
  };
  const all = Array.from({ length: users }, citizen);
  await new Promise((resolve) => setTimeout(resolve, warmSeconds * 1000));
  measuring = true;
  const started = process.hrtime.bigint();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  measuring = false;
  const took = Number(process.hrtime.bigint() - started) / 1e9;
  over = true;
  await Promise.all(all);
  return { perSecond: done / took, done, failed, nextUser: user };
}

/** Messages arrive at a steady rate, whatever the replies do. Milliseconds to the reply and to the webhook's 200. */
async function openLoop({ ask, perSecond, seconds, firstUser }) {
  const replies = [];
  const accepts = [];
  let failed = 0;
  const all = [];
  const started = Date.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = started + (index * 1000) / perSecond;
    const wait = due - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    all.push(
      ask(firstUser + Math.floor(index / 3), index % 3).then(
        ({ replyMs, acceptMs }) => {
          replies.push(replyMs);
          accepts.push(acceptMs);
        },
        () => failed++,
      ),
    );
  }
  await Promise.all(all);
  return { replies, accepts, failed };
}

const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];

module.exports = { TURNS, startReceiver, client, closedLoop, openLoop, quantile };
