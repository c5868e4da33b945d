/** Canonical messages to the callback's body. Pure. */
import type { Choice, Outbound, OutPart } from '../../src/core/items';

export interface Callback {
  id: string;
  to: string;
  inReplyTo: string[];
  conversationId: string;
  /** The message as plain text, with numbered choices: enough for a receiver that shows nothing else. */
  text: string;
  part: OutPart;
  /** reply, notice or survey. */
  purpose: Outbound['purpose'];
  /** Who speaks. */
  author: Outbound['author'];
  authorName?: string;
  lang: Outbound['lang'];
}

/** The body of one callback. Choice ids are "questionId:choiceId": sent back as they are, a stale press is told apart. */
export function render(outbound: Outbound): Callback {
  const { id, to, inReplyTo, conversationId, part, purpose, author, authorName, lang } = outbound;
  const body: Callback = { id, to, inReplyTo, conversationId, text: plain(part), part: shown(part), purpose, author, lang };
  if (authorName !== undefined) body.authorName = authorName;
  return body;
}

function shown(part: OutPart): OutPart {
  if (part.kind !== 'choices') return part;
  return { ...part, choices: part.choices.map(({ id, label }) => ({ id: `${part.questionId}:${id}`, label })) };
}

function plain(part: OutPart): string {
  switch (part.kind) {
    case 'text':
    case 'template':
      return part.text;
    case 'choices':
      return [part.text, ...part.choices.map(numberedChoice)].join('\n');
    case 'media':
      return [part.text, part.media.url ?? part.media.fileName].filter(Boolean).join('\n');
    case 'location':
      return [part.text, part.label, `${part.lat}, ${part.lon}`].filter(Boolean).join('\n');
  }
}

const numberedChoice = (choice: Choice, index: number): string => `${index + 1}) ${choice.label}`;
