/** Fits a message to what its channel can show. Pure. */
import type { Capabilities } from '../core/adapter';
import type { Choice, Outbound, OutPart } from '../core/items';

/** "1) Evet": how choices look where there are no buttons; typing the number or the label chooses. */
export function numbered(text: string, choices: Choice[]): string {
  return [text, ...choices.map((choice, index) => `${index + 1}) ${choice.label}`)].join('\n');
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
      return part.text ?? part.media.fileName ?? part.media.url ?? '';
    case 'location':
      return [part.text, part.label, `${part.lat}, ${part.lon}`].filter(Boolean).join('\n');
  }
}

/** The messages to send for one outbox row: usually itself; a text over the limit in pieces, named `<id>.2`, `<id>.3` … */
export function degrade(outbound: Outbound, can: Capabilities): Outbound[] {
  const part = fitted(outbound.part, can);
  if (part.kind !== 'text' || part.text.length <= can.textMax) return [part === outbound.part ? outbound : { ...outbound, part }];
  return pieces(part.text, can.textMax).map((text, index) => ({
    ...outbound,
    id: index === 0 ? outbound.id : `${outbound.id}.${index + 1}`,
    part: { kind: 'text', text },
  }));
}

function fitted(part: OutPart, can: Capabilities): OutPart {
  switch (part.kind) {
    case 'choices': {
      const drawn = can.choices;
      const fits =
        drawn !== null &&
        part.choices.length <= drawn.max &&
        part.text.length <= can.textMax &&
        part.choices.every((choice) => choice.label.length <= drawn.labelMax);
      return fits ? part : { kind: 'text', text: plainText(part) };
    }
    case 'media':
      return can.media.includes(part.media.kind) ? part : { kind: 'text', text: plainText(part) };
    case 'location':
      return can.location ? part : { kind: 'text', text: plainText(part) };
    default:
      return part;
  }
}

/** Cuts at the last line end, else at the last space, before the limit; never within a surrogate pair. */
function pieces(text: string, max: number): string[] {
  const out: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const head = rest.slice(0, max);
    const line = head.lastIndexOf('\n');
    const space = head.lastIndexOf(' ');
    let cut = line > max / 2 ? line : space > max / 2 ? space : max;
    if (/[\uD800-\uDBFF]$/.test(rest.slice(0, cut))) cut--;
    out.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^[\n ]/, '');
  }
  if (rest !== '') out.push(rest);
  return out;
}
