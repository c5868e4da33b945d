/** Reading slots and facts by path, and turning flow values into arguments and texts. Pure. */
import { wordCount } from '../core/fold';
import type { Lang } from '../core/items';
import type { Json, JsonObject } from '../core/json';
import type { Frame, Session } from '../core/session';
import type { Texts } from '../core/texts';
import type { Value } from './step-schema';

/** What "$name" can name: the frame's slots first, then facts of the request and the conversation. */
export function scopeOf(session: Session, frame: Frame): JsonObject {
  return {
    intent: frame.intent,
    department: frame.department,
    text: frame.text,
    words: wordCount(frame.text),
    entities: frame.entities as unknown as Json,
    media: frame.media.length > 0 ? (frame.media as unknown as Json) : null,
    location: frame.location as Json,
    channel: session.peer.channel,
    name: session.peer.name ?? null,
    lang: session.lang,
    memory: session.memory,
    last_ticket: session.lastTicket?.number ?? null,
    ...frame.slots,
  };
}

/** The value at "$a.b.c"; null where anything on the way is missing. */
export function pathOf(path: string, scope: JsonObject): Json {
  let at: Json | undefined = scope;
  for (const part of path.replace(/^\$/, '').split('.')) {
    if (at === null || typeof at !== 'object') return null;
    at = Object.hasOwn(at, part) ? (at as JsonObject)[part] : undefined;
    if (at === undefined) return null;
  }
  return at;
}

/** Fills "$paths" within a flow value. */
export function resolve(value: Value, scope: JsonObject): Json {
  if (typeof value === 'string') return value.startsWith('$') ? pathOf(value, scope) : value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner, scope)]));
  return value;
}

/** Arguments of a call: paths filled, empty ones left out. */
export function argsOf(values: Record<string, Value> | undefined, scope: JsonObject): JsonObject {
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    const filled = resolve(value, scope);
    if (filled !== null) out[name] = filled;
  }
  return out;
}

/**
 * Values of a text. Beside plain values: {each: $list, text: key, with?, join?} writes one line an item ($item, $number),
 * and {text: key, with?} a text within a text. `variant` picks the form of the text: key_variant.
 */
export function wordsOf(values: Record<string, Value> | undefined, scope: JsonObject, texts: Texts, lang: Lang): JsonObject {
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(values ?? {})) out[name] = wordOf(value, scope, texts, lang);
  return out;
}

function wordOf(value: Value, scope: JsonObject, texts: Texts, lang: Lang): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const found = nameOf(resolve(value, scope));
    return Array.isArray(found) ? found.map((item) => nameOf(item)).join(', ') : found;
  }
  const { each, text, variant, join } = value as { each?: Value; text?: Value; variant?: Value; with?: Value; join?: Value };
  if (typeof text !== 'string') return resolve(value, scope);
  const inner = (value.with ?? {}) as Record<string, Value>;
  const one = (local: JsonObject): string => {
    const form = variant === undefined ? null : resolve(variant, local);
    const named = form === null ? resolveKey(text, local) : `${resolveKey(text, local)}_${String(form)}`;
    const item = local.item;
    const own = item !== null && typeof item === 'object' && !Array.isArray(item) ? item : {};
    return texts.t(lang, named, { ...own, ...wordsOf(inner, local, texts, lang), number: local.number ?? null });
  };
  if (each === undefined) return one(scope);
  const list = resolve(each, scope);
  if (!Array.isArray(list)) return '';
  return list.map((item, index) => one({ ...scope, item, number: index + 1 })).join(typeof join === 'string' ? join : '\n');
}

/** A text key may itself be a path: the label of an intent, a reason named by an action. */
export function resolveKey(text: string, scope: JsonObject): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, path: string) => String(pathOf(path, scope) ?? ''));
}

/** A slot filled from an entity is shown by its name. */
export function nameOf(value: Json): Json {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const { name, text } = value;
    if (typeof name === 'string') return name;
    if (typeof text === 'string') return text;
  }
  return value;
}

/** Does every condition of a step hold? */
export function holds(when: Record<string, unknown> | undefined, scope: JsonObject): boolean {
  if (!when) return true;
  return Object.entries(when).every(([path, wanted]) => {
    const found = pathOf(path, scope);
    if (wanted === 'present') return found !== null;
    if (wanted === 'absent') return found === null;
    return Array.isArray(wanted) ? wanted.includes(found) : found === wanted;
  });
}
