/** Reads and checks flow files. Every fault is told with its file, line and mend, all of them at once. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KapiError, KINDS } from '../core/errors';
import { checkFlow, checkRole, checkStep, type FlowChecks, type Roles } from './check';
import { FLOW_SCHEMA, type Flow, type FlowFile } from './flow';
import { type Parts, readParts, withLists, withParts } from './parts';
import { readFlowFile } from './read';
import type { FlowStep } from './step-schema';

/**
 * Loads all flows of a folder.
 *
 * @throws KapiError config: one line a fault, "flows/x.yaml:12: what is wrong; what to do"
 */
export function loadFlows(folder: string, checks: FlowChecks): Map<string, Flow> {
  const faults: string[] = [];
  const flows = new Map<string, Flow>();
  const parts = readParts(join(folder, 'parts'), faults);
  const roles: Roles = { taken: new Map(), wanted: [] };
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const flow = readFlow(join(folder, file), parts, checks, roles, faults);
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

function readFlow(path: string, parts: Parts, checks: FlowChecks, roles: Roles, faults: string[]): Flow | null {
  const file = readFlowFile(path, FLOW_SCHEMA, faults, (data, fault) => withLists(data, parts, fault));
  if (!file) return null;
  const { value: raw, fault } = file;
  const placed = withParts(raw, parts, fault);
  const steps = placed.map(({ step }, index) => ({ ...step, id: step.id ?? `step${index + 1}` }) as FlowStep);
  const at = new Map<string, number>();
  steps.forEach(({ id }, index) => {
    if (at.has(id)) placed[index]!.fault(`two steps of ${raw.flow} are called "${id}"; rename one`);
    at.set(id, index);
  });
  steps.forEach((step, index) => checkStep(step, raw.flow, at, checks, placed[index]!.fault));
  const flow = flowFrom(raw, steps, at);
  if (flow.name !== basename(path, '.yaml')) fault(['flow'], `the flow is called "${flow.name}"; give it the name of its file`);
  checkFlow(flow, checks, fault);
  if (!lacks(flow, checks.without)) checkRole(flow, path, roles, fault);
  return flow;
}

/** The flow as the engine takes it: what the file leaves out has its default. */
function flowFrom(raw: FlowFile, steps: FlowStep[], at: Flow['at']): Flow {
  return {
    name: raw.flow,
    about: raw.about,
    intents: raw.intents ?? [],
    does: raw.does ?? [],
    phrases: raw.phrases ?? [],
    countsAs: raw.counts_as ?? null,
    role: raw.role ?? null,
    over: raw.over ?? [],
    cues: raw.cues ?? [],
    gather: raw.gather ?? false,
    oneRequest: raw.one_request ?? false,
    reminder: raw.reminder ?? null,
    slots: raw.slots ?? {},
    followUps: raw.follow_ups ?? null,
    keepsFollowUps: raw.keeps_follow_ups ?? false,
    next: (raw.next ?? []).map((button) => (typeof button === 'string' ? { does: button } : button)),
    aside: raw.aside ?? null,
    reports: raw.reports ?? null,
    steps,
    at,
  };
}
