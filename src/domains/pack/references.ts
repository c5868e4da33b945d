/**
 * Checks that need more than one entry or file: every name leads somewhere, none stands twice. The rules are a table of
 * paths, read from what stands in the files whether or not the rest of it is right, so that all mistakes are told at once.
 */
import type { Problem, ReadFile } from '../../core/yaml-file';

/** The files of a pack by name; a path of a rule is "list.*.field". */
export type Files = Map<string, ReadFile<unknown>>;

/** What the understanding knows: requests, with the department each goes to. */
export interface CatalogueNames {
  name: string;
  department: string | null;
}

type Named = [name: string, path: (string | number)[]];

interface Rule {
  /** A file, or a folder whose files it holds for, each by itself. */
  in: string;
  at: string[];
}

const UNIQUE: Rule[] = [
  { in: 'departments.yaml', at: ['departments.*.key'] },
  { in: 'departments.yaml', at: ['departments.*.units.*.id'] },
  { in: 'institutions.yaml', at: ['institutions.*.key'] },
  { in: 'institutions.yaml', at: ['institutions.*.intents.*'] },
  { in: 'places.yaml', at: ['districts.*.id', 'neighbourhoods.*.id', 'places.*.id'] },
  { in: 'announcements.yaml', at: ['announcements.*.id'] },
  { in: 'pharmacies.yaml', at: ['pharmacies.*.id'] },
  { in: 'facilities.yaml', at: ['facilities.*.id'] },
  { in: 'questions.yaml', at: ['questions.*.id'] },
];

/** Names that must stand elsewhere: in a file of the pack, at these paths. */
const KNOWN: (Rule & { of: Rule; where: string })[] = [
  {
    in: 'departments.yaml',
    at: ['fallback'],
    of: { in: 'departments.yaml', at: ['departments.*.key'] },
    where: 'its own list',
  },
  {
    in: 'departments.yaml',
    at: ['departments.*.institution'],
    of: { in: 'institutions.yaml', at: ['institutions.*.key'] },
    where: 'institutions.yaml',
  },
  {
    in: 'institutions.yaml',
    at: ['institutions.*.districts.*'],
    of: { in: 'places.yaml', at: ['districts.*.id'] },
    where: 'places.yaml',
  },
  {
    in: 'places.yaml',
    at: ['neighbourhoods.*.district', 'places.*.district'],
    of: { in: 'places.yaml', at: ['districts.*.id'] },
    where: 'its districts',
  },
  {
    in: 'announcements.yaml',
    at: ['announcements.*.areas.*'],
    of: { in: 'places.yaml', at: ['districts.*.id', 'neighbourhoods.*.id'] },
    where: 'places.yaml',
  },
  {
    in: 'pharmacies.yaml',
    at: ['pharmacies.*.neighbourhood'],
    of: { in: 'places.yaml', at: ['neighbourhoods.*.id'] },
    where: 'places.yaml',
  },
  {
    in: 'pharmacies.yaml',
    at: ['on.*.*', 'dates.*.*'],
    of: { in: 'pharmacies.yaml', at: ['pharmacies.*.id'] },
    where: 'the list of pharmacies',
  },
  {
    in: 'facilities.yaml',
    at: ['facilities.*.department'],
    of: { in: 'departments.yaml', at: ['departments.*.key'] },
    where: 'departments.yaml',
  },
  {
    in: 'questions.yaml',
    at: ['questions.*.department'],
    of: { in: 'departments.yaml', at: ['departments.*.key'] },
    where: 'departments.yaml',
  },
  {
    in: 'questions.yaml',
    at: ['questions.*.unit'],
    of: { in: 'departments.yaml', at: ['departments.*.units.*.id'] },
    where: 'the units of departments.yaml',
  },
  {
    in: 'questions.yaml',
    at: ['questions.*.service'],
    of: { in: 'services/', at: ['intent'] },
    where: 'services/',
  },
  {
    in: 'services/',
    at: ['department'],
    of: { in: 'departments.yaml', at: ['departments.*.key'] },
    where: 'departments.yaml',
  },
  {
    in: 'services/',
    at: ['areas.*.neighbourhoods.*'],
    of: { in: 'places.yaml', at: ['neighbourhoods.*.id'] },
    where: 'places.yaml',
  },
  {
    in: 'programmes/',
    at: ['department'],
    of: { in: 'departments.yaml', at: ['departments.*.key'] },
    where: 'departments.yaml',
  },
];

/** Names that are requests of the catalogue. */
const INTENTS: Rule[] = [
  { in: 'institutions.yaml', at: ['institutions.*.intents.*', 'institutions.*.instead_of.*'] },
  { in: 'services/', at: ['intent'] },
  { in: 'programmes/', at: ['intents.*'] },
];

