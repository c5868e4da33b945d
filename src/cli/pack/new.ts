import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import { KapiError, KINDS } from '../../core/errors';
import { ROOT } from '../../core/paths';
import { out } from '../lines';

interface Options {
  name?: string;
}

/** What every city begins with; institutions are the demo city's, without its own district municipalities. */
const TEMPLATE = join(ROOT, 'data/new-municipality');
const DEMO = join(ROOT, 'data/municipality');
/** The files' own style: no folded lines, no air in braces. */
const AS_WRITTEN = { lineWidth: 0, flowCollectionPadding: false };

/** Starts a city: a pack that is right as it stands and that the line starts with. */
export async function run({ name }: Options, [folder]: string[]): Promise<number> {
  const dir = resolve(folder!);
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new KapiError(KINDS.badInput, `${dir} is not empty: name a folder that does not exist yet.`, { field: 'folder' });
  mkdirSync(dir, { recursive: true });
  cpSync(TEMPLATE, dir, { recursive: true });
  writeFileSync(join(dir, 'institutions.yaml'), nationwide(join(DEMO, 'institutions.yaml')));
  for (const sub of ['services', 'programmes']) mkdirSync(join(dir, sub));
  if (name !== undefined) call(join(dir, 'profile.yaml'), name);
  out({ pack: dir, files: readdirSync(dir).sort() });
  process.stderr.write(`Sıradaki adımlar / next steps: ${join(dir, 'README.md')}\n`);
  return 0;
}

/** The institutions that serve the whole country; a district municipality belongs to its own city. */
function nationwide(path: string): string {
  const document = parseDocument(readFileSync(path, 'utf8'), { schema: 'core' });
  const list = document.get('institutions');
  if (isSeq(list)) list.items = list.items.filter((item) => !Object.hasOwn((item as { toJSON(): object }).toJSON(), 'districts'));
  return document.toString(AS_WRITTEN);
}

/** Gives the new city its name, in Turkish and English alike: the clerk translates it later. */
function call(path: string, name: string): void {
  const document = parseDocument(readFileSync(path, 'utf8'), { schema: 'core' });
  for (const key of ['name', 'short_name']) for (const lang of ['tr', 'en']) document.setIn([key, lang], name);
  writeFileSync(path, document.toString(AS_WRITTEN));
}
