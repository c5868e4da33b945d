/** Figures for Prometheus. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../store/port';

const LATENCY_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const COUNTERS = {
  accepted: 'Messages stored',
  duplicate: 'Messages that had been stored before',
  refused: 'Webhooks refused, by HTTP status',
  ignored: 'Valid payloads of a kind that is not handled, by channel and kind',
  turns: 'Turns committed, by kind of input',
  settled: 'Outbox rows that reached their end, by state',
  read: 'Messages read, by decision',
  referred: 'Citizens sent to another institution, by department key',
  dead_letters: 'Messages set aside after failing again and again',
} as const;

export interface Metrics {
  count(name: keyof typeof COUNTERS, kind: string, by?: number): void;
  /** Seconds from acceptance to committed turn. */
  turn(seconds: number): void;
  /** Seconds from committed turn to delivery. */
  sent(seconds: number): void;
  render(): Promise<{ contentType: string; body: string }>;
}

export function createMetrics(deps: { store: Store; queueSize(): number; outboxSize(): number }): Metrics {
  const registers = [new Registry()];
  const registry = registers[0]!;
  collectDefaultMetrics({ register: registry });
  const counters = Object.fromEntries(
    Object.entries(COUNTERS).map(([name, help]) => [
      name,
      new Counter({ name: `kapi_${name}_total`, help, labelNames: ['kind'], registers }),
    ]),
  );
  const buckets = LATENCY_BUCKETS_SECONDS;
  const turn = new Histogram({ name: 'kapi_turn_seconds', help: 'From acceptance to committed turn', buckets, registers });
  const sent = new Histogram({ name: 'kapi_send_seconds', help: 'From committed turn to delivery', buckets, registers });
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  };
  gauge('kapi_queue_conversations', 'Conversations that wait or run', deps.queueSize);
  gauge('kapi_outbox_waiting', 'Messages on their way', deps.outboxSize);
  gauge('kapi_store_up', 'The store takes writes', () =>
    deps.store.check().then(
      () => 1,
      () => 0,
    ),
  );
  return {
    count: (name, kind, by = 1) => counters[name]!.inc({ kind }, by),
    turn: (seconds) => turn.observe(seconds),
    sent: (seconds) => sent.observe(seconds),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
