/** Reads and checks flow files. Every fault is told with its file, line and mend, all of them at once. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { KapiError, KINDS } from '../core/errors';
import type { CatalogueEntry } from '../core/reading';
import type { Texts } from '../core/texts';
import { FLOW_SCHEMA, type Flow, type FlowStep, type FollowUps, kindOf, type NextButton, type Role, STEP_SCHEMAS } from './flow';

export interface FlowChecks {
  texts: Texts;
  catalogue: Map<string, CatalogueEntry>;
  /** Names of the actions that exist. */
  actions: Set<string>;
  /** Flows that call an action of this prefix are left out: the installation lacks its part, the general flows serve instead. */
  without?: string;
}

/**
 * Loads all flows of a folder.
 *
 * @throws KapiError config: one line a fault, "flows/x.yaml:12: what is wrong; what to do"
 */
export function loadFlows(folder: string, checks: FlowChecks): Map<string, Flow> {
  const faults: string[] = [];
  const flows = new Map<string, Flow>();
  const roles: Roles = { taken: new Map(), wanted: [] };
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const flow = readFlow(join(folder, file), checks, roles, faults);
    if (flow && !lacks(flow, checks.without)) flows.set(flow.name, flow);
  }
  for (const { role, fault } of roles.wanted)
    if (!roles.taken.has(role)) fault(['next'], `the button "${role}" needs a flow with \`role: ${role}\``);
  for (const entry of checks.catalogue.values()) {
    if (entry.does === 'meta') continue;
    const served = [...flows.values()].some((flow) => flow.intents.includes(entry.name) || flow.does.includes(entry.does));
    if (!served)
      faults.push(
        `${folder}: no flow serves ${entry.name}; name it under \`intents\` of a flow, or "${entry.does}" under \`does\``,
      );
  }
  if (faults.length > 0) throw new KapiError(KINDS.config, faults.join('\n'), { field: 'flows' });
  return flows;
}

function lacks(flow: Flow, without: string | undefined): boolean {
  return without !== undefined && flow.steps.some((step) => 'call' in step && step.call.startsWith(without));
}

type Fault = (at: (string | number)[], message: string) => void;

/** Which file has each role, and which flows need one that may stand in a later file. */
interface Roles {
  taken: Map<Role, string>;
  wanted: { role: Role; fault: Fault }[];
}

function readFlow(path: string, checks: FlowChecks, roles: Roles, faults: string[]): Flow | null {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
  const fault: Fault = (at, message) => {
    faults.push(`${path}:${lineOf(document, lines, at)}: ${message}`);
  };
  if (document.errors.length > 0) {
    for (const error of document.errors)
      faults.push(`${path}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}; mend the YAML`);
    return null;
  }
  const data: unknown = document.toJS();
  const parsed = FLOW_SCHEMA.safeParse(data);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) describe(issue, data, fault);
    return null;
  }
  const raw = parsed.data;
  const steps = raw.steps.map((step, index) => ({ ...step, id: step.id ?? `step${index + 1}` }) as FlowStep);
  const at = new Map<string, number>();
  steps.forEach((step, index) => {
    if (at.has(step.id)) fault(['steps', index], `two steps are called "${step.id}"; rename one`);
    at.set(step.id, index);
  });
  if (raw.flow !== basename(path, '.yaml')) fault(['flow'], `the flow is called "${raw.flow}"; give it the name of its file`);
  for (const intent of raw.intents ?? [])
    if (!checks.catalogue.has(intent)) fault(['intents'], `there is no intent "${intent}"; see data/intents.yaml`);
  steps.forEach((step, index) => checkStep(step, at, checks, (message) => fault(['steps', index], message)));
  const {
    flow: name,
    about,
    intents = [],
    does = [],
    phrases = [],
    counts_as: countsAs = null,
    role = null,
    over = [],
    cues = [],
    gather = false,
    one_request: oneRequest = false,
    reminder = null,
    slots = {},
    follow_ups: followUps = null,
    keeps_follow_ups: keepsFollowUps = false,
    reports = null,
    aside = null,
  } = raw;
  const next = (raw.next ?? []).map((button) => (typeof button === 'string' ? { does: button } : button));
  for (const { takes = [], intent } of followUps?.rules ?? []) {
    if (intent !== undefined && !checks.catalogue.has(intent)) fault(['follow_ups'], `there is no intent "${intent}"`);
    for (const taken of intent === undefined ? takes : [])
      if (!Object.hasOwn(slots, taken)) fault(['follow_ups'], `there is no slot "${taken}"; name one of \`slots\``);
  }
  next.forEach((button, index) => checkButton(button, followUps, checks, (message) => fault(['next', index], message)));
  if (next.some(({ does }) => does === 'report')) roles.wanted.push({ role: 'report', fault });
  checkRole(raw, path, checks, roles, fault);
  if (aside && !checks.texts.has(aside.say)) fault(['aside'], `there is no text "${aside.say}"; add it to locales`);
  for (const intent of aside?.intents ?? [])
    if (!checks.catalogue.has(intent)) fault(['aside'], `there is no intent "${intent}"`);
  if (reports !== null && !checks.catalogue.has(reports)) fault(['reports'], `there is no intent "${reports}"`);
  if (reminder && !checks.texts.has(reminder.text)) fault(['reminder'], `there is no text "${reminder.text}"; add it to locales`);
  return {
    name,
    about,
    intents,
    does,
    phrases,
    countsAs,
    role,
    over,
    cues,
    gather,
    oneRequest,
    reminder,
    slots,
    followUps,
    keepsFollowUps,
    next,
    aside,
    reports,
    steps,
    at,
  };
}