/** Adds a problem for each name that leads nowhere or stands twice. */
export function checkReferences(files: Files, problems: Problem[], catalogue?: readonly CatalogueNames[]): void {
  const add = ({ file, lineOf }: ReadFile<unknown>, path: Named[1], what: string, mend: string): void => {
    problems.push({ file, line: lineOf(path), what, mend });
  };
  for (const rule of UNIQUE)
    for (const source of filesOf(files, rule.in))
      for (const [name, path] of twice(namesAt(source, rule.at))) add(source, path, `${name} stands twice`, 'keep one of them');
  for (const rule of KNOWN) {
    const known = new Set(filesOf(files, rule.of.in).flatMap((source) => namesAt(source, rule.of.at).map(([name]) => name)));
    // A list that could not be read is a mistake of its own; what it would hold is not guessed.
    if (known.size === 0) continue;
    for (const source of filesOf(files, rule.in))
      for (const [name, path] of namesAt(source, rule.at))
        if (!known.has(name)) add(source, path, `${name} is not in ${rule.where}`, 'add it there or correct its spelling');
  }
  checkFolders(files, add);
  checkDays(files, add);
  if (catalogue) checkCatalogue(files, catalogue, add);
}

type Add = (source: ReadFile<unknown>, path: Named[1], what: string, mend: string) => void;

/** What must be one of a kind over all files of a folder, or within a part of a file. */
function checkFolders(files: Files, add: Add): void {
  for (const [folder, field] of [
    ['services/', 'intent'],
    ['programmes/', 'id'],
  ] as const) {
    const seen = new Set<string>();
    for (const source of filesOf(files, folder))
      for (const [name, path] of namesAt(source, [field])) {
        if (seen.has(name)) add(source, path, `${name} has two files`, 'keep one of them');
        seen.add(name);
      }
  }
  for (const source of filesOf(files, 'services/'))
    for (const [name, path] of twice(namesAt(source, ['parts.*.id'])))
      add(source, path, `${name} stands twice`, 'keep one of them');
  for (const source of filesOf(files, 'programmes/')) {
    const versions = [...entriesOf((source.raw as { versions?: unknown })?.versions)];
    for (const [index] of versions)
      for (const [name, path] of twice(
        namesAt(source, [`versions.${index}.conditions.*.id`, `versions.${index}.conditions.*.of.*.id`]),
      ))
        add(source, path, `${name} stands twice`, 'keep one of them');
  }
}

/** A unit of the municipality's own answers within the days that the law gives. */
function checkDays(files: Files, add: Add): void {
  for (const source of filesOf(files, 'departments.yaml'))
    for (const [key, path] of namesAt(source, ['departments.*.key'])) {
      const at = path.slice(0, 2);
      const entry = (source.raw as { departments: Record<string, unknown>[] }).departments[at[1] as number]!;
      if (entry.institution === undefined && entry.statutory_days === undefined)
        add(source, at, `${key} has no statutory_days`, 'add the days the law gives');
    }
}

function checkCatalogue(files: Files, catalogue: readonly CatalogueNames[], add: Add): void {
  const intents = new Set(catalogue.map(({ name }) => name));
  for (const rule of INTENTS)
    for (const source of filesOf(files, rule.in))
      for (const [name, path] of namesAt(source, rule.at))
        if (!intents.has(name)) add(source, path, `${name} is no request of data/intents.yaml`, 'correct its spelling');
  for (const source of filesOf(files, 'departments.yaml')) {
    const keys = new Set(namesAt(source, ['departments.*.key']).map(([name]) => name));
    if (keys.size === 0) continue;
    const missing = [...new Set(catalogue.flatMap(({ department }) => department ?? []))].filter((key) => !keys.has(key));
    if (missing.length > 0)
      add(
        source,
        ['departments'],
        `not there: ${missing.join(', ')}`,
        'add an entry for each: records of data/intents.yaml go there',
      );
  }
}

/** The file of a name, or all files of a folder ("services/"); only those that could be read. */
function filesOf(files: Files, name: string): ReadFile<unknown>[] {
  return [...files.values()].filter(
    ({ file, raw }) => raw !== undefined && (file === name || (name.endsWith('/') && file.startsWith(name))),
  );
}

/** All texts at the paths, with where each stands. */
function namesAt(source: ReadFile<unknown>, paths: readonly string[]): Named[] {
  return paths.flatMap((path) => valuesAt(source.raw, path.split('.'), []));
}

function valuesAt(value: unknown, path: readonly string[], at: (string | number)[]): Named[] {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? [[value, at]] : [];
  const steps = step === '*' ? entriesOf(value) : entriesOf(value).filter(([name]) => String(name) === step);
  return steps.flatMap(([name, inner]) => valuesAt(inner, rest, [...at, name]));
}

function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}

/** Those that stood before. */
function twice(names: Named[]): Named[] {
  const seen = new Set<string>();
  return names.filter(([name]) => seen.size === seen.add(name).size);
}
