import { join, resolve } from 'node:path';
import { ROOT } from '../core/paths';
import { evaluateRows, readCatalogue, type Report } from '../nlu';
import { readRows } from '../nlu/model-file';
import { out } from './lines';
import { readerOf } from './reader';

interface Options {
  model?: string;
  data: string[];
  json?: boolean;
}

const SHOWN = 15;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** How well a model reads labelled messages; with --json one last line {"accuracy", "macroF1", …} on standard output. */
export async function run(options: Options): Promise<number> {
  const rows = readRows(options.data.map((file) => resolve(file)));
  const reader = await readerOf(options.model);
  const now = Date.now();
  const took: number[] = [];
  const timed = {
    read(text: string, at: number) {
      const from = process.hrtime.bigint();
      const reading = reader.read(text, at);
      took.push(Number(process.hrtime.bigint() - from) / 1_000);
      return reading;
    },
  };
  const departments = new Map(readCatalogue(join(ROOT, 'data')).map(({ name, department }) => [name, department]));
  const report = evaluateRows(timed, rows, now, departments);
  took.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0);
  const latency = { p50Us: at(0.5), p99Us: at(0.99) };
  process.stderr.write(`${table(report, latency).join('\n')}\n`);
  if (options.json) {
    const { count, accuracy, macroF1, calibrationError, departmentRight, bands } = report;
    out({ accuracy, macroF1, count, calibrationError, departmentRight, bands, ...latency });
  }
  return 0;
}

function table(report: Report, { p50Us, p99Us }: { p50Us: number; p99Us: number }): string[] {
  const { accept, ask, reject } = report.bands;
  const weakest = [...report.intents].sort((a, b) => a.f1 - b.f1).slice(0, SHOWN);
  return [
    `${report.count} messages, ${report.intents.length} intents`,
    `accuracy           ${percent(report.accuracy)}`,
    `macro-F1           ${percent(report.macroF1)}`,
    `calibration error  ${percent(report.calibrationError)}`,
    ...(report.departmentRight === undefined ? [] : [`right department   ${percent(report.departmentRight)}`]),
    `accept             ${percent(accept.share)}, ${percent(accept.right)} of them right`,
    `ask                ${percent(ask.share)}, ${percent(ask.right)} with the right one among three`,
    `reject             ${percent(reject.share)}, ${percent(reject.right)} of them out of scope`,
    `latency            p50 ${p50Us} µs, p99 ${p99Us} µs`,
    'commonest mistakes (expected -> read):',
    ...report.confusions.slice(0, SHOWN).map(({ expected, intent, count }) => `  ${count}  ${expected} -> ${intent}`),
    'weakest intents (F1, messages):',
    ...weakest.map(({ intent, f1, count }) => `  ${percent(f1)}  ${intent} (${count})`),
  ];
}
