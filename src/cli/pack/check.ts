import { join, resolve } from 'node:path';
import { readConfig } from '../../core/config';
import { checkPack, problemLine, staleIn, withoutArabic } from '../../domains/pack';
import { readCatalogue } from '../../nlu';
import { packFolder, ROOT } from '../../core/paths';
import { out } from '../lines';

/**
 * Checks a pack: each mistake as a JSON line {file, line, what, mend} and as plain words on standard error; what is out of date
 * or has no Arabic is told too and is no mistake.
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
  const lacking = pack === undefined ? [] : withoutArabic(pack);
  for (const { file, texts } of lacking)
    process.stderr.write(`${file}: ${texts} without Arabic: English is shown, add ar if you like\n`);
  const noArabic = lacking.reduce((sum, { texts }) => sum + texts, 0);
  out({ pack: dir, mistakes: problems.length, outOfDate: notices.length, noArabic });
  return problems.length > 0 ? 1 : 0;
}
