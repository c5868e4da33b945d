/** Which texts of a pack have no Arabic: told to whoever edits it, no mistake. English is shown in their place. */
import type { Pack } from './types';

export interface Lacking {
  file: string;
  texts: number;
}

/** By file, those without any left out. None where the line does not answer in Arabic. */
export function withoutArabic(pack: Pack): Lacking[] {
  if (!pack.profile.languages.includes('ar')) return [];
  const { dir: _, fallbackDepartment: __, services, programmes, ...files } = pack;
  const found: Lacking[] = [
    ...Object.entries(files).map(([name, part]) => ({ file: `${name}.yaml`, texts: lackingIn(part) })),
    ...services.map((service) => ({ file: `services/${service.intent}.yaml`, texts: lackingIn(service) })),
    ...programmes.map((programme) => ({ file: `programmes/${programme.id}.yaml`, texts: lackingIn(programme) })),
  ];
  return found.filter(({ texts }) => texts > 0);
}

/** Texts with Turkish and English alone, however deep they stand; one that several places share counts once. */
function lackingIn(part: unknown, seen = new Set<unknown>()): number {
  if (part === null || typeof part !== 'object' || seen.has(part)) return 0;
  seen.add(part);
  const text = part as { tr?: unknown; en?: unknown; ar?: unknown };
  if (typeof text.tr === 'string' && typeof text.en === 'string') return text.ar === undefined ? 1 : 0;
  return Object.values(part).reduce<number>((sum, inner) => sum + lackingIn(inner, seen), 0);
}
