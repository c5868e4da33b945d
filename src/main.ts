/** Wires the parts together. Decides nothing. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Adapter, AdapterContext, Health, SignIn } from './core/adapter';
import { citizenPage } from '../adapters/webchat/page';
import { readConfig } from './core/config';
import type { Live } from './core/live';
import { createLive } from './core/live';
import type { Log } from './core/log';
import { takePersonal } from './core/personal';
import type { Understanding } from './core/reading';
import { createVault } from './core/vault';
import { channelLabel, conversationOfPhone, createChannels, createSignIns, startChannels, wantedChannels } from './channels';
import { project } from './commit';
import { createDesk } from './desk';
import type { PeopleBook } from './domains/people';
import { createInbox } from './inbox';
import { instanceName } from './instance';
import { createTimekeeper } from './inbox/timekeeper';
import { type Knowledge, loadKnowledge } from './knowledge';
import { createBlobs } from './media/blobs';
import { createFetcher } from './media/fetcher';
import { createOutbox } from './outbox';
import { runPipeline } from './pipeline';
import { createMemoryQueue } from './queue/memory';
import { startServer } from './server';
import { createAccounts } from './server/api/accounts';
import { labelsOf } from './server/api/labels';
import { createConsoleSockets } from './server/api/live';
import { channelStates } from './server/channel-states';
import { health, packHealth, storeHealth } from './server/health';
import { createMetrics } from './server/metrics';
import { historyOf } from './server/history';
import { createPages } from './server/pages';
import { createTimetableRoutes, timetableHealth } from './server/timetable';
import type { Store } from './store/port';
import { installationSecret } from './secret';
import { stagesOf } from './stages';
import { openStore } from './store';
import { createSweeper } from './sweeper';
import { createWorker } from './worker';

export interface Kapi {
  port: number;
  url: string;
  store: Store;
  knowledge: Knowledge;
  /** The one-time address that creates the administrator; null once there is one. */
  firstStartUrl(): Promise<string | null>;
  stop(): Promise<void>;
}

/** Parts that tests put something in front of, and what the terminal listens to. */
export interface Parts {
  /** A channel asks an operator to sign in; null: it no longer does. */
  onSignIn?(label: string, step: SignIn | null): void;
  store?(store: Store): Store;
  adapter?(name: string, adapter: Adapter): Adapter;
  understanding?(understanding: Understanding): Understanding;
  now?(): number;
}

const MINUTE_MS = 60_000;
const MIB = 1_048_576;
const BACKLOG_PAGE = 100_000;

/** Live data, where an address is set. Their absence is told; the line answers by the timetable then. */
function vehiclesHealth({ vehicles }: Knowledge): Record<string, () => Promise<Health>> {
  if (!vehicles?.state(Date.now())) return {};
  return { 'live transport data': async () => ({ ...vehicles.state(Date.now())!, ok: true }) };
}

/**
 * Starts the line.
 *
 * @throws KapiError config: one clear line that names the setting and the mend
 */
