import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../core/config';
import { KapiError, KINDS } from '../../core/errors';
import { loadTexts } from '../../core/i18n';
import type { Lang } from '../../core/items';
import { packFolder, ROOT } from '../../core/paths';
import { type RuleTexts, rulesOf, versionOn } from '../../domains/eligibility';
import { inLang, loadPack, type Programme } from '../../domains/pack';
import { programmeSchema } from '../../domains/pack/schema-programme';
import { localClock } from '../../domains/pack/time';
import { out } from '../lines';

interface Options {
  on?: string;
  lang: string;
  markdown?: boolean;
  from?: string;
}

/** The conditions of the programmes as a clerk reads them: each with its source and date, or marked as assumed. */
export async function run({ on, lang, markdown, from }: Options, [asked]: string[]): Promise<number> {
  const pack = loadPack(packFolder(readConfig(process.env)));
  const day = on ?? localClock(Date.now(), pack.profile.timezone).day;
  const known = from === undefined ? pack.programmes : programmesIn(resolve(from));
  const programmes = known.filter(({ id }) => asked === undefined || id === asked);
  if (programmes.length === 0)
    throw new KapiError(KINDS.badInput, `There is no programme ${asked}: ${known.map(({ id }) => id).join(', ')}.`, {
      field: 'programme',
    });
  const t = ruleTexts(lang === 'en' ? 'en' : 'tr');
  if (markdown) {
    process.stdout.write(`${tableOf(programmes, t)}\n`);
    return 0;
  }
  for (const programme of programmes) {
    const version = versionOn(programme, day);
    if (version === undefined) out({ programme: programme.id, on: day, closed: true });
    else
      for (const line of rulesOf(version, t, lang === 'en' ? 'en' : 'tr'))
        out({ programme: programme.id, validFrom: version.valid_from, ...line, assumed: line.source === null });
  }
  return 0;
}

/** Programme files of a folder, such as the published rule sets among the tests. */
function programmesIn(folder: string): Programme[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.map((name) => programmeSchema.parse(parse(readFileSync(join(folder, name), 'utf8'), { schema: 'core' })));
}

export function ruleTexts(lang: Lang): RuleTexts {
  const texts = loadTexts(join(ROOT, 'locales'));
  return (key, values) => texts.t(lang, key, values);
}

/** The newest set of conditions of each programme as a table, for the docs. */
export function tableOf(programmes: readonly Programme[], t: RuleTexts): string {
  return programmes
    .map((programme) => {
      const version = [...programme.versions].sort((a, b) => a.valid_from.localeCompare(b.valid_from)).at(-1)!;
      const rows = rulesOf(version, t).map(({ condition, rule, source, url }) => {
        const from = source === null ? '**varsayım**' : url === null ? source : `[${source}](${url})`;
        return `| ${condition} | ${rule} | ${from} |`;
      });
      const head = `### ${inLang(programme.name, 'tr')}\n\n${version.valid_from} tarihinden beri.`;
      return [head, '', '| koşul | kural | dayanak |', '|---|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}
