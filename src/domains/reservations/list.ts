/** Reservations for the desk: what is to be confirmed first, then what is coming. */
import type { ReservationRow } from '../../core/reservation';
import type { Ticket } from '../../core/ticket';
import { inLang, type Pack } from '../pack';
import { localClock } from '../pack/time';

/** Reservations from today on: those to be confirmed first, then by day and session. What was withdrawn is left out. */
export function reservationList(tickets: readonly Ticket[], pack: Pack, now: number): ReservationRow[] {
  const today = localClock(now, pack.profile.timezone).day;
  const waits = ({ status }: ReservationRow): number => (status === 'open' || status === 'in_progress' ? 0 : 1);
  return tickets
    .filter(({ status, details }) => status !== 'cancelled' && details?.facility !== undefined && String(details.date) >= today)
    .map((ticket) => rowOf(ticket, pack))
    .sort(
      (a, b) =>
        waits(a) - waits(b) ||
        `${a.date} ${a.session}`.localeCompare(`${b.date} ${b.session}`) ||
        a.number.localeCompare(b.number),
    );
}

function rowOf({ number, conversationId, status, createdAt, contact, details = {} }: Ticket, pack: Pack): ReservationRow {
  const facility = pack.facilities.find(({ id }) => id === details.facility);
  const unit = facility?.units.find(({ id }) => id === details.unit);
  return {
    number,
    conversationId,
    facility: facility ? inLang(facility.name, 'tr') : String(details.facility),
    unit: unit ? inLang(unit.name, 'tr') : String(details.unit),
    date: String(details.date),
    session: String(details.session),
    nights: Number(details.nights ?? 1) || 1,
    status,
    requested: createdAt,
    name: typeof details.name === 'string' ? details.name : contact.name,
    phone: contact.phone,
  };
}