/** One flow a role, and what a flow that opens without a reading is spoken of as. */
function checkRole(
  { role, over = [], phrases = [], intents = [], counts_as: countsAs }: z.infer<typeof FLOW_SCHEMA>,
  path: string,
  { catalogue }: FlowChecks,
  { taken }: Roles,
  fault: Fault,
): void {
  const other = role && taken.get(role);
  if (other !== undefined) fault(['role'], `${basename(other!)} has the role "${role}" already; take one of the two away`);
  if (role) taken.set(role, path);
  if (role === 'pin' && intents.length === 0)
    fault(['role'], 'the flow of a pin needs the intent that it serves under `intents`');
  if (over.length > 0 && role !== 'report') fault(['over'], '`over` belongs to the flow with `role: report`');
  if (phrases.length > 0 && intents.length === 0 && countsAs === undefined)
    fault(['phrases'], 'the flow serves no intent: name the request that it is spoken of as under `counts_as`');
  for (const intent of [...over, ...(countsAs === undefined ? [] : [countsAs])])
    if (!catalogue.has(intent))
      fault([intent === countsAs ? 'counts_as' : 'over'], `there is no intent "${intent}"; see data/intents.yaml`);
}

/** A fault of the schema in plain words; of a step it is told which keys its kind takes. */
function describe(issue: z.core.$ZodIssue, data: unknown, fault: Fault): void {
  const path = issue.path as (string | number)[];
  if (path[0] === 'steps' && typeof path[1] === 'number' && issue.code === 'invalid_union') {
    const step = (data as { steps: unknown[] }).steps[path[1]];
    const kinds = Object.keys(STEP_SCHEMAS);
    const named = step !== null && typeof step === 'object' ? kinds.find((kind) => kind in step) : undefined;
    if (named === undefined) {
      fault(path, `a step needs one of ${kinds.join(', ')}`);
      return;
    }
    const inner = STEP_SCHEMAS[named as keyof typeof STEP_SCHEMAS].safeParse(step);
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
function checkStep(step: FlowStep, at: Map<string, number>, checks: FlowChecks, fault: (message: string) => void): void {
  for (const target of targetsOf(step)) if (!at.has(target)) fault(`there is no step "${target}"; name one of this flow`);
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

function lineOf(document: ReturnType<typeof parseDocument>, lines: LineCounter, path: (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | null)?.range;
    if (range && (isMap(node) || isSeq(node) || range[0] >= 0)) return lines.linePos(range[0]).line;
  }
  return 1;
}
