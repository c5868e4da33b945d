/** Loads the municipality pack: all files checked together, all mistakes told at once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { KapiError, KINDS } from '../../core/errors';
import { type Problem, problemLine, type ReadFile, readYaml, yamlFiles } from '../../core/yaml-file';
import { type CatalogueNames, checkReferences } from './references';
import {
  announcementsSchema,
  departmentsSchema,
  institutionsSchema,
  pharmaciesSchema,
  placesSchema,
  profileSchema,
} from './schema';
import { facilitiesSchema } from './schema-facility';
import { programmeSchema } from './schema-programme';
import { questionsSchema } from './schema-questions';
import { serviceSchema } from './schema-service';
import type { Pack } from './types';

/**
 * Reads the pack in `dir` (KAPI_MUNICIPALITY). Throws `config` with one line a mistake (file:line: what: mend) when
 * anything is wrong: a half-read city must not answer citizens.
 */
export function loadPack(dir: string, catalogue?: readonly CatalogueNames[]): Pack {
  const { pack, problems } = checkPack(dir, catalogue);
  if (pack === undefined)
    throw new KapiError(
      KINDS.config,
      `The municipality pack has ${problems.length} mistake(s):\n${problems.map(problemLine).join('\n')}`,
      {
        field: 'KAPI_MUNICIPALITY',
      },
    );
  return pack;
}

/**
 * Reads the pack and lists every mistake, by file and line; `pack` is absent when there is one.
 *
 * @param catalogue the requests that services, programmes and institutions may name; left out: not checked
 */
export function checkPack(dir: string, catalogue?: readonly CatalogueNames[]): { pack?: Pack; problems: Problem[] } {
  const problems: Problem[] = [];
  if (!existsSync(dir))
    return {
      problems: [{ file: dir, line: 1, what: 'there is no such folder', mend: 'set KAPI_MUNICIPALITY to the folder of a pack' }],
    };
  const read = {
    profile: readYaml(dir, 'profile.yaml', profileSchema, problems),
    departments: readYaml(dir, 'departments.yaml', departmentsSchema, problems),
    institutions: readYaml(dir, 'institutions.yaml', institutionsSchema, problems),
    places: readYaml(dir, 'places.yaml', placesSchema, problems),
    announcements: readYaml(dir, 'announcements.yaml', announcementsSchema, problems),
    pharmacies: readYaml(dir, 'pharmacies.yaml', pharmaciesSchema, problems),
    facilities: optional(dir, 'facilities.yaml', facilitiesSchema, problems),
    questions: optional(dir, 'questions.yaml', questionsSchema, problems),
    services: yamlFiles(dir, 'services').map((file) => readYaml(dir, file, serviceSchema, problems)),
    programmes: yamlFiles(dir, 'programmes').map((file) => readYaml(dir, file, programmeSchema, problems)),
  };
  const files = Object.values(read).flat() as ReadFile<unknown>[];
  checkReferences(new Map(files.map((file) => [file.file, file])), problems, catalogue);
  if (problems.length > 0) return { problems: sorted(problems) };
  const pack: Pack = {
    dir,
    profile: read.profile.value!,
    departments: read.departments.value!.departments,
    fallbackDepartment: read.departments.value!.fallback,
    institutions: read.institutions.value!.institutions,
    places: read.places.value!,
    announcements: read.announcements.value!.announcements,
    pharmacies: read.pharmacies.value!,
    facilities: read.facilities.flatMap(({ value }) => value!.facilities),
    questions: read.questions.flatMap(({ value }) => value!.questions),
    services: read.services.map(({ value }) => value!),
    programmes: read.programmes.map(({ value }) => value!),
  };
  return { pack, problems };
}

/** A file that a city may do without. */
function optional<T>(dir: string, file: string, schema: z.ZodType<T>, problems: Problem[]): ReadFile<T>[] {
  return existsSync(join(dir, file)) ? [readYaml(dir, file, schema, problems)] : [];
}

function sorted(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line);
}
