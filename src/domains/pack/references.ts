/** Checks that need more than one file: every key that is named exists, and none stands twice. */
import type { Problem, ReadFile } from './read';
import type { Pack } from './types';

/** Where each part of the pack was read, for line numbers. */
export interface Sources {
  departments: ReadFile<unknown>;
  institutions: ReadFile<unknown>;
  places: ReadFile<unknown>;
  announcements: ReadFile<unknown>;
  pharmacies: ReadFile<unknown>;
  services: ReadFile<unknown>[];
  programmes: ReadFile<unknown>[];
}

type Path = (string | number)[];

class Checker {
  constructor(private readonly problems: Problem[]) {}

  unique(source: ReadFile<unknown>, items: readonly string[], pathOf: (index: number) => Path): void {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      if (seen.has(item)) this.add(source, pathOf(index), `${item} stands twice`, 'keep one of them');
      seen.add(item);
    });
  }

  known(source: ReadFile<unknown>, name: string, known: ReadonlySet<string>, path: Path, where: string): void {
    if (!known.has(name)) this.add(source, path, `${name} is not in ${where}`, 'add it there or correct its spelling');
  }

  add(source: ReadFile<unknown>, path: Path, what: string, mend: string): void {
    this.problems.push({ file: source.file, line: source.lineOf(path), what, mend });
  }
}

/** Adds a problem for each name that leads nowhere. */
export function checkReferences(pack: Pack, sources: Sources, problems: Problem[]): void {
  const check = new Checker(problems);
  checkUnits(pack, sources, check);
  checkPlaces(pack, sources, check);
  checkPharmacies(pack, sources, check);
  const departments = new Set(pack.departments.map(({ key }) => key));
  const neighbourhoods = new Set(pack.places.neighbourhoods.map(({ id }) => id));
  pack.services.forEach((service, index) => {
    const source = sources.services[index]!;
    check.known(source, service.department, departments, ['department'], 'departments.yaml');
    if (service.fees.length > 0 && service.fees_as_of === undefined)
      check.add(source, ['fees'], 'fees have no date', 'add fees_as_of, the day from which they hold');
    service.areas.forEach((area, number) =>
      area.neighbourhoods.forEach((id, at) =>
        check.known(source, id, neighbourhoods, ['areas', number, 'neighbourhoods', at], 'places.yaml'),
      ),
    );
    if (pack.services.findIndex(({ intent }) => intent === service.intent) < index)
      check.add(source, ['intent'], `${service.intent} has two files`, 'keep one of them');
  });
  pack.programmes.forEach((programme, index) => {
    const source = sources.programmes[index]!;
    check.known(source, programme.department, departments, ['department'], 'departments.yaml');
    if (pack.programmes.findIndex(({ id }) => id === programme.id) < index)
      check.add(source, ['id'], `${programme.id} has two files`, 'keep one of them');
    programme.versions.forEach((version, number) =>
      check.unique(
        source,
        version.conditions.map(({ id }) => id),
        (at) => ['versions', number, 'conditions', at, 'id'],
      ),
    );
  });
}

function checkUnits(pack: Pack, sources: Sources, check: Checker): void {
  const departments = new Set(pack.departments.map(({ key }) => key));
  const institutions = new Set(pack.institutions.map(({ key }) => key));
  check.unique(
    sources.departments,
    pack.departments.map(({ key }) => key),
    (index) => ['departments', index, 'key'],
  );
  check.unique(
    sources.institutions,
    pack.institutions.map(({ key }) => key),
    (index) => ['institutions', index, 'key'],
  );
  check.known(sources.departments, pack.fallbackDepartment, departments, ['fallback'], 'its own list');
  pack.departments.forEach((department, index) => {
    if (department.institution !== undefined)
      check.known(
        sources.departments,
        department.institution,
        institutions,
        ['departments', index, 'institution'],
        'institutions.yaml',
      );
    else if (department.statutory_days === undefined)
      check.add(
        sources.departments,
        ['departments', index],
        `${department.key} has no statutory_days`,
        'add the days the law gives',
      );
  });
  const intents = pack.institutions.flatMap((institution, index) =>
    institution.intents.map((intent, at) => ({ intent, path: ['institutions', index, 'intents', at] })),
  );
  check.unique(
    sources.institutions,
    intents.map(({ intent }) => intent),
    (index) => intents[index]!.path,
  );
}

function checkPlaces(pack: Pack, sources: Sources, check: Checker): void {
  const districts = new Set(pack.places.districts.map(({ id }) => id));
  const kinds = { districts: 'ilce:', neighbourhoods: 'mahalle:', places: 'place:' } as const;
  for (const [kind, prefix] of Object.entries(kinds) as [keyof typeof kinds, string][]) {
    const spots = pack.places[kind];
    check.unique(
      sources.places,
      spots.map(({ id }) => id),
      (index) => [kind, index, 'id'],
    );
    spots.forEach((spot, index) => {
      if (!spot.id.startsWith(prefix))
        check.add(sources.places, [kind, index, 'id'], `${spot.id} stands among ${kind}`, `begin it with ${prefix}`);
      if (spot.district !== undefined)
        check.known(sources.places, spot.district, districts, [kind, index, 'district'], 'its districts');
    });
  }
  const areas = new Set([...pack.places.districts, ...pack.places.neighbourhoods].map(({ id }) => id));
  check.unique(
    sources.announcements,
    pack.announcements.map(({ id }) => id),
    (index) => ['announcements', index, 'id'],
  );
  pack.announcements.forEach((item, index) =>
    item.areas.forEach((id, at) =>
      check.known(sources.announcements, id, areas, ['announcements', index, 'areas', at], 'places.yaml'),
    ),
  );
}

function checkPharmacies({ pharmacies, places }: Pack, sources: Sources, check: Checker): void {
  const known = new Set(pharmacies.pharmacies.map(({ id }) => id));
  const neighbourhoods = new Set(places.neighbourhoods.map(({ id }) => id));
  pharmacies.pharmacies.forEach((item, index) =>
    check.known(sources.pharmacies, item.neighbourhood, neighbourhoods, ['pharmacies', index, 'neighbourhood'], 'places.yaml'),
  );
  for (const list of ['on', 'dates'] as const)
    for (const [day, ids] of Object.entries(pharmacies[list]))
      ids.forEach((id, at) => check.known(sources.pharmacies, id, known, [list, day, at], 'the list of pharmacies'));
}
