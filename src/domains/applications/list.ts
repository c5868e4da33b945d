/** What the field team and the department's head look at: who waits for a delivery, and how many families were reached. */
import type { JsonObject } from '../../core/json';
import type { ApplicationRow, Figures } from '../../core/application';
import type { Ticket, TicketStatus } from '../../core/ticket';
import type { Pack } from '../pack';
import { daysBetween, localClock } from '../pack/time';

const text = (value: JsonObject[string] | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

function rowOf(ticket: Ticket, zone: string, today: string): ApplicationRow {
  const details = ticket.details ?? {};
  const applied = localClock(ticket.createdAt, zone).day;
  return {
    number: ticket.number,
    conversationId: ticket.conversationId,
    programme: String(details.programme),
    status: ticket.status,
    applied,
    waits: daysBetween(applied, today),
    delivery: text(details.delivery),
    name: text(details.name),
    birth: text(details.birth),
    count: Number(details.babies ?? 1) || 1,
    applicant: text(details.applicant),
    address: text(details.address) ?? ticket.place,
    neighbourhood: text(details.neighbourhood),
    lat: ticket.lat,
    lon: ticket.lon,
    phone: ticket.contact.phone,
    contact: ticket.contact.name,
    photo: ticket.media.length > 0,
  };
}

const OPEN: TicketStatus[] = ['open', 'in_progress'];
const REACHED: TicketStatus[] = ['resolved', 'closed'];

/** Open applications by neighbourhood, the longest waiting first: the order in which a team drives. */
export function deliveryList(
  tickets: readonly Ticket[],
  { pack, now, programme, delivery }: { pack: Pack; now: number; programme: string; delivery?: string },
): ApplicationRow[] {
  const zone = pack.profile.timezone;
  const today = localClock(now, zone).day;
  return tickets
    .filter(({ status, details }) => OPEN.includes(status) && details?.programme === programme)
    .map((ticket) => rowOf(ticket, zone, today))
    .filter((row) => delivery === undefined || (delivery === 'point' ? row.delivery !== 'home' : row.delivery === delivery))
    .sort(
      (a, b) =>
        (a.neighbourhood ?? '\uffff').localeCompare(b.neighbourhood ?? '\uffff', 'tr') ||
        b.waits - a.waits ||
        a.number.localeCompare(b.number),
    );
}

/** Figures a year of application, the newest first. */
export function figuresOf(tickets: readonly Ticket[], { pack, programme }: { pack: Pack; programme: string }): Figures[] {
  const years = new Map<string, Figures>();
  for (const ticket of tickets) {
    if (ticket.details?.programme !== programme) continue;
    const row = rowOf(ticket, pack.profile.timezone, '1970-01-01');
    const year = row.applied.slice(0, 4);
    const figures = years.get(year) ?? {
      programme,
      year,
      applications: 0,
      families: 0,
      sets: 0,
      home: 0,
      point: 0,
      waiting: 0,
      withdrawn: 0,
    };
    years.set(year, figures);
    figures.applications++;
    if (REACHED.includes(row.status)) {
      figures.families++;
      figures.sets += row.count;
      figures[row.delivery === 'home' ? 'home' : 'point']++;
    } else if (row.status === 'cancelled') figures.withdrawn++;
    else figures.waiting++;
  }
  return [...years.values()].sort((a, b) => b.year.localeCompare(a.year));
}