export async function startKapi(env: Record<string, string | undefined>, log: Log, parts: Parts = {}): Promise<Kapi> {
  const config = readConfig(env);
  const now = parts.now ?? Date.now;
  const dataDir = resolve(config.KAPI_DATA_DIR);
  const opened = await openStore(config, dataDir, project);
  const store = parts.store?.(opened) ?? opened;
  const people: PeopleBook = {
    conversationOfPhone: (digits) => conversationOfPhone(channels, store, digits),
    personOf: (id) => store.personOf(id),
    tell: (conversationId, eventId, text, values) => inbox.notice(conversationId, eventId, text, values),
  };
  const knowledge = await loadKnowledge(config, store, log, people).catch(async (error) => {
    await opened.close();
    throw error;
  });
  const vault = createVault(installationSecret(config.KAPI_SECRET, dataDir));
  const stages = stagesOf(config, knowledge, parts.understanding);
  const live = createLive();
  const channels = createChannels();
  const signIns = createSignIns((label, step) => parts.onSignIn?.(label, step));
  const adapter = (name: string, account: string): Adapter | undefined => channels.get(name, account)?.adapter;
  const blobs = createBlobs(join(dataDir, 'media'), config.KAPI_MEDIA_MAX_MIB * MIB);
  const queue = createMemoryQueue(config.KAPI_CONCURRENCY, (error, conversationId) =>
    log.error({ error: String(error), conversationId }, 'a run failed'),
  );
  const outbox = createOutbox({
    store,
    now,
    log,
    channel: channels.get,
    onFailed: (row, reason) => inbox.failed(row.id, reason),
    onSettled(row, state, tookMs) {
      metrics.count('settled', state);
      metrics.sent(tookMs / 1_000);
      live.publish({ topic: `conversation:${row.conversationId}`, what: 'outbox', conversationId: row.conversationId });
    },
    giveUpMs: config.KAPI_SEND_GIVE_UP_MINUTES * MINUTE_MS,
    holdMs: config.KAPI_SEND_HOLD_MINUTES * MINUTE_MS,
    uncertainMs: config.KAPI_UNCERTAIN_SECONDS * 1_000,
  });
  const metrics = createMetrics({ store, queueSize: queue.size, outboxSize: outbox.size });
  const fetcher = createFetcher({
    store,
    blobs,
    adapter,
    now,
    log,
    maxBytes: config.KAPI_MEDIA_MAX_MIB * MIB,
    privateHosts: config.KAPI_MEDIA_PRIVATE_HOSTS,
  });
  const inbox = createInbox({
    store,
    queue,
    live,
    now,
    takePersonal: (text, bound) => takePersonal(text, vault, bound),
    saveMedia: blobs.save,
    onStatus: outbox.onStatus,
    onMedia: fetcher.nudge,
    textMaxChars: config.KAPI_TEXT_MAX_CHARS,
  });
  const timekeeper = createTimekeeper({ store, now, log, fire: inbox.timers });
  const desk = createDesk(inbox);
  const work = createWorker({
    store,
    queue,
    live,
    log,
    now,
    project,
    owner: instanceName(dataDir),
    run: (before, input, at) => runPipeline(stages, before, input, at),
    apology: (session) => ({
      text: knowledge.texts.t(session.lang, 'errors.apology', knowledge.city[session.lang]),
      reason: 'desk.reason_failed',
    }),
    onTurn(turn, outbound, input, tookMs) {
      metrics.count('turns', input.kind);
      metrics.turn(tookMs / 1_000);
      for (const event of turn.events) {
        if (event.type === 'read') metrics.count('read', event.reading.decision);
        else if (event.type === 'timer.set') timekeeper.expect(event.at);
        else if (event.type === 'handoff.taken') outbox.cancelBot(turn.conversationId);
        else if (event.type === 'referred') metrics.count('referred', event.institution);
        else if (event.type === 'dead_letter') metrics.count('dead_letters', input.kind);
      }
      if (outbound.length > 0) outbox.enqueue(outbound);
      desk.onTurn(turn, input);
      hint(live, turn.conversationId, turn.events);
    },
  });

  let url = config.KAPI_PUBLIC_URL;
  const accounts = createAccounts(
    store,
    {
      sessionMs: config.KAPI_AGENT_SESSION_HOURS * 60 * MINUTE_MS,
      loginTries: config.KAPI_LOGIN_TRIES,
      loginWindowMs: config.KAPI_LOGIN_WINDOW_MINUTES * MINUTE_MS,
    },
    now,
  );
  const pages = createPages({
    log,
    knowledge,
    channels,
    citizenPage,
    api: async () => {
      const { createRoutes } = await import('./server/api/routes');
      const { createApplicationRoutes } = await import('./server/api/applications');
      return createRoutes({
        store,
        blobs,
        desk,
        vault,
        explain: (text) => knowledge.understanding.explain(text),
        isIntent: (name) => knowledge.catalogue.has(name),
        accounts,
        city: knowledge.city.tr.city,
        labels: (lang) => labelsOf(knowledge, lang),
        channels: () => channelStates(channels, signIns),
        sessionMs: config.KAPI_AGENT_SESSION_HOURS * 60 * MINUTE_MS,
        secure: url.startsWith('https:'),
        textMaxChars: config.KAPI_TEXT_MAX_CHARS,
        onEnded: (agentId) => consoles.ended(agentId),
        more: [createApplicationRoutes({ store, pack: knowledge.pack, now }), createTimetableRoutes(knowledge.transit, now)],
      });
    },
  });
  const server = await startServer({
    host: config.KAPI_HOST,
    port: config.KAPI_PORT,
    adapter,
    bodyMaxBytes: config.KAPI_BODY_MAX_KIB * 1_024,
    log,
    onRefused: (status) => metrics.count('refused', String(status)),
    health: () =>
      health({
        store: () => storeHealth(store),
        understanding: async () => ({ ok: true, detail: `${knowledge.catalogue.size} intents` }),
        flows: async () => ({ ok: true, detail: `${knowledge.flows.size} flows` }),
        municipality: async () => packHealth(knowledge),
        ...(knowledge.transit ? { timetable: async () => timetableHealth(knowledge.transit!, now()) } : {}),
        ...vehiclesHealth(knowledge),
        ...Object.fromEntries(
          channels
            .all()
            .map(({ name, account, adapter: running }) => [`channel ${channelLabel(name, account)}`, () => running.check()]),
        ),
      }),
    metrics,
    app: pages,
  }).catch(async (error) => {
    await opened.close();
    throw error;
  });
  url = config.KAPI_PUBLIC_URL || `http://localhost:${server.port}`;

  const context = (name: string, account: string, settings: Record<string, string>): AdapterContext => ({
    account,
    settings,
    log,
    accept: async (items) => {
      const result = await inbox.accept(items);
      metrics.count('accepted', name, result.accepted);
      if (result.duplicate > 0) metrics.count('duplicate', name, result.duplicate);
      return result;
    },
    ignored: (kind) => metrics.count('ignored', `${name} ${kind}`),
    saveMedia: blobs.save,
    ...historyOf(store, blobs, name),
    folder() {
      const folder = join(dataDir, 'channels', name, account);
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    signIn: (step) => signIns.set(channelLabel(name, account), step),
    mediaMaxBytes: config.KAPI_MEDIA_MAX_MIB * MIB,
    publicUrl: url,
    city: { name: knowledge.pack.profile.name.tr, shortName: knowledge.pack.profile.short_name.tr },
  });
  await startChannels(channels, await wantedChannels(config.KAPI_CHANNELS, env), context, parts.adapter);
  for (const { adapter: running } of channels.all()) running.attach?.(server.server);

  const consoles = createConsoleSockets(server.server, {
    live,
    accounts,
    publicUrl: url,
    personOf: (id) => store.personOf(id),
  });

  const leftOver = await store.backlog(BACKLOG_PAGE);
  work.suspect(leftOver);
  for (const conversationId of leftOver) queue.push(conversationId);
  await outbox.recover();
  queue.start(work);
  timekeeper.start();
  knowledge.live.start();
  knowledge.transit?.start();
  knowledge.vehicles?.start();
  void knowledge.duty.start();
  fetcher.start();
  const sweeper = createSweeper({ store, queue, outbox, log });
  sweeper.start();

  return {
    port: server.port,
    url,
    store,
    knowledge,
    async firstStartUrl() {
      const token = await accounts.firstToken();
      return token === null ? null : `${url}/console/#first=${token}`;
    },
    async stop() {
      // What is in progress ends; what waits stays in the store for the next start.
      const closed = server.stop();
      timekeeper.stop();
      knowledge.live.stop();
      knowledge.vehicles?.stop();
      knowledge.duty.stop();
      sweeper.stop();
      fetcher.stop();
      await Promise.race([queue.stop(), new Promise((end) => setTimeout(end, config.KAPI_DRAIN_SECONDS * 1_000).unref())]);
      await outbox.drain(config.KAPI_DRAIN_SECONDS * 1_000);
      consoles.close();
      for (const { adapter: running } of channels.all()) await running.stop?.();
      server.server.closeAllConnections();
      await closed;
      await knowledge.transit?.stop();
      await store.close();
    },
  };
}

/** Tells those who look that something changed; the queue's list only when it did. */
function hint(live: Live, conversationId: string, events: { type: string }[]): void {
  live.publish({ topic: `conversation:${conversationId}`, what: 'turn', conversationId });
  const rings = events.some((event) => event.type === 'ring');
  live.publish({ topic: 'queue', what: rings ? 'ring' : 'turn', conversationId });
}
