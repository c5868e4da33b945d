/** What the schema of flows cannot see: whatever a flow names must exist. Each fault says what to do. */
import { basename } from 'node:path';
import type { z } from 'zod';
import type { CatalogueEntry } from '../core/reading';
import type { Texts } from '../core/texts';
import type { Flow, FollowUps, NextButton, Role } from './flow';
import { type FlowStep, INCLUDE_SCHEMA, kindOf, STEP_SCHEMAS } from './step-schema';

export interface FlowChecks {
  texts: Texts;
  catalogue: Map<string, CatalogueEntry>;
  /** Names of the actions that exist. */
  actions: Set<string>;
  /** Flows that call an action of this prefix are left out: the installation lacks its part, the general flows serve instead. */
  without?: string;
}

export type Fault = (at: (string | number)[], message: string) => void;

/** Which file has each role, and which flows need one that may stand in a later file. */
export interface Roles {
  taken: Map<Role, string>;
  wanted: { role: Role; fault: Fault }[];
}

/** Requests, texts, slots and rules that a flow names beside its steps. */
export function checkFlow(flow: Flow, checks: FlowChecks, fault: Fault): void {
  const { slots, followUps, next, aside, reports, reminder } = flow;
  const intent = (at: string, name: string): void => {
    if (!checks.catalogue.has(name)) fault([at], `there is no intent "${name}"; see data/intents.yaml`);
  };
  const text = (at: string, name: string): void => {
    if (!checks.texts.has(name)) fault([at], `there is no text "${name}"; add it to locales`);
  };
  for (const name of flow.intents) intent('intents', name);
  for (const name of flow.over) intent('over', name);
  if (flow.countsAs !== null) intent('counts_as', flow.countsAs);
  if (reports !== null) intent('reports', reports);
  for (const rule of followUps?.rules ?? []) {
    if (rule.intent !== undefined) intent('follow_ups', rule.intent);
    for (const taken of rule.intent === undefined ? (rule.takes ?? []) : [])
      if (!Object.hasOwn(slots, taken)) fault(['follow_ups'], `there is no slot "${taken}"; name one of \`slots\``);
  }
  next.forEach((button, index) => checkButton(button, followUps, checks, (message) => fault(['next', index], message)));
  if (aside) text('aside', aside.say);
  for (const name of aside?.intents ?? []) intent('aside', name);
  if (reminder) text('reminder', reminder.text);
}

/** One flow a role, and what a flow that opens without a reading is spoken of as. */
export function checkRole(flow: Flow, path: string, { taken, wanted }: Roles, fault: Fault): void {
  const { role, over, phrases, intents, countsAs, next } = flow;
  const other = role === null ? undefined : taken.get(role);
  if (other !== undefined) fault(['role'], `${basename(other)} has the role "${role}" already; take one of the two away`);
  if (role !== null) taken.set(role, path);
  if (role === 'pin' && intents.length === 0)
    fault(['role'], 'the flow of a pin needs the intent that it serves under `intents`');
  if (over.length > 0 && role !== 'report') fault(['over'], '`over` belongs to the flow with `role: report`');
  if (phrases.length > 0 && intents.length === 0 && countsAs === null)
    fault(['phrases'], 'the flow serves no intent: name the request that it is spoken of as under `counts_as`');
  if (next.some(({ does }) => does === 'report')) wanted.push({ role: 'report', fault });
}

/** A fault of the schema in plain words; of a step it is told which keys its kind takes. */
export function describe(issue: z.core.$ZodIssue, data: unknown, fault: Fault): void {
  const path = issue.path as (string | number)[];
  if (path[0] === 'steps' && typeof path[1] === 'number' && issue.code === 'invalid_union') {
    const step = (data as { steps: unknown[] }).steps[path[1]];
    const schemas: Record<string, z.ZodType> = { ...STEP_SCHEMAS, include: INCLUDE_SCHEMA };
    const kinds = Object.keys(schemas);
    const named = step !== null && typeof step === 'object' ? kinds.find((kind) => kind in step) : undefined;
    if (named === undefined) {
      fault(path, `a step needs one of ${kinds.join(', ')}`);
      return;
    }
    const inner = schemas[named]!.safeParse(step);
    for (const own of inner.error?.issues ?? [])
      fault([...path, ...(own.path as (string | number)[])], `${named}: ${own.path.join('.') || 'step'}: ${own.message}`);
    return;
  }
  fault(path, `${path.join('.') || 'file'}: ${issue.message}`);
}

/** What a button of `next` names must exist. */
function checkButton(
  { label, follows, start }: NextButton,
  followUps: FollowUps | null,
  checks: FlowChecks,
  fault: (message: string) => void,
): void {
  if (label !== undefined && !checks.texts.has(label)) fault(`there is no text "${label}"; add it to locales/tr/next.json`);
  if (follows !== undefined && !followUps?.rules.some(({ id }) => id === follows))
    fault(`no rule of \`follow_ups\` is called "${follows}"`);
  if (start !== undefined && !checks.catalogue.has(start)) fault(`there is no intent "${start}"; see data/intents.yaml`);
}

/** What the schema cannot see: steps, texts and actions that are named must exist. */
export function checkStep(
  step: FlowStep,
  flow: string,
  at: Map<string, number>,
  checks: FlowChecks,
  fault: (message: string) => void,
): void {
  for (const target of targetsOf(step)) if (!at.has(target)) fault(`there is no step "${target}"; name one of the flow ${flow}`);
  const absent = 'call' in step && checks.without !== undefined && step.call.startsWith(checks.without);
  if (kindOf(step) === 'call' && 'call' in step && !absent && !checks.actions.has(step.call))
    fault(`there is no action "${step.call}"; the actions are ${[...checks.actions].sort().join(', ')}`);
  for (const key of textsOf(step))
    if (!checks.texts.has(key)) fault(`there is no text "${key}"; add it to locales/tr/${key.split('.')[0]}.json`);
}

function targetsOf(step: FlowStep): string[] {
  const out: string[] = [];
  if ('go' in step) out.push(step.go);
  if ('next' in step && step.next !== undefined) out.push(step.next);
  if ('branch' in step) out.push(...Object.values(step.cases), ...(step.else === undefined ? [] : [step.else]));
  return out;
}

/** All text keys of a step, those within `with` included; keys with a "${path}" or a variant are known only when they run. */
function textsOf(value: unknown, name = ''): string[] {
  if (typeof value === 'string')
    return ['say', 'text', 'again', 'label', 'handoff', 'ring', 'none'].includes(name) && /^[a-z_]+\.[A-Za-z0-9_.]+$/.test(value)
      ? [value]
      : [];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, ''));
  if (value === null || typeof value !== 'object') return [];
  const entries = Object.entries(value);
  const varied = 'variant' in value;
  return entries.flatMap(([key, inner]) => (varied && key === 'text' ? [] : textsOf(inner, key)));
}
