/** Fetches attachments after the platform was answered; no turn waits for them. */
import type { Adapter } from '../core/adapter';
import { KapiError } from '../core/errors';
import type { MediaRef } from '../core/items';
import type { Log } from '../core/log';
import { backoffMs } from '../outbox/backoff';
import type { MediaRow, Store } from '../store/port';
import type { Blobs } from './blobs';
import { download } from './download';

export interface FetcherDeps {
  store: Store;
  blobs: Blobs;
  adapter(channel: string, account: string): Adapter | undefined;
  now(): number;
  log: Log;
  maxBytes: number;
  privateHosts: string[];
}

const TRIES_MAX = 8;
const BATCH = 16;
const LOOK_EVERY_MS = 5_000;

export interface Fetcher {
  start(): void;
  /** Something new waits. */
  nudge(): void;
  stop(): void;
}

export function createFetcher(deps: FetcherDeps): Fetcher {
  const { store } = deps;
  let timer: NodeJS.Timeout | null = null;
  let running = false;
  let stopped = true;

  async function look(): Promise<void> {
    if (running || stopped) return;
    running = true;
    try {
      for (
        let due = await store.mediaDue(deps.now(), BATCH);
        due.length > 0 && !stopped;
        due = await store.mediaDue(deps.now(), BATCH)
      )
        await Promise.all(due.map(fetchOne));
    } catch (error) {
      deps.log.warn({ error: String(error) }, 'attachments wait for the store');
    }
    running = false;
    if (!stopped) timer = setTimeout(() => void look(), LOOK_EVERY_MS).unref();
  }

  async function fetchOne(row: MediaRow): Promise<void> {
    try {
      const ref = await bytesOf(row);
      await store.mediaMark(row.id, { state: 'stored', hash: ref.hash!, mimeType: ref.mimeType!, size: ref.size!, error: null });
    } catch (error) {
      const refused = error instanceof KapiError && !error.kind.retryable;
      const tries = row.tries + 1;
      const state = refused ? 'refused' : tries >= TRIES_MAX ? 'failed' : 'waiting';
      const reason = error instanceof KapiError ? error.message : 'could not be fetched';
      await store.mediaMark(row.id, { state, tries, nextAt: deps.now() + backoffMs(tries + 2), error: reason });
    }
  }

  async function bytesOf({ ref, channel, account }: MediaRow): Promise<MediaRef> {
    const adapter = deps.adapter(channel, account);
    const found =
      ref.platformId !== undefined && adapter?.fetchMedia
        ? await adapter.fetchMedia(ref)
        : { bytes: await download(ref.url ?? '', { maxBytes: deps.maxBytes, privateHosts: deps.privateHosts }) };
    return deps.blobs.save(found.bytes, {
      mimeType: ref.mimeType ?? '',
      ...(ref.fileName === undefined ? {} : { fileName: ref.fileName }),
    });
  }

  return {
    start() {
      stopped = false;
      void look();
    },
    nudge() {
      if (timer) clearTimeout(timer);
      void look();
    },
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
