import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { inLang, type Pack, type Programme } from '../../pack';
import { localClock } from '../../pack/time';
import { documentsOf, documentsText, versionOn } from '../evaluate';

/**
 * eligibility.documents: what a programme gives and which papers it asks for today. none: no such programme, or it takes
 * no applications today (`text` says so then).
 *
 * example at 2026-03-25T08:30:00+03:00: {"programme": "hosgeldin-bebek"} -> {"status": "ok", "documents": [{"id": "kimlik"}, {"id": "dogum-raporu"}]}
 * example: {"programme": "yok"} -> {"status": "none"}
 */
export function documentsAction(pack: Pack): Action {
  return {
    name: 'eligibility.documents',
    about: 'The conditions and papers of a programme',
    args: z.object({ programme: z.string() }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const programme = pack.programmes.find(({ id }) => id === args.programme);
      if (programme === undefined) return { status: 'none' };
      const version = versionOn(programme, localClock(now, pack.profile.timezone).day);
      if (version === undefined)
        return { status: 'none', name: inLang(programme.name, lang), text: inLang(programme.closed, lang) };
      const documents = documentsOf(version, lang);
      return {
        status: 'ok',
        programme: programme.id,
        name: inLang(programme.name, lang),
        about: inLang(programme.about, lang),
        gives: inLang(programme.gives, lang),
        text: [inLang(programme.about, lang), documentsText(programme, documents, lang)].filter((part) => part !== '').join('\n'),
        documents: documents.map((item) => ({ ...item })),
        validFrom: version.valid_from,
        department: programme.department,
        ...applicationOf(programme, lang),
        ...(programme.link === undefined ? {} : { link: programme.link }),
      };
    },
  };
}

/** What an application to the programme takes: the ways of delivery as buttons, the consent, the paper to photograph. */
function applicationOf({ application }: Programme, lang: Lang): JsonObject {
  if (application === undefined) return { applies: false };
  const { home, points, consent, photo } = application;
  return {
    applies: true,
    consent: inLang(consent, lang),
    photo: photo === undefined ? null : inLang(photo, lang),
    homeDays: home?.days ?? null,
    deliveries: [
      ...(home ? [{ id: 'home', label: inLang(home.name, lang), place: '' }] : []),
      ...points.map(({ id, name, address, hours }) => ({
        id,
        label: inLang(name, lang),
        place: `${inLang(name, lang)}, ${inLang(address, lang)} (${inLang(hours, lang)})`,
      })),
    ],
  };
}
