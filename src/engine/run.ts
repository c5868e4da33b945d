/**
 * One turn in the making: a draft of the session and the events so far. Handlers change the draft only; nothing is written
 * and no clock is read.
 */
import type { Choice, MediaRef } from '../core/items';
import type { Json, JsonObject } from '../core/json';
import type { Personal } from '../core/mask';
import type { Entity, Reading } from '../core/reading';
import type { Frame, Question, Session } from '../core/session';
import type { Call, Event } from '../core/turn';
import type { EngineEnv } from './env';

/** What a citizen sent, as the engine looks at it. */
export interface Message {
  eventId: string;
  text: string;
  reading: Reading | null;
  choice: { id: string; questionId?: string; position?: number } | null;
  media: MediaRef[];
  location: { lat: number; lon: number; label?: string } | null;
  contact: string | null;
  unsupported: boolean;
  cutFrom: number | null;
  /** Numbers that the inbox starred in the text. */
  personal: Personal[];
}

interface Said {
  text: string;
  question: Question | null;
  owes: string[];
}

export class Run {
  readonly events: Event[] = [];
  call: Call | null = null;
  private said: Said[] = [];
  private calls = 0;

  constructor(
    readonly env: EngineEnv,
    readonly session: Session,
    readonly now: number,
    /** eventIds that what is said now answers. */
    public owes: string[],
  ) {}

  t(key: string, values: JsonObject = {}): string {
    return this.env.texts.t(this.session.lang, key, { ...this.env.city[this.session.lang], ...values });
  }

  /** A line of the catalogue as people call it. */
  label(intent: string): string {
    return this.t(`intents.${intent}`);
  }

  say(key: string, values: JsonObject = {}): void {
    this.sayText(this.t(key, values));
  }

  sayText(text: string): void {
    if (text === '') return;
    const last = this.said.at(-1);
    // What is said in one breath is one message; an answer to another message is a message of its own.
    if (last && !last.question && sameOwes(last.owes, this.owes)) last.text += `\n\n${text}`;
    else this.said.push({ text, question: null, owes: [...this.owes] });
  }

  /** Opens the one question of the conversation. */
  ask(question: Omit<Question, 'id' | 'askedAt' | 'misses'> & { misses?: number }): void {
    const asked: Question = { misses: 0, ...question, id: `q${this.session.seq}`, askedAt: this.now };
    this.session.question = asked;
    const last = this.said.at(-1);
    if (last && !last.question && sameOwes(last.owes, this.owes)) {
      last.text += `\n\n${question.text}`;
      last.question = asked;
    } else this.said.push({ text: question.text, question: asked, owes: [...this.owes] });
  }

  emit(event: Event): void {
    this.events.push(event);
  }

  setTimer(key: string, at: number): void {
    this.emit({ type: 'timer.set', key, at });
  }

  clearTimer(key: string): void {
    if (this.session.timers[key] !== undefined) this.emit({ type: 'timer.clear', key });
  }

  requestCall(action: string, args: JsonObject): void {
    this.call = { id: `${this.session.seq}.${++this.calls}`, action, args };
  }

  /** Puts what was said into events, and remembers it for "tekrar". */
  speak(): void {
    for (const { text, question, owes } of this.said) {
      const part =
        question && question.choices.length > 0
          ? { kind: 'choices' as const, text, questionId: question.id, choices: question.choices, ...asideOf(text, question) }
          : { kind: 'text' as const, text };
      this.emit({ type: 'reply', part, inReplyTo: owes, purpose: 'reply', author: 'bot' });
    }
    if (this.said.length > 0) this.session.lastText = this.said.map((said) => said.text).join('\n\n');
    this.said = [];
  }

  /** Takes back what was said in this turn so far. */
  unsay(): void {
    this.said = [];
  }

  get saidSomething(): boolean {
    return this.said.length > 0;
  }

  /** Stops for a call: what was said so far waits in the session until the result is there. */
  suspend(): void {
    this.session.suspended = { said: this.said, calls: this.calls, owes: this.owes } as unknown as Json;
  }

  resume(): void {
    const { said, calls, owes } = this.session.suspended as unknown as { said: Said[]; calls: number; owes: string[] };
    this.said = said;
    this.calls = calls;
    this.owes = owes;
    this.session.suspended = null;
  }
}

/** Up to where the text stands without buttons: before the line that asks, where it says no more than the buttons themselves. */
function asideOf(text: string, { aside, text: asks }: Question): { aside?: number } {
  if (aside === undefined) return {};
  return { aside: aside === 'bare' && text.endsWith(asks) ? text.slice(0, -asks.length).trimEnd().length : text.length };
}

const sameOwes = (a: string[], b: string[]): boolean => a.length === b.length && a.every((id, index) => id === b[index]);

export function choiceOf(run: Run, id: string, key: string): Choice {
  return { id, label: run.t(key) };
}

export interface Request {
  /** A flow by name, instead of the one that serves the intent. */
  flow?: string;
  intent: string;
  department: string | null;
  text: string;
  /** What was written about the same matter before. */
  before?: string;
  entities: Entity[];
  media: MediaRef[];
  location: Frame['location'];
  owes: string[];
}
