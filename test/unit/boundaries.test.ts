/** Stages know the core and ports only: an import across is a change of the architecture, not of a file. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ROOT } from '../../src/core/paths';
import { readCatalogue } from '../../src/nlu';

/** What each part may import from within the project, by path prefix; its own folder always. */
const MAY: Record<string, string[]> = {
  'src/core': [],
  'src/nlu': ['src/core'],
  'src/hold': ['src/core'],
  'src/engine': ['src/core'],
  'src/commit': ['src/core'],
  'src/queue': ['src/core'],
  'src/store': ['src/core'],
  'src/domains': ['src/core'],
  'src/desk': ['src/core', 'src/inbox'],
  'src/inbox': ['src/core', 'src/store/port', 'src/queue/port'],
  'src/outbox': ['src/core', 'src/store/port'],
  'src/media': ['src/core', 'src/store/port', 'src/outbox/backoff'],
};

/** What channels share: the way settings, fields, signatures and requests are read and made. */
const SHARED = ['settings', 'fields', 'signature', 'rest', 'meta', 'words', 'check', 'messaging'].map(
  (name) => `adapters/${name}`,
);

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'widget' || entry.name === '_template' ? [] : files(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:from|import|require)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, path]) => relative(ROOT, resolve(dirname(file), path!)));
}

const within = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}.`);

test.each(Object.keys(MAY))('%s imports only what it may', (part) => {
  const sources = files(join(ROOT, part));
  expect(sources.length).toBeGreaterThan(0);
  const wrong = sources.flatMap((file) =>
    importsOf(file)
      .filter((path) => ![part, ...MAY[part]!].some((prefix) => within(path, prefix)))
      .map((path) => `${relative(ROOT, file)} -> ${path}`),
  );
  expect(wrong).toEqual([]);
});

/** Kinds of events that are called like a request. */
const EVENTS = new Set(['ticket.status']);

test('the engine names no flow and no request: flows say by their properties what they are for', () => {
  const flows = readdirSync(join(ROOT, 'flows')).flatMap((file) => (file.endsWith('.yaml') ? [basename(file, '.yaml')] : []));
  const intents = readCatalogue(join(ROOT, 'data')).flatMap(({ name, does }) => (does === 'meta' ? [] : [name]));
  const wrong = files(join(ROOT, 'src/engine')).flatMap((file) => {
    const code = readFileSync(file, 'utf8');
    const named = [...code.matchAll(/flows\.(?:get|has)\('([^']+)'\)|flow: '([^']+)'/g)].map(([, a, b]) => a ?? b!);
    const quoted = [...code.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, name]) => name!);
    return [
      ...named.filter((name) => flows.includes(name)),
      ...quoted.filter((name) => intents.includes(name) && !EVENTS.has(name)),
    ].map((name) => `${relative(ROOT, file)}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

test('an adapter imports the core and its own folder, never another adapter', () => {
  const channels = readdirSync(join(ROOT, 'adapters'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const wrong = channels.flatMap(({ name }) =>
    files(join(ROOT, 'adapters', name)).flatMap((file) =>
      importsOf(file)
        .filter((path) => ![`adapters/${name}`, 'src/core', ...SHARED].some((prefix) => within(path, prefix)))
        .map((path) => `${relative(ROOT, file)} -> ${path}`),
    ),
  );
  expect(wrong).toEqual([]);
});
