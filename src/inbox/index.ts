/**
 * First stage: what the adapters parsed is cleaned, masked and stored; only then is the platform answered. Thinks nothing.
 */
import { newId } from '../core/ids';
import type { Item, MediaRef, MessageItem, Part, StatusItem } from '../core/items';
import type { Live } from '../core/live';
import type { Accepted } from '../core/adapter';
import { DESK_CHANNEL, type DeskAction, TIMER_CHANNEL } from '../core/turn';
import type { Queue } from '../queue/port';
import type { AcceptedInput, DueTimer, MediaRow, NewInput, Store } from '../store/port';

export interface InboxDeps {
  store: Store;
  queue: Queue;
  live: Live;
  now(): number;
  /** Replaces identity numbers and bank accounts; pure. */
  mask(text: string): string;
  saveMedia(bytes: Buffer, claim: { mimeType: string; fileName?: string }): Promise<MediaRef>;
  /** Told of statuses after they are stored. */
  onStatus(items: StatusItem[]): void;
  /** Told of attachments that wait to be fetched. */
  onMedia(): void;
  textMaxChars: number;
}

export interface Inbox {
  accept(items: Item[]): Promise<Accepted>;
  /** Stores an agent's action as an input of the conversation. */
  act(conversationId: string, actionId: string, action: DeskAction): Promise<AcceptedInput>;
  /** Stores due timers as inputs; each once, however often it is found due. */
  timers(due: DueTimer[]): Promise<void>;
}

export function createInbox(deps: InboxDeps): Inbox {
  const { store, queue, live, now } = deps;

  async function accept(items: Item[]): Promise<Accepted> {
    const statuses = items.filter((item) => item.type === 'status');
    const messages: MessageItem[] = [];
    for (const item of items) if (item.type === 'message') messages.push(await cleaned(item, deps));
    const at = now();
    const inputs = messages.map((item): NewInput => inputOf(item, at));
    const results = inputs.length > 0 ? await store.accept(inputs) : [];
    if (statuses.length > 0) {
      await store.status(statuses);
      deps.onStatus(statuses);
    }
    let accepted = 0;
    const media: MediaRow[] = [];
    results.forEach((result, index) => {
      if (!result.fresh) return;
      accepted++;
      media.push(...mediaOf(result, messages[index]!, at));
      queue.push(result.conversationId);
      live.publish({ topic: `conversation:${result.conversationId}`, what: 'inbound', conversationId: result.conversationId });
    });
    if (media.length > 0) {
      await store.mediaAdd(media);
      deps.onMedia();
    }
    return { accepted: accepted + statuses.length, duplicate: results.length - accepted };
  }

  async function acceptOne(input: NewInput): Promise<AcceptedInput> {
    const [result] = await store.accept([input]);
    queue.push(result!.conversationId);
    return result!;
  }

  return {
    accept,
    act: (conversationId, actionId, action) =>
      acceptOne({
        id: newId(now()),
        conversationId,
        senderIds: [],
        channel: DESK_CHANNEL,
        account: action.agentId,
        eventId: actionId,
        kind: 'action',
        at: now(),
        acceptedAt: now(),
        body: { kind: 'action', action },
      }),
    async timers(due) {
      for (const timer of due)
        await acceptOne({
          id: newId(now()),
          conversationId: timer.conversationId,
          senderIds: [],
          channel: TIMER_CHANNEL,
          account: '',
          eventId: `${timer.conversationId}:${timer.key}:${timer.at}`,
          kind: 'timer',
          at: timer.at,
          acceptedAt: now(),
          body: { kind: 'timer', key: timer.key },
        });
    },
  };
}

function inputOf(item: MessageItem, at: number): NewInput {
  return {
    id: newId(at),
    senderIds: item.sender.ids,
    channel: item.channel,
    account: item.account,
    eventId: item.eventId,
    kind: 'message',
    at: item.at,
    acceptedAt: at,
    body: { kind: 'message', item },
  };
}

/** The message as it may be stored: well-formed text, masked, cut at the limit; bytes kept by their hash. */
async function cleaned(item: MessageItem, deps: InboxDeps): Promise<MessageItem> {
  const parts: Part[] = [];
  for (const part of item.parts) parts.push(await cleanedPart(part, deps));
  const name = item.sender.name;
  return {
    ...item,
    parts,
    sender: name === undefined ? item.sender : { ...item.sender, name: tidy(name).slice(0, NAME_MAX_CHARS) },
  };
}

const NAME_MAX_CHARS = 120;

async function cleanedPart(part: Part, deps: InboxDeps): Promise<Part> {
  switch (part.kind) {
    case 'text': {
      const text = deps.mask(tidy(part.text.slice(0, deps.textMaxChars)));
      return part.text.length > deps.textMaxChars ? { kind: 'text', text, cutFrom: part.text.length } : { kind: 'text', text };
    }
    case 'media': {
      const caption = part.caption === undefined ? {} : { caption: deps.mask(tidy(part.caption.slice(0, deps.textMaxChars))) };
      return { kind: 'media', media: await kept(part.media, deps), ...caption };
    }
    default:
      return part;
  }
}

async function kept(media: MediaRef, deps: InboxDeps): Promise<MediaRef> {
  if (media.base64 === undefined) return media;
  const { base64, ...ref } = media;
  const claim = { mimeType: ref.mimeType ?? '', ...(ref.fileName === undefined ? {} : { fileName: ref.fileName }) };
  return { ...ref, ...(await deps.saveMedia(Buffer.from(base64, 'base64'), claim)) };
}

/** Broken surrogates and control characters cannot be stored or shown everywhere; bidirectional overrides hide what is said. */
function tidy(text: string): string {
  return text.toWellFormed().replace(UNWANTED, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g;

function mediaOf(input: AcceptedInput, item: MessageItem, at: number): MediaRow[] {
  return item.parts.flatMap((part, index) => {
    if (part.kind !== 'media') return [];
    const ref = part.media;
    const stored = ref.hash !== undefined;
    return [
      {
        id: `${input.id}:${index}`,
        conversationId: input.conversationId,
        channel: item.channel,
        ref,
        tries: 0,
        nextAt: at,
        error: null,
        state: stored ? ('stored' as const) : ('waiting' as const),
        hash: ref.hash ?? null,
        mimeType: ref.mimeType ?? null,
        size: ref.size ?? null,
      },
    ];
  });
}
