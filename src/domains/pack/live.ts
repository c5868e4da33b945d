/**
 * The pack of a running line. A changed file is read within seconds; a broken edit keeps what was right and is told. The files
 * are looked at rather than watched: it works on every disk, network shares and containers included.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkPack } from './load';
import { type Problem, problemLine } from '../../core/yaml-file';
import type { CatalogueNames } from './references';
import type { Pack } from './types';

export interface LivePack {
  /** Looks once; true when the pack was read anew. */
  look(): boolean;
  start(): void;
  stop(): void;
  state(): { readAt: number; problems: Problem[] };
}

export interface LiveOptions {
  /** Filled anew in place: everything that holds it sees the new city from one moment on. */
  pack: Pack;
  catalogue: readonly CatalogueNames[];
  /** Milliseconds between two looks; 0: never. */
  everyMs: number;
  now(): number;
  /** The names and facts that others keep beside the pack. */
  onRead(): void;
  onBroken(problems: Problem[]): void;
}

export function createLivePack({ pack, catalogue, everyMs, now, onRead, onBroken }: LiveOptions): LivePack {
  let seen = signatureOf(pack.dir);
  let readAt = now();
  let problems: Problem[] = [];
  let timer: NodeJS.Timeout | undefined;

  function look(): boolean {
    const signature = signatureOf(pack.dir);
    if (signature === seen) return false;
    seen = signature;
    const checked = checkPack(pack.dir, catalogue);
    problems = checked.problems;
    if (checked.pack === undefined) {
      onBroken(problems);
      return false;
    }
    Object.assign(pack, checked.pack);
    readAt = now();
    onRead();
    return true;
  }

  return {
    look,
    start() {
      if (everyMs > 0) timer = setInterval(look, everyMs).unref();
    },
    stop: () => clearInterval(timer),
    state: () => ({ readAt, problems }),
  };
}

/** The first lines of what is wrong, for an operator. */
export function problemsText(problems: Problem[]): string {
  const [first, ...more] = problems;
  return first === undefined ? '' : `${problemLine(first)}${more.length > 0 ? ` (and ${more.length} more)` : ''}`;
}

/** Names, sizes and times of all files: what changes when somebody saves. The timetable is read at the start only. */
function signatureOf(dir: string): string {
  const folders = ['', 'services', 'programmes'].filter((folder) => existsSync(join(dir, folder)));
  return folders
    .flatMap((folder) =>
      readdirSync(join(dir, folder))
        .filter((name) => name.endsWith('.yaml'))
        .sort()
        .map((name) => {
          const { mtimeMs, size } = statSync(join(dir, folder, name), { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
          return `${folder}/${name} ${mtimeMs} ${size}`;
        }),
    )
    .join('\n');
}
