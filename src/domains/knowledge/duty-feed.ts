/**
 * The duty list that the chamber of pharmacists publishes: fetched now and then through a guarded fetcher, kept over restarts,
 * quoted only for the days that it names. What cannot be fetched or read leaves what was kept.
 */
import { z } from 'zod';
import type { Pack } from '../pack';
import { day, lat, lon, phone } from '../pack/schema-common';

const entry = z.object({
  name: z.string().trim().min(1).max(120),
  address: z.string().trim().min(1).max(240),
  phone,
  neighbourhood: z.string().trim().max(120).default(''),
  lat: lat.optional(),
  lon: lon.optional(),
});

/** {"as_of": "2026-11-25", "days": {"2026-11-25": [{"name", "address", "phone", "neighbourhood"?, "lat"?, "lon"?}]}} */
const FEED = z.object({ as_of: day, days: z.record(day, z.array(entry).min(1).max(500)) });

export type DutyEntry = z.infer<typeof entry>;

/** What is on duty on a day by the published list; undefined where it does not name the day. */
export interface DutyList {
  on(day: string): DutyEntry[] | undefined;
}

export interface DutyFeed extends DutyList {
  /** Reads what was kept, fetches, and goes on by itself. */
  start(): Promise<void>;
  stop(): void;
  /** Fetches once; what went wrong is in `state`. */
  refresh(): Promise<void>;
  state(): { fetchedAt: number | null; error: string | null };
}

export interface DutyFeedDeps {
  pack: Pack;
  /** A guarded fetch: no private networks, bounded bytes and time. */
  fetch(url: string, timeoutMs: number): Promise<Buffer>;
  /** What was fetched last, kept over restarts. */
  keep: { read(): string | null; write(text: string): void };
  now(): number;
}

/** How often is looked whether it is time, milliseconds. */
const TICK_MS = 30_000;
const MINUTE_MS = 60_000;

export function createDutyFeed({ pack, fetch, keep, now }: DutyFeedDeps): DutyFeed {
  let days: Record<string, DutyEntry[]> = {};
  let source = '';
  let fetchedAt: number | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let error: string | null = null;
  let timer: NodeJS.Timeout | undefined;

  function restore(): void {
    try {
      const kept = JSON.parse(keep.read() ?? 'null') as { url: string; fetchedAt: number; body: unknown } | null;
      if (kept === null || kept.url !== pack.pharmacies.feed?.url) return;
      days = FEED.parse(kept.body).days;
      source = kept.url;
      fetchedAt = kept.fetchedAt;
    } catch {
      // A kept copy that cannot be read is as good as none: it is fetched again.
    }
  }

  async function refresh(): Promise<void> {
    const feed = pack.pharmacies.feed;
    if (feed === undefined) return;
    triedAt = now();
    try {
      const body: unknown = JSON.parse((await fetch(feed.url, feed.timeout_seconds * 1_000)).toString('utf8'));
      const parsed = FEED.safeParse(body);
      if (!parsed.success) {
        const issue = parsed.error.issues[0]!;
        throw new Error(`${issue.path.map(String).join('.') || 'the list'}: ${issue.message}`);
      }
      days = parsed.data.days;
      source = feed.url;
      fetchedAt = now();
      error = null;
      keep.write(JSON.stringify({ url: feed.url, fetchedAt, body: parsed.data }));
    } catch (cause) {
      error = cause instanceof Error ? cause.message : 'it could not be fetched';
    }
  }

  async function tick(): Promise<void> {
    const feed = pack.pharmacies.feed;
    if (feed && (feed.url !== source || now() - triedAt >= feed.refresh_minutes * MINUTE_MS)) await refresh();
  }

  return {
    // Another address in the pack makes the old list nobody's.
    on: (asked) => (source !== '' && source === pack.pharmacies.feed?.url ? days[asked] : undefined),
    refresh,
    async start() {
      restore();
      timer = setInterval(() => void tick(), TICK_MS).unref();
      await refresh();
    },
    stop: () => clearInterval(timer),
    state: () => ({ fetchedAt, error }),
  };
}
