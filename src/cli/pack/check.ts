import { join, resolve } from 'node:path';
import { readConfig } from '../../core/config';
import { ROOT } from '../../core/paths';
import { checkPack, problemLine, staleIn } from '../../domains/pack';
import { readCatalogue } from '../../nlu';
import { packFolder } from '../city';
import { out } from '../lines';

/**
 * Checks a pack: each mistake as a JSON line {file, line, what, mend} and as plain words on standard error; what is out of date
 * is told too and is no mistake.
 *
 * @returns 1 when there is a mistake
 */
export async function run(_options: object, [folder]: string[]): Promise<number> {
  const dir = folder === undefined ? packFolder(readConfig(process.env)) : resolve(folder);
  const { pack, problems } = checkPack(dir, readCatalogue(join(ROOT, 'data')));
  for (const problem of problems) {
    out(problem);
    process.stderr.write(`${problemLine(problem)}\n`);
  }
  const notices = pack === undefined ? [] : staleIn(pack, Date.now());
  for (const { file, what, mend } of notices) process.stderr.write(`${file}: ${what}: ${mend}\n`);
  out({ pack: dir, mistakes: problems.length, outOfDate: notices.length });
  return problems.length > 0 ? 1 : 0;
}
