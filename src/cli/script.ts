/** Recorded conversations: what a citizen sent and what was answered, as a YAML file that is a test. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { KapiError, KINDS } from '../core/errors';
import type { Part } from '../core/items';
import { plainText } from '../outbox/degrade';
import type { Said, Simulator } from './simulator';

const line = z.union([
  z.strictObject({ citizen: z.string() }),
  z.strictObject({ photo: z.string(), caption: z.string().optional() }),
  z.strictObject({ pin: z.tuple([z.number(), z.number()]) }),
  z.strictObject({ voice: z.string() }),
  z.strictObject({ press: z.string().describe('Label of a button of the last question') }),
  z.strictObject({ wait_minutes: z.number().positive() }),
  z.strictObject({ agent: z.enum(['take', 'return']) }),
  z.strictObject({ agent_says: z.string() }),
  z.strictObject({ ticket_status: z.enum(['in_progress', 'resolved', 'closed']), answer: z.string() }),
  z.strictObject({ bot: z.string() }),
  z.strictObject({ says: z.string().describe('What the citizen reads from an agent') }),
  z.strictObject({ silence: z.literal(true) }),
]);

const SCRIPT = z.strictObject({
  about: z.string(),
  flows: z.array(z.string()).describe('The flows that this conversation walks through'),
  now: z.iso.datetime({ offset: true }),
  channel: z.enum(['http', 'webchat', 'whatsapp-cloud']).default('http'),
  lang: z.enum(['tr', 'en', 'ar']).optional(),
  lines: z.array(line).min(2),
});

export type Script = z.infer<typeof SCRIPT>;
export type ScriptLine = z.infer<typeof line>;

/** @throws KapiError badInput naming the file and the place */
export function readScript(path: string): Script {
  const parsed = SCRIPT.safeParse(yamlOf(path));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new KapiError(KINDS.badInput, `${path}: ${issue.path.join('.')}: ${issue.message}`, { field: issue.path.join('.') });
}

function yamlOf(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const [reason] = (error as Error).message.split('\n', 1);
    throw new KapiError(KINDS.badInput, `${path}: cannot be read: ${reason}`, { cause: error });
  }
}

/** The flows that the simulated conversation opened, each once. */
export function flowsOf(simulator: Simulator): string[] {
  const started = simulator.turns
    .flatMap((turn) => turn.events)
    .flatMap((event) => (event.type === 'flow.started' ? [event.flow] : []));
  return [...new Set(started)].sort();
}

/** One spoken line as it stands in a script. */
export function spoken({ from, part }: Said): ScriptLine {
  const text = plainText(part);
  return from === 'bot' ? { bot: text } : { says: text };
}

const AGENT = { agentId: 'agent-1', agentName: 'Ayşe Yılmaz' };

/** Record numbers as a conversation of its own would draw them: the first is 000001, whatever ran before. */
function numbersAnew(): (line: ScriptLine) => ScriptLine {
  const seen: string[] = [];
  const anew = (text: string): string =>
    text.replace(/\b([A-Z]{2,4}-\d{2}-)(\d{6})\b/g, (_, series: string, digits: string) => {
      if (!seen.includes(digits)) seen.push(digits);
      return series + String(seen.indexOf(digits) + 1).padStart(6, '0');
    });
  return (line) => ('bot' in line ? { bot: anew(line.bot) } : line);
}

/** Replays a script; gives the lines as they came out now. The same as the script's when nothing changed. */
export async function replay(simulator: Simulator, script: Script): Promise<ScriptLine[]> {
  simulator.restart({ now: Date.parse(script.now), channel: script.channel, ...(script.lang ? { lang: script.lang } : {}) });
  const out: ScriptLine[] = [];
  const anew = numbersAnew();
  let last: Said[] = [];
  const hear = (said: Said[]): void => {
    if (said.length > 0) last = said;
    out.push(...said.map(spoken).map(anew));
  };
  const heard = (entry: ScriptLine | undefined): boolean =>
    entry !== undefined && ('bot' in entry || 'says' in entry || 'silence' in entry);
  for (const [index, entry] of script.lines.entries()) {
    if (heard(entry)) continue;
    out.push(entry);
    const before = out.length;
    hear(await perform(simulator, entry, last));
    // A citizen who reads an answer next has waited for it; one who goes on typing has not.
    const next = script.lines[index + 1];
    if (next === undefined || heard(next)) hear(await simulator.settle());
    if (out.length === before && next !== undefined && 'silence' in next) out.push({ silence: true });
  }
  return out;
}

async function perform(simulator: Simulator, entry: ScriptLine, last: Said[]): Promise<Said[]> {
  if ('wait_minutes' in entry) return simulator.wait(entry.wait_minutes * 60_000);
  if ('agent' in entry) return simulator.act({ do: entry.agent, ...AGENT });
  if ('agent_says' in entry) return simulator.act({ do: 'reply', text: entry.agent_says, ...AGENT });
  if ('ticket_status' in entry) {
    const number = simulator.turns.flatMap((turn) => turn.events).findLast((event) => event.type === 'ticket.opened')
      ?.ticket.number;
    return simulator.act({
      do: 'ticket.status',
      number: number ?? '',
      status: entry.ticket_status,
      text: entry.answer,
      ...AGENT,
    });
  }
  return simulator.send(partsOf(entry, last));
}

function partsOf(entry: ScriptLine, last: Said[]): Part[] {
  if ('citizen' in entry) return [{ kind: 'text', text: entry.citizen }];
  if ('pin' in entry) return [{ kind: 'location', lat: entry.pin[0], lon: entry.pin[1] }];
  if ('voice' in entry)
    return [{ kind: 'media', media: { kind: 'audio', mimeType: 'audio/ogg', url: `https://example.test/${entry.voice}` } }];
  if ('photo' in entry) {
    const media = { kind: 'image' as const, mimeType: 'image/jpeg', url: `https://example.test/${entry.photo}` };
    return [entry.caption === undefined ? { kind: 'media', media } : { kind: 'media', media, caption: entry.caption }];
  }
  if ('press' in entry) {
    for (const { part } of last.toReversed())
      if (part.kind === 'choices') {
        const choice = part.choices.find((offered) => offered.label === entry.press);
        if (choice) return [{ kind: 'choice', id: choice.id, questionId: part.questionId, label: choice.label }];
      }
    throw new KapiError(KINDS.badInput, `no button "${entry.press}" was shown`, { field: 'press' });
  }
  return [];
}
