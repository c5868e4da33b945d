import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { Json, JsonObject } from '../../../core/json';
import type { Ticket } from '../../../core/ticket';
import type { Action, ActionResult } from '../../action';
import { type Announcement, findNeighbourhood, inLang, type Pack, type Stretch, stretchAt } from '../../pack';
import { dayText, localClock } from '../../pack/time';
import type { TicketBook } from '../../tickets/port';

const HOUR_MS = 3_600_000;
/** Records looked through for reports of the same cut: more than a city has open at a time in one department. */
const LOOKED_AT = 500;
/** In which the desk reads what a record is a part of. */
const DESK_LANG: Lang = 'tr';
const ENTITIES = z.array(z.looseObject({ type: z.string(), value: z.string() }));

/** The neighbourhood named last: a corrected address comes after the first. */
function lastNamed(entities: Json): string | undefined {
  return ENTITIES.parse(entities).findLast(({ type }) => type === 'neighbourhood')?.value;
}

/**
 * water.outages: what is known about the water of a neighbourhood (an id or a name, or the last that `entities` name), or of
 * the whole city. Of `entities` that name none nothing is known. The record `except` is no report of somebody else.
 *
 * cut: an announced cut is on · reported: citizens reported one lately, nothing is announced · planned: one comes within the
 * pack's days · none: nothing is known. `joins`: what a further report is a part of;
 * `mine`: the citizen's own report.
 *
 * example: {"neighbourhood": "mahalle:kavakli"} -> {"status": "none"}
 * example: {"entities": [{"type": "street", "value": "lale sokak"}]} -> {"status": "none", "area": null}
 */
export function outagesAction(pack: Pack, book?: Pick<TicketBook, 'tickets'>): Action {
  return {
    name: 'water.outages',
    about: 'Announced, reported and planned water cuts',
    args: z.object({ neighbourhood: z.string().optional(), entities: ENTITIES.optional(), except: z.string().optional() }),
    async run(args, { now, lang, conversationId }): Promise<ActionResult> {
      const named = args.entities === undefined ? args.neighbourhood : lastNamed(args.entities);
      const asked = named === undefined ? undefined : findNeighbourhood(pack, String(named));
      if (!asked && args.entities !== undefined) return { status: 'none', area: null };
      const areas = asked ? [asked.id, asked.district] : [];
      const found = pack.announcements
        .filter(({ kind }) => kind === 'water_cut')
        .filter((cut) => !asked || cut.areas.length === 0 || cut.areas.some((area) => areas.includes(area)))
        .flatMap((cut) => {
          const stretch = stretchAt(cut, now, pack.profile.timezone, pack.profile.outage_look_ahead_days);
          return stretch ? [{ cut, stretch }] : [];
        });
      const on = found.filter(({ stretch }) => stretch.from <= now);
      const planned = found.filter(({ stretch }) => stretch.from > now);
      const told = (list: typeof found): JsonObject[] => list.map(({ cut, stretch }) => shown(pack, cut, stretch, now, lang));
      const area = { area: asked?.name ?? null };
      if (on.length > 0) {
        const { id, title } = on[0]!.cut;
        return { status: 'cut', ...area, outages: told(on), joins: { id, name: inLang(title, DESK_LANG) } };
      }
      const reports = (asked ? await reportsOf(asked.id, now) : []).filter(({ number }) => number !== args.except);
      if (reports.length > 0) {
        const first = reports.reduce((a, b) => (b.createdAt < a.createdAt ? b : a));
        const since = localClock(first.createdAt, pack.profile.timezone).time;
        const joins = { id: first.number, name: first.number };
        const mine = reports.find((report) => report.conversationId === conversationId)?.number ?? null;
        return { status: 'reported', ...area, count: reports.length, since, joins, mine };
      }
      if (planned.length > 0) return { status: 'planned', ...area, outages: told(planned) };
      return { status: 'none', ...area };
    },
  };

  /** A place that was asked after the record was opened stands there by its name. */
  function neighbourhoodOf({ neighbourhood, place }: Ticket): string | null {
    return neighbourhood ?? (place === null ? null : (findNeighbourhood(pack, place)?.id ?? null));
  }

  /** Open reports of the last hours from the neighbourhood. */
  async function reportsOf(neighbourhood: string, now: number): Promise<Ticket[]> {
    const since = now - pack.profile.outage_reports_hours * HOUR_MS;
    const lists = await Promise.all(
      (['open', 'in_progress'] as const).map((status) => book?.tickets({ status, limit: LOOKED_AT }) ?? []),
    );
    return lists
      .flat()
      .filter((ticket) => ticket.intent === 'water.outage_report' && neighbourhoodOf(ticket) === neighbourhood)
      .filter(({ createdAt }) => createdAt >= since && createdAt <= now);
  }
}

function shown(pack: Pack, cut: Announcement, { from, until }: Stretch, now: number, lang: Lang): JsonObject {
  const today = localClock(now, pack.profile.timezone).day;
  const moment = (at: number): string => {
    const { day, time } = localClock(at, pack.profile.timezone);
    return day === today ? time : `${dayText(day, lang)} ${time}`;
  };
  return { title: inLang(cut.title, lang), reason: inLang(cut.reason, lang), from: moment(from), until: moment(until) };
}
