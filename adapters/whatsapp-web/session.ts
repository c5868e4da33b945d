/**
 * One WhatsApp session in a browser: signs in by QR code, comes back by itself, and knows in plain words how it stands. States
 * are the library's WAState.
 */
import type { AdapterContext, Health } from '../../src/core/adapter';
import { wordOf } from '../words';
import type { Library, LibraryClient } from './library';

/** The pause before the first new try, and the longest one. */
const AGAIN_MS = 5_000;
const AGAIN_MAX_MS = 300_000;
/** A browser that does not answer in this time hangs. */
const ANSWER_MS = 5_000;
const BANNED = new Set(['TOS_BLOCK', 'SMB_TOS_BLOCK']);
const WORDS: Record<string, string> = {
  TIMEOUT: 'the telephone is offline: switch it on and connect it to the internet',
  CONFLICT: 'WhatsApp Web was opened elsewhere: close it there',
  PROXYBLOCK: 'WhatsApp refuses this network',
  DEPRECATED_VERSION: 'WhatsApp Web needs a newer version of whatsapp-web.js',
};
const NOT_STARTED = 'not started';
const BANNED_WORDS = 'WhatsApp has banned the number: move to the Cloud API (channel whatsapp-cloud)';

export interface Session {
  /** The client while messages can be sent; null otherwise. */
  ready(): LibraryClient | null;
  /** Why not, or that all is well. */
  health(): Promise<Health>;
  start(): void;
  stop(): Promise<void>;
}

export interface SessionDeps {
  context: AdapterContext;
  load(): Library;
  chromium: string;
  /** Told of a client before it is started: attach to its events. */
  attach(client: LibraryClient): void;
  /** Told when it is ready: what came while nobody listened can be fetched. */
  onReady(client: LibraryClient): void;
}

export function createSession({ context, load, chromium, attach, onReady }: SessionDeps): Session {
  let client: LibraryClient | null = null;
  let isReady = false;
  let trouble: string | null = NOT_STARTED;
  let banned = false;
  let pause = AGAIN_MS;
  let timer: NodeJS.Timeout | undefined;
  let stopped = true;

  function becomes(reason: string): void {
    isReady = false;
    trouble = reason;
  }

  async function open(): Promise<void> {
    const { Client, LocalAuth } = load();
    client = new Client({
      authStrategy: new LocalAuth({ dataPath: context.folder(), clientId: context.account }),
      puppeteer: {
        headless: true,
        executablePath: chromium,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
        ],
      },
      // The page of the day, as WhatsApp serves it.
      webVersionCache: { type: 'none' },
    });
    const mine = client;
    // What an earlier browser still says is not heard.
    const on = (event: string, listener: (said: string) => void): void => {
      mine.on(event, (said: string) => {
        if (mine === client) listener(said);
      });
    };
    on('qr', (qr) => {
      becomes('waits for sign-in: scan the QR code in the console (Kanallar) or the terminal with the telephone');
      context.signIn({ qr, notice: { tr: wordOf('tr', 'whatsapp_web_risk'), en: wordOf('en', 'whatsapp_web_risk') } });
    });
    on('authenticated', () => {
      becomes('signed in, loading the chats');
      context.signIn(null);
    });
    on('auth_failure', () => becomes('the sign-in was refused: scan the QR code again'));
    on('ready', () => {
      isReady = true;
      trouble = null;
      pause = AGAIN_MS;
      context.signIn(null);
      onReady(mine);
    });
    on('change_state', stateIs);
    on('disconnected', (reason) => void lost(reason));
    attach(mine);
    // After a failure its reason stays to be read while the next try runs.
    if (trouble === NOT_STARTED) becomes('starting the browser');
    await mine.initialize();
  }

  function stateIs(state: string): void {
    if (BANNED.has(state)) {
      banned = true;
      becomes(BANNED_WORDS);
    } else if (state === 'CONNECTED') {
      isReady = true;
      trouble = null;
    } else if (WORDS[state] !== undefined) becomes(WORDS[state]);
  }

  async function lost(reason: string): Promise<void> {
    stateIs(reason);
    if (!banned && WORDS[reason] === undefined)
      becomes(reason === 'LOGOUT' ? 'signed out on the telephone: sign in again' : `the connection was lost (${reason})`);
    context.log.warn({ reason }, 'WhatsApp Web is not connected');
    await close();
    again();
  }

  /** A banned number is asked for at the longest pause only: every sign-in counts against it. */
  function again(): void {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void begin(), banned ? AGAIN_MAX_MS : pause);
    pause = Math.min(pause * 2, AGAIN_MAX_MS);
  }

  async function begin(): Promise<void> {
    try {
      await open();
    } catch (error) {
      const said = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
      becomes(
        said.includes('net::') ? 'web.whatsapp.com cannot be reached' : `the browser could not be started: ${said.slice(0, 200)}`,
      );
      context.log.warn({ error: trouble }, 'WhatsApp Web could not be opened; it is tried again');
      await close();
      again();
    }
  }

  async function close(): Promise<void> {
    const old = client;
    client = null;
    isReady = false;
    await old?.destroy().catch(() => {});
  }

  return {
    ready: () => (isReady ? client : null),
    async health() {
      if (!isReady) return { ok: false, detail: trouble ?? 'not connected' };
      const state = await withinTime(client!.getState());
      if (state === undefined) return { ok: false, detail: 'the browser does not answer' };
      if (state !== null && state !== 'CONNECTED') stateIs(state);
      return trouble === null ? { ok: true, detail: 'connected' } : { ok: false, detail: trouble };
    },
    start() {
      stopped = false;
      void begin();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      context.signIn(null);
      await close();
    },
  };
}

/** Undefined when it takes too long or fails. */
async function withinTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWER_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
