/** Scores what was read against what was meant, and reads messages from elsewhere: one JSON object {text, intent} a line. */
import type { Decision, Reading } from '../core/reading';

export interface Outcome {
  expected: string;
  intent: string;
  confidence: number;
  decision: Decision;
  /** The intent and its runners-up. */
  offered: string[];
  /** The department that it goes to. */
  department?: string | null;
}

export interface IntentScore {
  intent: string;
  count: number;
  precision: number;
  recall: number;
  f1: number;
}

/** All shares are 0 to 1. */
export interface Report {
  count: number;
  accuracy: number;
  macroF1: number;
  /** Share of messages in each band, and how many of them are right: of `ask`, how many offer the right one among three. */
  bands: { accept: Band; ask: Band; reject: Band };
  /** Mean distance between confidence and being right, over ten steps of confidence. */
  calibrationError: number;
  intents: IntentScore[];
  /** Of the messages for a department, the share that reaches it, whatever the intent. */
  departmentRight?: number | undefined;
  /** Commonest mistakes, most frequent first. */
  confusions: { expected: string; intent: string; count: number }[];
}

export interface Band {
  share: number;
  right: number;
}

const CONFUSIONS_SHOWN = 25;
const OFFERED = 3;

/** Scores outcomes. Macro-F1 is the mean over the intents that occur in `expected`. */
export function report(outcomes: readonly Outcome[]): Report {
  const names = [...new Set(outcomes.map(({ expected }) => expected))].sort();
  const intents = names.map((intent) => scoreOf(intent, outcomes));
  const right = outcomes.filter(({ expected, intent }) => expected === intent).length;
  return {
    count: outcomes.length,
    accuracy: right / Math.max(1, outcomes.length),
    macroF1: intents.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, intents.length),
    bands: { accept: bandOf('accept', outcomes), ask: bandOf('ask', outcomes), reject: bandOf('reject', outcomes) },
    calibrationError: calibrationError(outcomes),
    intents,
    confusions: confusionsOf(outcomes),
  };
}

function scoreOf(intent: string, outcomes: readonly Outcome[]): IntentScore {
  const wanted = outcomes.filter(({ expected }) => expected === intent).length;
  const said = outcomes.filter((outcome) => outcome.intent === intent).length;
  const right = outcomes.filter((outcome) => outcome.intent === intent && outcome.expected === intent).length;
  const precision = said === 0 ? 0 : right / said;
  const recall = wanted === 0 ? 0 : right / wanted;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { intent, count: wanted, precision, recall, f1 };
}

function bandOf(decision: Decision, outcomes: readonly Outcome[]): Band {
  const inside = outcomes.filter((outcome) => outcome.decision === decision);
  const right = inside.filter(({ expected, intent, offered }) =>
    decision === 'ask'
      ? offered.slice(0, OFFERED).includes(expected)
      : decision === 'accept'
        ? intent === expected
        : expected === 'out_of_scope',
  );
  return { share: inside.length / Math.max(1, outcomes.length), right: right.length / Math.max(1, inside.length) };
}

function calibrationError(outcomes: readonly Outcome[]): number {
  let error = 0;
  for (let step = 0; step < 10; step++) {
    const inside = outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === step);
    const sure = inside.reduce((sum, { confidence }) => sum + confidence, 0);
    const right = inside.filter(({ expected, intent }) => expected === intent).length;
    error += Math.abs(sure - right);
  }
  return error / Math.max(1, outcomes.length);
}

function confusionsOf(outcomes: readonly Outcome[]): Report['confusions'] {
  const counts = new Map<string, { expected: string; intent: string; count: number }>();
  for (const { expected, intent } of outcomes) {
    if (expected === intent) continue;
    const key = `${expected} ${intent}`;
    const entry = counts.get(key) ?? { expected, intent, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, CONFUSIONS_SHOWN);
}

/** Parses rows of {text, intent}, one JSON object a line. @throws SyntaxError naming the line */
export function parseRows(jsonl: string): { text: string; intent: string }[] {
  return jsonl
    .split('\n')
    .map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => {
      const row = parseLine(line, number) as { text?: unknown; intent?: unknown };
      if (typeof row.text !== 'string' || typeof row.intent !== 'string')
        throw new SyntaxError(`line ${number}: needs "text" and "intent"`);
      return { text: row.text, intent: row.intent };
    });
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new SyntaxError(`line ${number}: not a JSON object`);
  }
}

/** Reads messages from elsewhere with a running understanding. `departments`: those of the intents expected, where they are known. */
export function evaluateRows(
  understanding: { read(text: string, now: number): Reading },
  rows: readonly { text: string; intent: string }[],
  now: number,
  departments?: ReadonlyMap<string, string | null>,
): Report {
  const outcomes = rows.map(({ text, intent: expected }): Outcome => {
    const { intent, confidence, decision, alternatives, department } = understanding.read(text, now);
    const offered = [intent, ...alternatives.map((other) => other.intent)];
    return { expected, intent, confidence, decision, offered, department };
  });
  return { ...report(outcomes), departmentRight: departments && routed(outcomes, departments) };
}

/** Share of the messages whose department is that of the intent meant, or undefined where none has one. */
function routed(outcomes: readonly Outcome[], departments: ReadonlyMap<string, string | null>): number | undefined {
  const bound = outcomes.filter(({ expected }) => departments.get(expected));
  if (bound.length === 0) return undefined;
  return bound.filter(({ expected, department }) => departments.get(expected) === department).length / bound.length;
}
