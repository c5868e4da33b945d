import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { fold } from '../../../core/fold';
import { KapiError, KINDS } from '../../../core/errors';

const share = z.number().min(0).max(1);
const folded = z.string().transform(fold);

/** data/municipality/transit/names.yaml, which says what each is. */
const Naming = z.strictObject({
  sure: share,
  clear_lead: share,
  whole: share,
  part_lead: share,
  ask: share,
  in_sentence: share,
  shown: z.number().int().min(1),
  short_forms: z.record(folded, z.array(folded)),
  light: z.array(folded),
  common: z.array(folded),
  other_cities: z.array(z.string()),
});
export type NamingSettings = z.infer<typeof Naming>;

/** Reads names.yaml. Throws `config` naming the file and the key. */
export function loadNaming(file: string): NamingSettings {
  try {
    return Naming.parse(parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const what = issue ? `${issue.path.join('.')}: ${issue.message}` : (cause as Error).message;
    throw new KapiError(KINDS.config, `${file}: ${what}`, { field: file, cause });
  }
}
