import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { project } from '../commit';
import type { Health } from '../core/adapter';
import { type Config, readConfig } from '../core/config';
import { ROOT } from '../core/paths';
import { loadKnowledge, STALE_MODEL } from '../knowledge';
import { nobody } from './nobody';
import { openStore } from '../store';
import { timetableHealth } from '../server/timetable';
import { out } from './lines';

interface Finding {
  check: string;
  ok: boolean;
  detail: string;
  /** It works, but something is to be mended. */
  warning?: true;
}

/** Looks at the installation, part by part; one JSON line each, exit 1 when one is wrong. */
export async function run(): Promise<number> {
  const config = readConfig(process.env);
  const findings: Finding[] = [
    await look('node', async () => process.version),
    await look('data folder', async () => writable(config)),
    await look('port', () => freePort(config)),
    await look('pages', async () => built()),
    ...(await storeAndKnowledge(config)),
  ];
  for (const finding of findings) out(finding);
  return findings.every((finding) => finding.ok) ? 0 : 1;
}

async function look(check: string, job: () => Promise<string>): Promise<Finding> {
  try {
    return { check, ok: true, detail: await job() };
  } catch (error) {
    return { check, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function writable(config: Config): string {
  const folder = resolve(config.KAPI_DATA_DIR);
  mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.W_OK);
  return folder;
}

function freePort({ KAPI_PORT: port, KAPI_HOST: host }: Config): Promise<string> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', () => fail(new Error(`KAPI_PORT: port ${port} is in use: Kapı runs already, or set another port.`)));
    server.listen(port, host, () => server.close(() => done(`${host}:${port} is free`)));
  });
}

function built(): string {
  if (!existsSync(join(ROOT, 'dist', 'widget'))) throw new Error('dist/widget is missing: run "npm run build".');
  return 'the widget is built';
}

async function storeAndKnowledge(config: Config): Promise<Finding[]> {
  let stats = '';
  const store = await look('store', async () => {
    const opened = await openStore(config, resolve(config.KAPI_DATA_DIR), project);
    try {
      await opened.check();
      const { conversations, unconsumed, outboxOpen } = await opened.stats();
      stats = `${opened.kind}; ${conversations} conversations, ${unconsumed} messages and ${outboxOpen} replies in progress`;
    } finally {
      await opened.close();
    }
    return stats;
  });
  let timetable: Health | null = null;
  const knowledge = await look('city, feed, model and flows', async () => {
    const { catalogue, flows, actions, transit, understanding } = await loadKnowledge(config, nobody);
    timetable = transit && timetableHealth(transit, Date.now());
    await transit?.stop();
    if (!understanding.current) throw new Error(STALE_MODEL);
    return `${catalogue.size} intents, ${flows.size} flows, ${actions.size} actions`;
  });
  return [store, knowledge, ...(timetable ? [{ check: 'timetable', ...(timetable as Health) }] : [])];
}
