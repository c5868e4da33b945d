/** The promise of the line: nothing acknowledged is lost, nothing is answered twice, whatever moment the process dies. */
import { type ChildProcess, fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CITIZENS = 100;
const AT_ONCE = 20;
const SECRET = 'test-secret';
export const STAGES = ['accept', 'stored', 'decide', 'commit', 'committed', 'send', 'sent', 'acknowledge'];
export const TEXTS = [
  'merhaba',
  'otobus saatleri',
  '28A',
  'yolda kocaman cukur var fevzi cakmak mahallesi',
  'basvurum ne oldu',
  'sular kesik mi',
  'tesekkurler',
  'hos geldin bebek sartlari neler',
  'bir insanla gorusmek istiyorum',
  'asdf qwer',
  'cop alinmadi cumhuriyet mahallesi',
];

export interface KillOptions {
  messages: number;
  kills: number;
  /** Address of the MongoDB to run on; SQLite where absent. Asked when the suite begins. */
  mongodb?(): Promise<string>;
}

interface Callback {
  key: string;
  body: string;
  inReplyTo: string[];
  to: string;
}

const sign = (body: string): string => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class Line {
  child: ChildProcess | null = null;
  port = 0;
  kills = new Map<string, number>();
  private readonly plan: string[];
  ended = false;

  constructor(
    /** Settings of the line: its channel above all. */
    private readonly env: Record<string, string>,
    kills: number,
  ) {
    this.plan = Array.from({ length: kills }, (_, index) => STAGES[index % STAGES.length]!);
  }

  /** Starts the line; when its trap closes, starts it again with the next one. */
  async start(): Promise<void> {
    const stage = this.plan.shift();
    // Far enough apart that work is in progress, near enough that all of them happen within the messages.
    const passing = 3 + Math.floor(Math.random() * 22);
    const child = fork(join(__dirname, 'line.cjs'), {
      execPath: join(__dirname, '../../node_modules/node/bin/node'),
      env: {
        ...process.env,
        KAPI_PORT: '0',
        KAPI_BURST_WAIT_MS: '100',
        KAPI_BURST_MAX_MS: '300',
        KILL_AT: stage ? `${stage}:${passing}` : '',
        NODE_ENV: 'production',
        ...this.env,
      },
    });
    this.child = child;
    child.once('exit', (_code, signal) => {
      this.port = 0;
      if (this.ended) return;
      if (signal === 'SIGKILL' && stage) this.kills.set(stage, (this.kills.get(stage) ?? 0) + 1);
      void this.start();
    });
    child.on('message', (message: { port: number }) => {
      this.port = message.port;
    });
  }

  async stop(): Promise<void> {
    this.ended = true;
    const gone = new Promise((resolve) => this.child!.once('exit', resolve));
    this.child!.kill('SIGTERM');
    await gone;
  }

  get total(): number {
    return [...this.kills.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** Kills the line again and again, and looks for what was lost, doubled or out of order. */
export function killSuite({ messages, kills, mongodb }: KillOptions): void {
  const callbacks: Callback[] = [];
  let receiver: Server;
  let line: Line;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'kapi-kill-'));
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        const parsed = JSON.parse(body);
        callbacks.push({ key: String(request.headers['idempotency-key']), body, inReplyTo: parsed.inReplyTo, to: parsed.to });
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const callback = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    line = new Line(
      {
        KAPI_DATA_DIR: dataDir,
        KAPI_HTTP_SECRET: SECRET,
        KAPI_HTTP_CALLBACK_URL: callback,
        KAPI_CHANNELS: 'http',
        MONGODB_URI: (await mongodb?.()) ?? '',
      },
      kills,
    );
    await line.start();
  });

  afterAll(async () => {
    await line.stop();
    receiver.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Sends one message until it is told "accepted", as a platform does. */
  async function deliver(id: string, from: string, text: string): Promise<void> {
    const body = JSON.stringify({ id, from, text });
    for (;;) {
      try {
        if (line.port > 0) {
          const answer = await fetch(`http://127.0.0.1:${line.port}/webhooks/http/default`, {
            method: 'POST',
            body,
            headers: { 'Content-Type': 'application/json', 'X-Kapi-Signature-256': sign(body) },
            signal: AbortSignal.timeout(5_000),
          });
          if (answer.status === 200) return;
        }
      } catch {
        // Killed on the way: the platform sends again.
      }
      await sleep(20);
    }
  }

  test(`${kills} kills over ${messages} messages: 0 lost, 0 doubled, in order`, async () => {
    const accepted: string[] = [];
    const byCitizen = Array.from({ length: CITIZENS }, (_, citizen) =>
      Array.from({ length: messages / CITIZENS }, (_, index) => ({
        id: `c${citizen}-${index}`,
        from: `90500${1_000_000 + citizen}`,
        text: TEXTS[(citizen + index) % TEXTS.length]!,
      })),
    );
    const waiting = [...byCitizen];
    const sender = async (): Promise<void> => {
      for (let own = waiting.shift(); own; own = waiting.shift())
        for (const { id, from, text } of own) {
          await deliver(id, from, text);
          accepted.push(id);
          await sleep(15);
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    // What is still to be killed is killed while the rest is answered; small talk keeps the stages busy.
    for (let extra = 0; line.total < kills && extra < 20 * kills; extra++) {
      const id = `x${extra}`;
      await deliver(id, `90599${extra % 7}`, 'merhaba');
      accepted.push(id);
    }
    const answered = (): Set<string> => new Set(callbacks.flatMap((callback) => callback.inReplyTo));
    for (let waited = 0; waited < 90_000 && !accepted.every((id) => answered().has(id)); waited += 250) await sleep(250);

    const have = answered();
    const lost = accepted.filter((id) => !have.has(id));
    const turnsOf = new Map<string, Set<string>>();
    const bodies = new Map<string, Set<string>>();
    for (const { key, body, inReplyTo } of callbacks) {
      bodies.set(key, (bodies.get(key) ?? new Set()).add(body));
      const turn = key.split(':').slice(0, 2).join(':');
      for (const id of inReplyTo) turnsOf.set(id, (turnsOf.get(id) ?? new Set()).add(turn));
    }
    const doubled = [...turnsOf].filter(([, turns]) => turns.size > 1);
    const twoKeys = [...bodies.values()].filter((set) => set.size > 1);
    const byStage = Object.fromEntries(STAGES.map((stage) => [stage, line.kills.get(stage) ?? 0]));
    console.log(
      `kills by stage ${JSON.stringify(byStage)} (${line.total}); ${accepted.length} accepted, ${callbacks.length} callbacks, ${lost.length} lost, ${doubled.length} doubled`,
    );

    expect(lost).toEqual([]);
    expect(doubled).toEqual([]);
    expect(twoKeys).toEqual([]);
    expect(disorder(callbacks)).toEqual([]);
    expect(line.total).toBeGreaterThanOrEqual(Math.min(30, kills));
    for (const stage of STAGES) expect(byStage[stage]).toBeGreaterThan(0);
  }, 600_000);
}

/** First deliveries per citizen must follow the versions of their turns. */
function disorder(callbacks: Callback[]): string[] {
  const last = new Map<string, [number, number]>();
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (const { key, to } of callbacks) {
    if (seen.has(key)) continue;
    seen.add(key);
    const [, version, index] = key.split(':').map(Number) as [number, number, number];
    const before = last.get(to);
    if (before && (version < before[0] || (version === before[0] && index < before[1])))
      wrong.push(`${key} after ${before.join(':')}`);
    last.set(to, [version, index]);
  }
  return wrong;
}
