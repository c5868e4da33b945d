/** Canonical messages to the Cloud API's `/messages` bodies. Pure. Limits: Meta's reference of messages and interactive objects. */
import type { Choice, Outbound, OutPart } from '../../src/core/items';
import { wordOf } from '../words';

/** Reply buttons in one message, and their longest title. */
const BUTTONS_MAX = 3;
const BUTTON_MAX_CHARS = 20;
/** Rows of a list, their longest title and description, and the longest text on the button that opens it. */
export const ROWS_MAX = 10;
const ROW_TITLE_MAX_CHARS = 24;
export const ROW_TEXT_MAX_CHARS = 72;
export const INTERACTIVE_TEXT_MAX_CHARS = 1_024;
export const TEXT_MAX_CHARS = 4_096;
export const CAPTION_MAX_CHARS = 1_024;

export interface CloudMessage {
  messaging_product: 'whatsapp';
  recipient_type: 'individual';
  to?: string;
  recipient?: string;
  biz_opaque_callback_data: string;
  type: string;
  [content: string]: unknown;
}

/** A person without a number is addressed by `recipient`: put into `to`, a business-scoped id is dropped without a word. */
export function addressOf(to: string): { to: string } | { recipient: string } {
  return /^\d{6,20}$/.test(to) ? { to } : { recipient: to };
}

export function render(outbound: Outbound): CloudMessage {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...addressOf(outbound.to),
    // Every status carries it back: what a crash left unclear is matched by it.
    biz_opaque_callback_data: outbound.id,
    ...contentOf(outbound.part, outbound.lang),
  };
}

function contentOf(part: OutPart, lang: Outbound['lang']): { type: string; [content: string]: unknown } {
  switch (part.kind) {
    case 'text':
      return { type: 'text', text: { body: part.text, preview_url: false } };
    case 'choices':
      return part.choices.length === 0
        ? contentOf({ kind: 'text', text: part.text }, lang)
        : { type: 'interactive', interactive: interactiveOf(part, lang) };
    case 'media': {
      const { kind, url, platformId, fileName } = part.media;
      const source = platformId === undefined ? { link: url ?? '' } : { id: platformId };
      const caption = part.text !== undefined && kind !== 'audio' && kind !== 'sticker' ? { caption: part.text } : {};
      return {
        type: kind,
        [kind]: { ...source, ...caption, ...(kind === 'document' && fileName ? { filename: fileName } : {}) },
      };
    }
    case 'location':
      return {
        type: 'location',
        location: {
          latitude: part.lat,
          longitude: part.lon,
          ...(part.label ? { name: part.label } : {}),
          ...(part.text ? { address: part.text } : {}),
        },
      };
    case 'template':
      return {
        type: 'template',
        template: {
          name: part.name,
          language: { code: lang },
          components:
            part.params.length === 0
              ? []
              : [{ type: 'body', parameters: part.params.map((text) => ({ type: 'text', text: parameter(text) })) }],
        },
      };
  }
}

/** Buttons where three short ones do, else a list. */
function interactiveOf(part: Extract<OutPart, { kind: 'choices' }>, lang: Outbound['lang']): object {
  const id = (choice: Choice): string => `${part.questionId}:${choice.id}`.slice(0, 200);
  const body = { text: part.text };
  if (part.choices.length <= BUTTONS_MAX && part.choices.every(({ label }) => label.length <= BUTTON_MAX_CHARS))
    return {
      type: 'button',
      body,
      action: { buttons: part.choices.map((choice) => ({ type: 'reply', reply: { id: id(choice), title: choice.label } })) },
    };
  const rows = part.choices.map((choice) =>
    choice.label.length <= ROW_TITLE_MAX_CHARS
      ? { id: id(choice), title: choice.label }
      : {
          id: id(choice),
          title: `${choice.label.slice(0, ROW_TITLE_MAX_CHARS - 1).trimEnd()}…`.toWellFormed(),
          description: choice.label,
        },
  );
  return { type: 'list', body, action: { button: wordOf(lang, 'options'), sections: [{ rows }] } };
}

/** A parameter may hold no line break and no run of spaces. */
const parameter = (text: string): string => text.replace(/\s+/g, ' ').trim();
