/** What `npm ci` needs on a machine that reaches the package registry and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/core/paths';

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<
    string,
    { gypfile?: boolean; resolved?: string; dependencies?: Record<string, string>; devDependencies?: Record<string, string> }
  >;
};

test('better-sqlite3 is not compiled: its binaries are in the package', () => {
  // npm reads `gypfile` from the lock, where `npm install` does not write it: without it every npm compiles the package and
  // fetches Node's headers from outside the registry. After a new lock file it must be put back.
  expect(lock.packages['node_modules/better-sqlite3']!.gypfile).toBe(false);
});

test('the lock names no host', () => {
  expect(
    Object.entries(lock.packages)
      .filter(([, entry]) => entry.resolved !== undefined)
      .map(([path]) => path),
  ).toEqual([]);
});

test('every version is pinned', () => {
  const root = lock.packages['']!;
  const loose = Object.entries({ ...root.dependencies, ...root.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});
