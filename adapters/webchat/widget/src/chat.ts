/** The conversation: what is known of it, what waits to be sent, and whether the line is up. Knows no DOM elements. */
import type { Lang } from '../../../../src/core/items';
import type { SentMessage, ShownMessage, WidgetConfig } from '../../wire';
import { createQueue, newClientId, partsOf, type Pending, type Storage } from './queue';
import { createLink, HISTORY_PAGE } from './server';
import { cursorOf, merge, type Thread } from './thread';

export interface ChatState {
  thread: Thread;
  pending: readonly Pending[];
  connection: 'idle' | 'connecting' | 'online' | 'offline';
  typing: boolean;
  unread: number;
  config: WidgetConfig | null;
  /** The first read of the history is done. */
  loaded: boolean;
  /** The wait that the server asked for is on. */
  slowed: boolean;
}

export interface Chat {
  state(): ChatState;
  /** Gives the function that ends it. */
  subscribe(listener: () => void): () => void;
  start(): void;
  /** The citizen has been here lately: an answer may wait. */
  wasActive(): boolean;
  send(content: Pick<SentMessage, 'text' | 'choice' | 'location'>): void;
  sendPhoto(upload: NonNullable<Pending['upload']>): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  markRead(visible: boolean): void;
  setLang(lang: Lang): void;
  media(hash: string): Promise<Blob>;
  /** A photo sent from here, as it was sent: shown without fetching it back. */
  ownPhoto(clientId: string): string | undefined;
}

const ACTIVE_KEY = 'kapi.active';
const ACTIVE_MS = 24 * 3_600_000;
/** While no socket is up the history is read so often. */
const POLL_MS = 5_000;
/** Without an answer by then, nothing is shown as being on its way. */
const TYPING_MS = 6_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** Nothing that is sent again changes these. */
const FINAL = new Set(['bad_input', 'too_large', 'forbidden', 'not_found']);

export function createChat(base: string, storage: Storage, firstLang: Lang, identity?: string): Chat {
  const link = createLink(base, storage, identity);
  const queue = createQueue(storage);
  const listeners = new Set<() => void>();
  let lang = firstLang;
  let state: ChatState = {
    thread: [],
    pending: queue.all(),
    connection: 'idle',
    typing: false,
    unread: 0,
    config: null,
    loaded: false,
    slowed: false,
  };
  let visible = false;
  let started = false;
  let sending = false;
  const photos = new Map<string, string>();
  let historyIds: string[] = [];
  let syncing: Promise<void> | null = null;
  let typingTimer = 0;
  let retryTimer = 0;

  function set(change: Partial<ChatState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function receive(lines: ShownMessage[], fromHistory: boolean): void {
    const known = new Set(state.thread.map((line) => line.id));
    const fresh = lines.filter((line) => line.from !== 'citizen' && !known.has(line.id));
    // What the server has of ours needs no sending again, whether or not its acknowledgement arrived.
    for (const line of lines) if (line.from === 'citizen') queue.remove(line.clientId);
    const countsAsUnread = !visible && (!fromHistory || state.loaded);
    set({
      thread: merge(state.thread, lines),
      pending: queue.all(),
      unread: state.unread + (countsAsUnread ? fresh.length : 0),
      typing: fresh.length > 0 ? false : state.typing,
    });
  }

  /** Reads what was missed; one at a time. */
  function sync(): Promise<void> {
    syncing ??= readOn().finally(() => {
      syncing = null;
    });
    return syncing;
  }

  async function readOn(): Promise<void> {
    for (let after = cursorOf(historyIds); ; ) {
      const lines = await link.history(after);
      const ids = lines.map((line) => line.id!);
      const have = new Set(historyIds);
      const gained = ids.filter((id) => !have.has(id));
      historyIds = after === undefined ? ids : [...historyIds, ...gained];
      receive(lines, true);
      set({ loaded: true });
      if (after === undefined || lines.length < HISTORY_PAGE) return;
      after = ids.at(-1);
    }
  }

  /** Sends one by one, so that what was written first arrives first. */
  async function flush(): Promise<void> {
    if (sending || !started) return;
    sending = true;
    clearTimeout(retryTimer);
    try {
      for (let entry = queue.next(); entry; entry = queue.next()) if (!(await attempt(entry))) return;
    } finally {
      sending = false;
    }
  }

  /** Gives false when the rest must wait. */
  async function attempt(entry: Pending): Promise<boolean> {
    const { clientId } = entry.message;
    const ack = await link.send(entry);
    if (ack.ok) {
      if (entry.upload) photos.set(clientId, entry.upload.data);
      receive([{ from: 'citizen', clientId, at: ack.at, parts: partsOf(entry) }], false);
      set({ slowed: false });
      return true;
    }
    const final = FINAL.has(ack.error.code);
    queue.update(clientId, final ? { failed: ack.error.code } : { tries: entry.tries + 1 });
    set({ pending: queue.all(), slowed: ack.error.code === 'too_many' });
    if (final) return true;
    const backoff = Math.min(RETRY_FIRST_MS * 2 ** entry.tries, RETRY_MAX_MS);
    retryTimer = window.setTimeout(() => void flush(), ack.error.retryAfterMs ?? backoff * (0.75 + Math.random() / 2));
    return false;
  }

  function up(): void {
    set({ connection: 'online' });
    void sync().catch(() => {});
    void flush();
  }

  function begin(): void {
    link
      .connect({
        onConnect: up,
        onLost: () => set({ connection: 'offline' }),
        onMessage: (line) => receive([line], false),
        onTyping() {
          clearTimeout(typingTimer);
          set({ typing: true });
          typingTimer = window.setTimeout(() => set({ typing: false }), TYPING_MS);
        },
      })
      .catch(() => {
        set({ connection: 'offline' });
        setTimeout(begin, POLL_MS);
      });
  }

  function poll(): void {
    if (link.connected() || document.visibilityState === 'hidden' || !link.known()) return;
    void sync().then(
      () => flush(),
      () => {},
    );
  }

  function add(entry: Omit<Pending, 'at' | 'tries'>): void {
    queue.add({ ...entry, at: Date.now(), tries: 0 });
    storage.set(ACTIVE_KEY, String(Date.now()));
    set({ pending: queue.all() });
    void flush();
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    wasActive: () => link.known() && Date.now() - Number(storage.get(ACTIVE_KEY)) < ACTIVE_MS,
    start() {
      if (started) return;
      started = true;
      set({ connection: 'connecting' });
      link.config().then(
        (config) => set({ config }),
        () => {},
      );
      begin();
      setInterval(poll, POLL_MS);
      const back = (): void => {
        link.wake();
        void flush();
      };
      addEventListener('online', back);
      addEventListener('offline', () => set({ connection: 'offline' }));
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') back();
      });
    },
    send: (content) => add({ message: { clientId: newClientId(), lang, ...content } }),
    sendPhoto: (upload) => add({ message: { clientId: newClientId(), lang }, upload }),
    retry(clientId) {
      queue.update(clientId, { failed: undefined, tries: 0 });
      set({ pending: queue.all() });
      void flush();
    },
    discard(clientId) {
      queue.remove(clientId);
      set({ pending: queue.all() });
    },
    markRead(isVisible) {
      visible = isVisible;
      if (visible && state.unread > 0) set({ unread: 0 });
    },
    setLang(next) {
      lang = next;
    },
    media: link.media,
    ownPhoto: (clientId) => photos.get(clientId),
  };
}
