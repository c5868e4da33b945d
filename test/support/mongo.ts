/**
 * A MongoDB for tests: the one that MONGODB_URI names, or mongo-java-server with its file backend, started here. It speaks the
 * wire protocol but is not MongoDB: no transactions, no replica set, and only full matches of unique indexes are fast.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../src/core/paths';

const FOLDER = join(ROOT, 'test', 'support', 'mongo-server');
const JARS = join(FOLDER, 'target', 'dependency');
const START_MS = 60_000;

export interface MongoServer {
  /** Address of a database of that name, with the options the server needs. */
  uri(database: string): string;
  /** Address as printed, without a database. */
  stop(): Promise<void>;
}

/** Why there is no MongoDB here; null when there is one. */
export function whyNoMongo(): string | null {
  if (process.env.MONGODB_URI) return null;
  if (spawnSync('java', ['-version']).status !== 0) return 'no MONGODB_URI and no java';
  if (!existsSync(JARS)) return 'no MONGODB_URI and no jars: mvn -f test/support/mongo-server dependency:copy-dependencies';
  return null;
}

export async function startMongo(): Promise<MongoServer> {
  const given = process.env.MONGODB_URI;
  if (given)
    return {
      uri(database) {
        const address = new URL(given);
        address.pathname = `/${database}`;
        return address.toString();
      },
      stop: async () => {},
    };
  const data = mkdtempSync(join(tmpdir(), 'kapi-mongo-'));
  const child = spawn('java', ['-Xmx256m', '-cp', join(JARS, '*'), join(FOLDER, 'Launcher.java'), join(data, 'mongo.mv')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = await addressOf(child);
  return {
    uri: (database) => `${address}/${database}?retryWrites=false`,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = '';
    const timer = setTimeout(() => reject(new Error(`the MongoDB stand-in did not start: ${errors}`)), START_MS);
    child.stderr!.on('data', (chunk) => {
      errors += chunk;
    });
    child.once('exit', (code) => reject(new Error(`the MongoDB stand-in ended with ${code}: ${errors}`)));
    child.stdout!.on('data', (chunk) => {
      const found = /mongodb:\/\/\S+/.exec(String(chunk));
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
  });
}
