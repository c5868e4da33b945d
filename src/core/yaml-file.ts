/** Reads a file that people edit, of the pack or of data/, and says what is wrong with it: line and mend. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, type ErrorCode, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { KapiError, KINDS } from './errors';

/** One mistake. `file` is relative to the folder that is read, `line` counts from 1. */
export interface Problem {
  file: string;
  line: number;
  what: string;
  mend: string;
}

/** "services/water.bill.yaml:12: text.en is missing: add it". */
export function problemLine(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${problem.what}: ${problem.mend}`;
}

/** A file that was read; `lineOf` finds a value's line for checks that need other files. */
export interface ReadFile<T> {
  file: string;
  /** What stands there when it follows its schema. */
  value?: T;
  /** What stands there, checked or not; absent when there is no file or it is not YAML. */
  raw?: unknown;
  lineOf(path: readonly PropertyKey[]): number;
}

type Issue = z.core.$ZodIssue;

/** Reads and checks one file; mistakes are added to `problems`, and `value` is absent then. */
export function readYaml<T>(dir: string, file: string, schema: z.ZodType<T>, problems: Problem[]): ReadFile<T> {
  const none: ReadFile<T> = { file, lineOf: () => 1 };
  if (!existsSync(join(dir, file))) {
    problems.push({ file, line: 1, what: 'the file is missing', mend: 'write it; docs/ tells what it holds' });
    return none;
  }
  const counter = new LineCounter();
  // The core schema keeps days such as 2026-01-01 as text.
  const document = parseDocument(readFileSync(join(dir, file), 'utf8'), { lineCounter: counter, schema: 'core' });
  if (document.errors.length > 0) {
    for (const error of document.errors)
      problems.push({
        file,
        line: counter.linePos(error.pos[0]).line,
        what: `not YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`,
        mend: YAML_MENDS[error.code] ?? 'look at indentation, quotes and colons on this line',
      });
    return none;
  }
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, counter, path);
  const raw: unknown = document.toJS();
  const checked = schema.safeParse(raw);
  if (checked.success) return { file, value: checked.data, raw, lineOf };
  for (const issue of checked.error.issues) problems.push(...problemsOf(file, issue, lineOf));
  return { file, raw, lineOf };
}

/**
 * Reads one file of data/.
 *
 * @throws KapiError config: one line a mistake, "data/trouble.yaml:12: hints is missing: add it"
 */
export function readData<T>(dataDir: string, file: string, schema: z.ZodType<T>): T {
  const problems: Problem[] = [];
  const { value } = readYaml(dataDir, file, schema, problems);
  if (value !== undefined) return value;
  throw new KapiError(KINDS.config, problems.map((problem) => `data/${problemLine(problem)}`).join('\n'), { field: file });
}

/** What to do about the slips that people make most. */
const YAML_MENDS: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'the name on this line stands twice in one entry: remove one of them',
  TAB_AS_INDENT: 'indent with spaces, not with a tab',
  MISSING_CHAR: 'close the quote or bracket that is open here',
  BLOCK_AS_IMPLICIT_KEY: 'put the text in quotes: it holds a colon',
};

/** Names of the YAML files of a folder, sorted; none where the folder is missing. */
export function yamlFiles(dir: string, folder: string): string[] {
  if (!existsSync(join(dir, folder))) return [];
  return readdirSync(join(dir, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** The line of the value at `path`, or of the nearest thing around it that exists. */
export function lineAt(document: Document, counter: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}

function problemsOf(file: string, issue: Issue, lineOf: ReadFile<unknown>['lineOf']): Problem[] {
  const name = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.');
  const at = (what: string, mend: string, path: readonly PropertyKey[] = issue.path): Problem => ({
    file,
    line: lineOf(path),
    what,
    mend,
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((extra) =>
        at(`${extra} is not known here`, 'correct its spelling or remove it', [...issue.path, extra]),
      );
    case 'invalid_type':
      return [
        issue.input === undefined && /undefined$/.test(issue.message)
          ? at(`${name} is missing`, 'add it')
          : at(
              `${name} is not a ${issue.expected}`,
              issue.expected === 'string' ? 'put it in quotes' : `write a ${issue.expected}`,
            ),
      ];
    case 'invalid_value':
      return [at(`${name} has a value that is not known`, `write one of ${issue.values.map(String).join(', ')}`)];
    case 'invalid_union':
      return [at(`${name} has a kind that is not known or does not fit`, mendOfUnion(issue))];
    case 'too_small':
      return [at(`${name} is too small or empty`, `at least ${issue.minimum}`)];
    case 'too_big':
      return [at(`${name} is too large`, `at most ${issue.maximum}`)];
    case 'invalid_key':
      return [at(`${name} has a name that is not known`, 'write it as docs/ shows')];
    default: {
      // Our own messages read "what; mend".
      const [what, mend] = issue.message.split('; ');
      return [at(`${name} ${what}`, mend ?? 'correct it')];
    }
  }
}

/** The kinds that are known, where the kind itself is the mistake. */
function mendOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const { options } = issue as { options?: unknown };
  return Array.isArray(options) ? `write one of ${options.map(String).join(', ')}` : 'see docs/ for the kinds';
}
