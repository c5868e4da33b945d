/** Canonical messages to activities. Pure; the core has already fitted them to `capabilities`. */
import type { Choice, Outbound, OutPart } from '../../src/core/items';
import { addressOf } from './address';

/** Above this many, or where the channel draws no suggested actions with a value of their own, an adaptive card is sent. */
const SUGGESTED_MAX = 6;
/** Channels that bring a suggested action's value back unseen; others show it as words of the citizen's. */
const WITH_VALUE = new Set(['directline', 'webchat', 'emulator']);
const CARD_VERSION = '1.3';

export interface RenderedActivity {
  type: 'message';
  /** Without it our line breaks are taken for Markdown and lost. */
  textFormat: 'plain';
  text?: string;
  inputHint?: 'expectingInput';
  suggestedActions?: { to: string[]; actions: object[] };
  attachments?: object[];
}

export function render(outbound: Outbound): RenderedActivity {
  const { part } = outbound;
  const channelId = addressOf(outbound.to)?.channelId ?? '';
  switch (part.kind) {
    case 'text':
    case 'template':
      return { type: 'message', textFormat: 'plain', text: part.text };
    case 'choices':
      return part.choices.length === 0 ? { type: 'message', textFormat: 'plain', text: part.text } : question(part, channelId);
    case 'media': {
      const { url, mimeType, fileName } = part.media;
      const attachment = { contentType: mimeType ?? 'application/octet-stream', contentUrl: url ?? '', name: fileName ?? 'file' };
      return part.text === undefined
        ? { type: 'message', textFormat: 'plain', attachments: [attachment] }
        : { type: 'message', textFormat: 'plain', text: part.text, attachments: [attachment] };
    }
    case 'location': {
      const map = `https://www.openstreetmap.org/?mlat=${part.lat}&mlon=${part.lon}`;
      return { type: 'message', textFormat: 'plain', text: [part.text, part.label, map].filter(Boolean).join('\n\n') };
    }
  }
}

type Question = Extract<OutPart, { kind: 'choices' }>;

function question(part: Question, channelId: string): RenderedActivity {
  const { choices, questionId, text } = part;
  if (channelId === 'msteams' || (choices.length > SUGGESTED_MAX && WITH_VALUE.has(channelId)))
    return { type: 'message', textFormat: 'plain', text: '', inputHint: 'expectingInput', attachments: [card(part)] };
  const actionOf = ({ id, label }: Choice): object =>
    WITH_VALUE.has(channelId)
      ? { type: 'messageBack', title: label, text: label, displayText: label, value: { kapi: { questionId, id } } }
      : // A bridge brings back the label, and the label typed back chooses.
        { type: 'imBack', title: label, value: label };
  return {
    type: 'message',
    textFormat: 'plain',
    text,
    inputHint: 'expectingInput',
    suggestedActions: { to: [], actions: choices.map(actionOf) },
  };
}

/** An adaptive card: a button a choice, or a list with one button under it. */
function card({ text, choices, questionId }: Question): object {
  const words = { type: 'TextBlock', text, wrap: true };
  const content =
    choices.length <= SUGGESTED_MAX
      ? {
          body: [words],
          actions: choices.map(({ id, label }) => ({
            type: 'Action.Submit',
            title: label,
            data: { kapi: { questionId, id }, msteams: { type: 'messageBack', displayText: label, text: label } },
          })),
        }
      : {
          body: [
            words,
            {
              type: 'Input.ChoiceSet',
              id: 'choice',
              style: 'expanded',
              choices: choices.map(({ id, label }) => ({ title: label, value: id })),
            },
          ],
          actions: [{ type: 'Action.Submit', title: '✓', data: { kapi: { questionId } } }],
        };
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: CARD_VERSION,
      ...content,
    },
  };
}
