/** Checks that need more than one file: every key that is named exists, and none stands twice. */
import type { Problem, ReadFile } from './read';
import type { Pack, Programme, Service } from './types';

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
/** A name and where it stands in its file. */
type Named = [name: string, path: Path];

/** Checks of one file. */
class FileCheck {
  constructor(
    private readonly source: ReadFile<unknown>,
    private readonly problems: Problem[],
  ) {}

  add(path: Path, what: string, mend: string): void {
    this.problems.push({ file: this.source.file, line: this.source.lineOf(path), what, mend });
  }

  unique(names: Iterable<Named>): void {
    const seen = new Set<string>();
    for (const [name, path] of names) {
      if (seen.has(name)) this.add(path, `${name} stands twice`, 'keep one of them');
      seen.add(name);
    }
  }

  known(names: Iterable<Named>, known: ReadonlySet<string>, where: string): void {
    for (const [name, path] of names)
      if (!known.has(name)) this.add(path, `${name} is not in ${where}`, 'add it there or correct its spelling');
  }
}

/** Adds a problem for each name that leads nowhere or stands twice. */
export function checkReferences(pack: Pack, sources: Sources, problems: Problem[]): void {
  const on = (source: ReadFile<unknown>) => new FileCheck(source, problems);
  checkUnits(pack, on(sources.departments), on(sources.institutions));
  checkPlaces(pack, on(sources.places));
  checkAnnouncements(pack, on(sources.announcements));
  checkPharmacies(pack, on(sources.pharmacies));
  const intents = new Set<string>();
  for (const [index, service] of pack.services.entries()) {
    const check = on(sources.services[index]!);
    checkService(pack, service, check);
    if (intents.has(service.intent)) check.add(['intent'], `${service.intent} has two files`, 'keep one of them');
    intents.add(service.intent);
  }
  const programmes = new Set<string>();
  for (const [index, programme] of pack.programmes.entries()) {
    const check = on(sources.programmes[index]!);
    checkProgramme(pack, programme, check);
    if (programmes.has(programme.id)) check.add(['id'], `${programme.id} has two files`, 'keep one of them');
    programmes.add(programme.id);
  }
}

function checkUnits(pack: Pack, departments: FileCheck, institutions: FileCheck): void {
  departments.unique(pack.departments.map(({ key }, index) => [key, ['departments', index, 'key']]));
  departments.known([[pack.fallbackDepartment, ['fallback']]], keysOf(pack.departments), 'its own list');
  for (const [index, { key, institution, statutory_days: days }] of pack.departments.entries()) {
    if (institution !== undefined)
      departments.known([[institution, ['departments', index, 'institution']]], keysOf(pack.institutions), 'institutions.yaml');
    else if (days === undefined)
      departments.add(['departments', index], `${key} has no statutory_days`, 'add the days the law gives');
  }
  institutions.unique(pack.institutions.map(({ key }, index) => [key, ['institutions', index, 'key']]));
  institutions.unique(
    pack.institutions.flatMap(({ intents }, index) =>
      intents.map((intent, at): Named => [intent, ['institutions', index, 'intents', at]]),
    ),
  );
}

function checkPlaces({ places }: Pack, check: FileCheck): void {
  const districts = idsOf(places.districts);
  const kinds = { districts: 'ilce:', neighbourhoods: 'mahalle:', places: 'place:' } as const;
  for (const [kind, prefix] of Object.entries(kinds) as [keyof typeof kinds, string][]) {
    check.unique(places[kind].map(({ id }, index) => [id, [kind, index, 'id']]));
    for (const [index, { id, district }] of places[kind].entries()) {
      if (!id.startsWith(prefix)) check.add([kind, index, 'id'], `${id} stands among ${kind}`, `begin it with ${prefix}`);
      if (district !== undefined) check.known([[district, [kind, index, 'district']]], districts, 'its districts');
    }
  }
}

function checkAnnouncements({ announcements, places }: Pack, check: FileCheck): void {
  const areas = idsOf([...places.districts, ...places.neighbourhoods]);
  check.unique(announcements.map(({ id }, index) => [id, ['announcements', index, 'id']]));
  for (const [index, item] of announcements.entries())
    check.known(
      item.areas.map((id, at) => [id, ['announcements', index, 'areas', at]]),
      areas,
      'places.yaml',
    );
}

function checkPharmacies({ pharmacies, places }: Pack, check: FileCheck): void {
  check.unique(pharmacies.pharmacies.map(({ id }, index) => [id, ['pharmacies', index, 'id']]));
  check.known(
    pharmacies.pharmacies.map(({ neighbourhood }, index) => [neighbourhood, ['pharmacies', index, 'neighbourhood']]),
    idsOf(places.neighbourhoods),
    'places.yaml',
  );
  for (const list of ['on', 'dates'] as const)
    for (const [day, ids] of Object.entries(pharmacies[list]))
      check.known(
        ids.map((id, at) => [id, [list, day, at]]),
        idsOf(pharmacies.pharmacies),
        'the list of pharmacies',
      );
}

function checkService(pack: Pack, service: Service, check: FileCheck): void {
  check.known([[service.department, ['department']]], keysOf(pack.departments), 'departments.yaml');
  if (service.fees.length > 0 && service.fees_as_of === undefined)
    check.add(['fees'], 'fees have no date', 'add fees_as_of, the day from which they hold');
  check.unique(service.parts.map(({ id }, index) => [id, ['parts', index, 'id']]));
  check.known(
    service.areas.flatMap(({ neighbourhoods }, index) =>
      neighbourhoods.map((id, at): Named => [id, ['areas', index, 'neighbourhoods', at]]),
    ),
    idsOf(pack.places.neighbourhoods),
    'places.yaml',
  );
}

function checkProgramme(pack: Pack, programme: Programme, check: FileCheck): void {
  check.known([[programme.department, ['department']]], keysOf(pack.departments), 'departments.yaml');
  for (const [number, { conditions }] of programme.versions.entries())
    check.unique(conditions.map(({ id }, at) => [id, ['versions', number, 'conditions', at, 'id']]));
}

function keysOf(items: readonly { key: string }[]): Set<string> {
  return new Set(items.map(({ key }) => key));
}

function idsOf(items: readonly { id: string }[]): Set<string> {
  return new Set(items.map(({ id }) => id));
}
