/** What several flows share, under flows/parts: steps, and lists of phrases. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import type { Fault } from './check';
import { type FlowFile, PART_SCHEMA, WORDS_SCHEMA } from './flow';
import { readFlowFile } from './read';

type Step = z.infer<typeof PART_SCHEMA>['steps'][number];

/** A step and how a fault of it is told, in the file where it stands. */
export interface Placed {
  step: Step;
  fault(message: string): void;
}

export interface Parts {
  steps: Map<string, Placed[]>;
  words: Map<string, string[]>;
}

const WORDS_FILE = 'words.yaml';

/** Reads the folder; faults are added to `faults`. No folder is no part. */
export function readParts(folder: string, faults: string[]): Parts {
  const parts: Parts = { steps: new Map(), words: new Map() };
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  for (const file of files.sort()) {
    const path = join(folder, file);
    if (file === WORDS_FILE) {
      for (const [name, list] of Object.entries(readFlowFile(path, WORDS_SCHEMA, faults)?.value ?? {}))
        parts.words.set(name, list);
      continue;
    }
    const read = readFlowFile(path, PART_SCHEMA, faults);
    if (!read) continue;
    const { value, fault } = read;
    if (value.part !== basename(file, '.yaml'))
      fault(['part'], `the part is called "${value.part}"; give it the name of its file`);
    parts.steps.set(
      value.part,
      value.steps.map((step, index) => ({ step, fault: (message) => fault(['steps', index], message) })),
    );
  }
  return parts;
}

/** The steps of a flow, those of its parts where they are included. */
export function withParts({ steps }: FlowFile, { steps: parts }: Parts, fault: Fault): Placed[] {
  return steps.flatMap((step, index) => {
    const here = (message: string): void => fault(['steps', index], message);
    if (!('include' in step)) return [{ step, fault: here }];
    const part = parts.get(step.include);
    if (!part) here(`there is no part "${step.include}"; the parts are ${[...parts.keys()].sort().join(', ')}`);
    return part ?? [];
  });
}

/** Puts the lists in place of their names ("$when_comes") wherever a flow has `words`. */
export function withLists(data: unknown, { words }: Parts, fault: Fault): unknown {
  const spread = (node: unknown, at: (string | number)[], inWords: boolean): unknown => {
    if (Array.isArray(node))
      return node.flatMap((item, index) => {
        if (!inWords || typeof item !== 'string' || !item.startsWith('$')) return [spread(item, [...at, index], inWords)];
        const list = words.get(item.slice(1));
        if (!list) fault([...at, index], `there is no list "${item}"; name one of flows/parts/${WORDS_FILE}`);
        return list ?? [];
      });
    if (node === null || typeof node !== 'object') return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, inner]) => [key, spread(inner, [...at, key], inWords || key === 'words')]),
    );
  };
  return spread(data, [], false);
}
