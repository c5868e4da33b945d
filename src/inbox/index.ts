/**
 * First stage: what the adapters parsed is cleaned, masked and stored; only then is the platform answered. Thinks nothing.
 */
import { newId, rowIdOf } from '../core/ids';
import type { JsonObject } from '../core/json';
import type { Item, MediaRef, MessageItem, Part, StatusItem } from '../core/items';
import type { Live } from '../core/live';
import type { Personal } from '../core/mask';
import { sealedFor } from '../core/personal';
import type { Accepted } from '../core/adapter';
import { DESK_CHANNEL, type DeskAction, NOTICE_CHANNEL, OUTBOX_CHANNEL, TIMER_CHANNEL } from '../core/turn';
import type { Queue } from '../queue/port';
import type { AcceptedInput, DueTimer, MediaRow, NewInput, Store } from '../store/port';

export interface InboxDeps {
  store: Store;
  queue: Queue;
  live: Live;
  now(): number;
  /** Stars identity numbers and bank accounts and keeps their keyed hash; seals them for `bound` where it is given. */
  takePersonal(text: string, bound?: string): { text: string; personal: Personal[] };
  saveMedia(bytes: Buffer, claim: { mimeType: string; fileName?: string }): Promise<MediaRef>;
  /** Told of statuses after they are stored, and of the rows that are to be sent again. */
  onStatus(items: StatusItem[], again: string[]): void;
  /** Told of attachments that wait to be fetched. */
  onMedia(): void;
  textMaxChars: number;
}

export interface Inbox {
  accept(items: Item[]): Promise<Accepted>;
  /** Stores, once, that a message of ours reached nobody: the conversation goes to a person. */
  failed(outboundId: string, reason?: string): Promise<void>;
  /** Stores an agent's action as an input of the conversation. */
  act(conversationId: string, actionId: string, action: DeskAction): Promise<AcceptedInput>;
  /** Stores due timers as inputs; each once, however often it is found due. */
  timers(due: DueTimer[]): Promise<void>;
  /** Has a conversation tell its citizen a text of locales/; `eventId` once, however often it is asked for. */
  notice(conversationId: string, eventId: string, text: string, values: JsonObject): Promise<void>;
}

export function createInbox(deps: InboxDeps): Inbox {
  const { store, queue, live, now } = deps;

  async function accept(items: Item[]): Promise<Accepted> {
    const statuses = items.flatMap((item) => (item.type === 'status' ? [ofRow(item)] : []));
    const messages: MessageItem[] = [];
    for (const item of items) if (item.type === 'message') messages.push(await cleaned(item, deps));
    const at = now();
    const inputs = messages.map((item): NewInput => inputOf(item, at));
    const results = inputs.length > 0 ? await store.accept(inputs) : [];
    if (statuses.length > 0) {
      const outcome = await store.status(statuses);
      // A crash before this is stored leaves the platform without its 200: it tells us again.
      const blocked = new Set(
        statuses.flatMap(({ error, outboundId }) => (error === 'blocked' && outboundId ? [outboundId] : [])),
      );
      for (const id of outcome.failed) if (!blocked.has(id)) await failed(id);
      deps.onStatus(statuses, outcome.again);
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

  async function failed(outboundId: string, reason = ''): Promise<void> {
    const at = now();
    await acceptOne({
      id: newId(at),
      conversationId: outboundId.slice(0, outboundId.indexOf(':')),
      senderIds: [],
      channel: OUTBOX_CHANNEL,
      account: '',
      eventId: `${outboundId}:failed`,
      kind: 'failure',
      at,
      acceptedAt: at,
      body: { kind: 'failure', outboundId, reason },
    });
  }

  return {
    accept,
    failed,
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
        body: { kind: 'action', action: starredAction(action, deps) },
      }),
    async notice(conversationId, eventId, text, values) {
      const at = now();
      await acceptOne({
        id: newId(at),
        conversationId,
        senderIds: [],
        channel: NOTICE_CHANNEL,
        account: '',
        eventId,
        kind: 'notice',
        at,
        acceptedAt: at,
        body: { kind: 'notice', text, with: values },
      });
    },
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

/** A status of a piece is one of its row. */
function ofRow(item: StatusItem): StatusItem {
  return item.outboundId === undefined ? item : { ...item, outboundId: rowIdOf(item.outboundId) };
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
  for (const part of item.parts) parts.push(await cleanedPart(item, part, deps));
  const name = item.sender.name;
  return {
    ...item,
    parts,
    sender:
      name === undefined ? item.sender : { ...item.sender, name: deps.takePersonal(tidy(name).slice(0, NAME_MAX_CHARS)).text },
  };
}

const NAME_MAX_CHARS = 120;

/** An agent's words are stored like a citizen's: without such numbers. */
function starredAction(action: DeskAction, deps: InboxDeps): DeskAction {
  return 'text' in action ? { ...action, text: deps.takePersonal(action.text).text } : action;
}

/** A number that the open question asks for is sealed for its department; any other leaves its hash only. */
async function starredText(item: MessageItem, text: string, deps: InboxDeps): Promise<{ text: string; personal: Personal[] }> {
  const short = tidy(text.slice(0, deps.textMaxChars));
  const taken = deps.takePersonal(short);
  if (taken.personal.length === 0) return taken;
  const bound = await asksFor(item, taken.personal, deps.store);
  return bound === null ? taken : deps.takePersonal(short, bound);
}

/** What the conversation's open question seals such a number for; null when it asks for none. */
async function asksFor({ channel, account, sender }: MessageItem, personal: Personal[], store: Store): Promise<string | null> {
  for (const id of sender.ids) {
    const conversationId = await store.conversationOf(channel, account, id);
    if (conversationId === null) continue;
    const question = (await store.session(conversationId))?.session.question;
    const asked = question?.sealedFor !== undefined && personal.some(({ kind }) => question.accepts.includes(kind));
    return asked ? sealedFor(conversationId, question.sealedFor!) : null;
  }
  return null;
}

async function cleanedPart(item: MessageItem, part: Part, deps: InboxDeps): Promise<Part> {
  switch (part.kind) {
    case 'text': {
      const { text, personal } = await starredText(item, part.text, deps);
      const cut = part.text.length > deps.textMaxChars ? { cutFrom: part.text.length } : {};
      return { kind: 'text', text, ...cut, ...(personal.length > 0 ? { personal } : {}) };
    }
    case 'media': {
      const short = part.caption?.slice(0, deps.textMaxChars);
      const caption = short === undefined ? {} : { caption: deps.takePersonal(tidy(short)).text };
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
        account: item.account,
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
