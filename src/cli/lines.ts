import { createInterface } from 'node:readline';

/** The lines of standard input, without their ends. */
export async function* stdinLines(): AsyncGenerator<string> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
}

/** One JSON line on standard output. */
export function out(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
