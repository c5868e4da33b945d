/** What was written and not yet acknowledged: kept in the browser, so that a reload or a lost connection loses nothing. */
import type { Part } from '../../../../src/core/items';
import type { SentMessage } from '../../wire';

export interface Pending {
  message: SentMessage;
  /** A photo, as a data: address; its text is the caption. */
  upload?: { data: string; fileName: string; caption?: string };
  /** The browser's time, for showing only. */
  at: number;
  tries: number;
  /** Set when sending it again cannot help. */
  failed?: string;
}

export interface Storage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** localStorage, or memory where the browser forbids it or it is full. */
export function browserStorage(): Storage {
  const memory = new Map<string, string>();
  return {
    get(key) {
      try {
        return memory.get(key) ?? localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept there.
      }
    },
  };
}

const KEY = 'kapi.queue';

export interface Queue {
  all(): readonly Pending[];
  add(entry: Pending): void;
  update(clientId: string, change: Partial<Pending>): void;
  remove(clientId: string): void;
  /** The first that is worth sending. */
  next(): Pending | undefined;
}

export function createQueue(storage: Storage): Queue {
  let entries = restored(storage.get(KEY));

  /** Another tab may have written since: only this entry is changed there, the rest is left as it is. */
  function keep(clientId: string): void {
    const own = entries.find((entry) => entry.message.clientId === clientId);
    const all = restored(storage.get(KEY));
    const index = all.findIndex((entry) => entry.message.clientId === clientId);
    if (own) all.splice(index < 0 ? all.length : index, 1, own);
    else if (index >= 0) all.splice(index, 1);
    if (all.length > 0) storage.set(KEY, JSON.stringify(all));
    else storage.remove(KEY);
  }

  return {
    all: () => entries,
    add(entry) {
      entries = [...entries, entry];
      keep(entry.message.clientId);
    },
    update(clientId, change) {
      entries = entries.map((entry) => (entry.message.clientId === clientId ? { ...entry, ...change } : entry));
      keep(clientId);
    },
    remove(clientId) {
      entries = entries.filter((entry) => entry.message.clientId !== clientId);
      keep(clientId);
    },
    next: () => entries.find((entry) => entry.failed === undefined),
  };
}

function restored(text: string | null): Pending[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter((entry) => typeof entry?.message?.clientId === 'string') : [];
  } catch {
    return [];
  }
}

/** An entry's content as the thread shows it. */
export function partsOf({ message, upload }: Pending): Part[] {
  if (upload) {
    const caption = upload.caption ? { caption: upload.caption } : {};
    return [{ kind: 'media', media: { kind: 'image', url: upload.data, fileName: upload.fileName }, ...caption }];
  }
  if (message.choice) return [{ kind: 'choice', ...message.choice }];
  if (message.location) return [{ kind: 'location', ...message.location }];
  return [{ kind: 'text', text: message.text ?? '' }];
}

/** Time and 64 random bits: two tabs never make the same. */
export function newClientId(): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `${Date.now().toString(36)}-${[...random].map((word) => word.toString(36).padStart(7, '0')).join('')}`;
}
