import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { inLang, type Pack } from '../../pack';
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
        ...(programme.link === undefined ? {} : { link: programme.link }),
      };
    },
  };
}
