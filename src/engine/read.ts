/** Reads one file under flows/ and tells its faults with their lines. */
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { lineAt } from '../core/yaml-file';
import { describe, type Fault } from './check';

/**
 * A file that follows its schema, and how a fault in it is told; null where it does not follow it.
 *
 * @param before changes what stands there before the schema looks at it
 */
export function readFlowFile<T>(
  path: string,
  schema: z.ZodType<T>,
  faults: string[],
  before: (data: unknown, fault: Fault) => unknown = (data) => data,
): { value: T; fault: Fault } | null {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
  const fault: Fault = (at, message) => {
    faults.push(`${path}:${lineAt(document, lines, at)}: ${message}`);
  };
  for (const error of document.errors)
    faults.push(`${path}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}; mend the YAML`);
  if (document.errors.length > 0) return null;
  const data = before(document.toJS(), fault);
  const parsed = schema.safeParse(data);
  if (parsed.success) return { value: parsed.data, fault };
  for (const issue of parsed.error.issues) describe(issue, data, fault);
  return null;
}
