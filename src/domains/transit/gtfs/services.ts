import { KapiError, KINDS } from '../../../core/errors';
import { type Reading, tableOf } from './reading';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** 1970-01-01 was a Thursday: the fourth column. */
const EPOCH_WEEKDAY = 3;

/** Days on which a set of services runs: a weekly rule between two days, with days added and taken out. */
export class ServiceClass {
  constructor(
    private readonly week: number,
    readonly from: number,
    readonly to: number,
    private readonly exceptions: Map<number, boolean>,
  ) {}

  /** Whether the service runs on a day (days since 1970-01-01). */
  runs(day: number): boolean {
    const exception = this.exceptions.get(day);
    if (exception !== undefined) return exception;
    return day >= this.from && day <= this.to && (this.week & (1 << weekdayOf(day))) !== 0;
  }

  /** First and last day on which it can run; undefined where there is none. */
  span(): [number, number] | undefined {
    const added = [...this.exceptions].filter(([, runs]) => runs).map(([day]) => day);
    const days = this.week && this.to >= this.from ? [this.from, this.to, ...added] : added;
    return days.length ? [Math.min(...days), Math.max(...days)] : undefined;
  }

  /** What it is made of, as plain values; `of` makes it again. */
  packed(): [week: number, from: number, to: number, exceptions: [day: number, runs: boolean][]] {
    return [this.week, this.from, this.to, [...this.exceptions]];
  }

  static of([week, from, to, exceptions]: ReturnType<ServiceClass['packed']>): ServiceClass {
    return new ServiceClass(week, from, to, new Map(exceptions));
  }

  /** Services with the same key run on the same days. */
  key(): string {
    const added = [...this.exceptions].sort(([a], [b]) => a - b);
    return `${this.week}|${this.from}|${this.to}|${added.join(';')}`;
  }
}

/** Monday 0 … Sunday 6 of a day (days since 1970-01-01). */
export const weekdayOf = (day: number): number => (day + EPOCH_WEEKDAY) % 7;

/** The days of each service and, services that run alike being one class, the class of each. */
export interface Services {
  classes: ServiceClass[];
  classOf: Map<string, number>;
}

interface Rule {
  week: number;
  from: number;
  to: number;
  exceptions: Map<number, boolean>;
}

function readCalendar(reading: Reading, rules: Map<string, Rule>): void {
  const { issues } = reading;
  const table = tableOf(reading, 'calendar.txt', ['service_id', ...WEEKDAYS, 'start_date', 'end_date']);
  if (!table) return;
  const [id, start, end] = ['service_id', 'start_date', 'end_date'].map((name) => table.column(name)) as [number, number, number];
  const days = WEEKDAYS.map((name) => table.column(name));
  while (table.next()) {
    const [from, to] = [table.day(start, issues), table.day(end, issues)];
    if (from === undefined || to === undefined) continue;
    const service = table.text(id);
    if (rules.has(service)) issues.add(table, 'duplicate_id');
    else
      rules.set(service, {
        week: days.reduce((week, column, i) => (table.text(column) === '1' ? week | (1 << i) : week), 0),
        from,
        to,
        exceptions: new Map(),
      });
  }
}

function readExceptions(reading: Reading, rules: Map<string, Rule>): void {
  const { issues } = reading;
  const table = tableOf(reading, 'calendar_dates.txt', ['service_id', 'date', 'exception_type']);
  if (!table) return;
  const [id, date, type] = ['service_id', 'date', 'exception_type'].map((name) => table.column(name)) as [number, number, number];
  while (table.next()) {
    const day = table.day(date, issues);
    const kind = table.text(type);
    if (day === undefined) continue;
    if (kind !== '1' && kind !== '2') {
      issues.add(table, 'bad_number');
      continue;
    }
    const service = table.text(id);
    let rule = rules.get(service);
    if (!rule) rules.set(service, (rule = { week: 0, from: 0, to: -1, exceptions: new Map() }));
    rule.exceptions.set(day, kind === '1');
  }
}

/** Reads calendar.txt and calendar_dates.txt; either may be missing, not both (`config`). */
export function readServices(reading: Reading): Services {
  const rules = new Map<string, Rule>();
  readCalendar(reading, rules);
  readExceptions(reading, rules);
  if (rules.size === 0)
    throw new KapiError(KINDS.config, `${reading.source.path}: neither calendar.txt nor calendar_dates.txt names a service`);
  const classes: ServiceClass[] = [];
  const byKey = new Map<string, number>();
  const classOf = new Map<string, number>();
  for (const [service, rule] of rules) {
    const made = new ServiceClass(rule.week, rule.from, rule.to, rule.exceptions);
    let index = byKey.get(made.key());
    if (index === undefined) {
      index = classes.push(made) - 1;
      byKey.set(made.key(), index);
    }
    classOf.set(service, index);
  }
  return { classes, classOf };
}
