/** The municipality's announcements that concern transport: those that name lines or stops, and those of kind `transit`. */
import { inLang, isOn, type Pack } from '../pack';
import type { ServiceAlert } from './extras';
import { slug } from './names';

/** The notices that are on at a moment. A line is named by its code, a stop by its name. */
export function noticesOf(pack: Pack): (at: number, lang: Parameters<typeof inLang>[1]) => ServiceAlert[] {
  return (at, lang) =>
    pack.announcements
      .filter(({ kind, lines, stops }) => kind === 'transit' || lines.length > 0 || stops.length > 0)
      .filter((item) => isOn(item, at, pack.profile.timezone))
      .map(({ title, reason, lines, stops }) => ({
        text: `${inLang(title, lang)}: ${inLang(reason, lang)}`,
        lines: lines.map((code) => `line:${slug(code)}`),
        stops: stops.map((name) => `stop:${slug(name)}`),
      }));
}
