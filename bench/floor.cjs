'use strict';
// The floor that throughput is compared with: node:http and SQLite (synchronous FULL, group commit), a callback, and nothing
// else: no understanding, no flows, no signatures. One row in, the conversation's row, one row out; marks in groups.
const http = require('node:http');
const Database = require('better-sqlite3');

const db = new Database(process.env.FLOOR_DB);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`CREATE TABLE conversation (id TEXT PRIMARY KEY, step INTEGER) WITHOUT ROWID;
  CREATE TABLE message (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, conversation TEXT, out INTEGER, body TEXT, state INTEGER)`);
const readStep = db.prepare('SELECT step FROM conversation WHERE id = ?').pluck();
const setStep = db.prepare('INSERT INTO conversation VALUES (?, ?) ON CONFLICT DO UPDATE SET step = excluded.step');
const insert = db.prepare(
  'INSERT INTO message (id, conversation, out, body, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
);
const settle = db.prepare('UPDATE message SET state = 1 WHERE seq = ?');

const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
let waiting = [];
let sent = [];
let armed = false;
function flush() {
  armed = false;
  const batch = waiting;
  const settled = sent;
  waiting = [];
  sent = [];
  begin.run();
  for (const seq of settled) settle.run(seq);
  const replies = batch.map(({ message }) => {
    if (insert.run(message.id, message.from, 0, message.text, 1).changes === 0) return null;
    const step = ((readStep.get(message.from) ?? -1) + 1) % 3;
    setStep.run(message.from, step);
    const text = `[${step + 1}] ${message.text}`;
    return { seq: insert.run(`r${message.id}`, message.from, 1, text, 0).lastInsertRowid, text };
  });
  commit.run();
  batch.forEach((entry, index) => entry.done(replies[index]));
}
const handle = (message) =>
  new Promise((done) => {
    waiting.push({ message, done });
    if (!armed) {
      armed = true;
      setImmediate(flush);
    }
  });

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const target = new URL(process.env.FLOOR_CALLBACK);
function callback(body, done) {
  const request = http.request(
    {
      host: target.hostname,
      port: target.port,
      path: '/',
      method: 'POST',
      agent,
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    },
    (response) => {
      response.resume();
      response.on('end', done);
    },
  );
  request.on('error', () => {});
  request.end(body);
}

http
  .createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const message = JSON.parse(Buffer.concat(chunks).toString());
      const reply = await handle(message);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 2 });
      response.end('{}');
      if (reply) callback(JSON.stringify({ id: message.id, to: message.from, text: reply.text }), () => sent.push(reply.seq));
    });
  })
  .listen(0, '127.0.0.1', function listening() {
    process.send({ port: this.address().port });
  });
