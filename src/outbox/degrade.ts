/** Fits a message to what its channel can show. Pure, and the only place where a channel's lacks are made up for. */
import type { Capabilities } from '../core/adapter';
import { pieceId } from '../core/ids';
import type { Choice, Outbound, OutPart } from '../core/items';
import { sizeOf, split } from './split';

type Choices = Extract<OutPart, { kind: 'choices' }>;

/** "1) Evet": how choices look where there are no buttons; typing the number or the label chooses. */
export function numbered(text: string, choices: Choice[]): string {
  return [text, ...choices.map((choice, index) => `${index + 1}) ${choice.label}`)].filter(Boolean).join('\n');
}

/** A message as plain text, for channels, previews and callbacks that show nothing else. */
export function plainText(part: OutPart): string {
  switch (part.kind) {
    case 'text':
    case 'template':
      return part.text;
    case 'choices':
      return numbered(part.text, part.choices);
    case 'media':
      return [part.text, part.media.url ?? part.media.fileName].filter(Boolean).join('\n');
    case 'location':
      return [part.text, part.label, mapLink(part.lat, part.lon)].filter(Boolean).join('\n');
  }
}

/** A plain web address: unlike geo: links, every phone makes it something to press. */
const mapLink = (lat: number, lon: number): string => `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}`;

/**
 * The messages to send for one outbox row: usually itself. A long text comes in pieces, a long list of choices in pages; they are
 * named `<id>.2`, `<id>.3` …
 */
export function degrade(outbound: Outbound, can: Capabilities): Outbound[] {
  const parts = fitted(outbound.part, can);
  if (parts.length === 1) return [parts[0] === outbound.part ? outbound : { ...outbound, part: parts[0]! }];
  return parts.map((part, index) => ({ ...outbound, id: pieceId(outbound.id, index + 1), part }));
}

/** The same in one line, for choices that only help. */
function inOneLine({ text, choices, aside }: Choices): string {
  const line = choices.map(({ label }, index) => `${index + 1}) ${label}`).join(' ');
  return [text.slice(0, aside), line].filter(Boolean).join('\n');
}

function fitted(part: OutPart, can: Capabilities): OutPart[] {
  switch (part.kind) {
    case 'choices':
      if (part.choices.length > 0 && drawable(part, can)) return pages(part, can);
      return texts(part.aside === undefined ? plainText(part) : inOneLine(part), can);
    case 'media':
      if (!can.media.includes(part.media.kind)) return texts(plainText(part), can);
      if (part.text === undefined || sizeOf(part.text, unitOf(can)) <= (can.captionMax ?? can.textMax)) return [part];
      return [{ kind: 'media', media: part.media }, ...texts(part.text, can)];
    case 'location':
      return can.location ? [part] : texts(plainText(part), can);
    case 'template':
      return can.templates ? [part] : texts(part.text, can);
    case 'text':
      return sizeOf(part.text, unitOf(can)) <= can.textMax ? [part] : texts(part.text, can);
  }
}

const unitOf = (can: Capabilities) => can.textUnit ?? 'utf16';

function texts(text: string, can: Capabilities): OutPart[] {
  return split(text, can.textMax, unitOf(can)).map((piece) => ({ kind: 'text', text: piece }));
}

function drawable(part: Choices, { choices }: Capabilities): boolean {
  return (
    choices !== null &&
    part.choices.every(({ label }) => label.length <= choices.labelMax) &&
    part.choices.length <= choices.max * (choices.pages ?? 1)
  );
}

/** What is too long for a message with buttons goes before it as text; buttons beyond the first page follow under "(2/3)". */
function pages(part: Choices, can: Capabilities): OutPart[] {
  const { max, textMax = can.textMax } = can.choices!;
  const count = Math.ceil(part.choices.length / max);
  const before: OutPart[] = [];
  let text = part.text;
  if (sizeOf(text, unitOf(can)) > textMax) {
    const pieces = split(text, textMax, unitOf(can));
    text = pieces.pop()!;
    before.push(...pieces.map((piece) => ({ kind: 'text' as const, text: piece })));
  }
  if (count === 1) return before.length === 0 ? [part] : [...before, { ...part, text }];
  const shown = Array.from({ length: count }, (_, page) => ({
    ...part,
    text: page === 0 ? text : `(${page + 1}/${count})`,
    choices: part.choices.slice(page * max, (page + 1) * max),
    ...(page === 0 ? {} : { firstPosition: page * max + 1 }),
  }));
  return [...before, ...shown];
}
