/** Canonical messages to a call of the Bot API: the method and its parameters. Pure. */
import type { Outbound, OutPart } from '../../src/core/items';

export const TEXT_MAX_CHARS = 4_096;
export const CAPTION_MAX_CHARS = 1_024;
/** Bot API, InlineKeyboardButton: callback_data is 1 to 64 bytes. */
const DATA_MAX_BYTES = 64;

export interface BotCall {
  method: 'sendMessage' | 'sendPhoto' | 'sendDocument' | 'sendAudio' | 'sendVideo' | 'sendSticker' | 'sendLocation' | 'sendVenue';
  /** Field that takes an uploaded file in place of an address. */
  file?: string;
  params: Record<string, unknown>;
}

const MEDIA = {
  image: ['sendPhoto', 'photo'],
  audio: ['sendAudio', 'audio'],
  video: ['sendVideo', 'video'],
  document: ['sendDocument', 'document'],
  sticker: ['sendSticker', 'sticker'],
} as const;

export function render(outbound: Outbound): BotCall {
  const chat = { chat_id: outbound.to };
  const { part } = outbound;
  switch (part.kind) {
    case 'text':
    case 'template':
      return textCall(chat, part.text);
    case 'choices':
      return part.choices.length === 0
        ? textCall(chat, part.text)
        : textCall(chat, part.text, { reply_markup: keyboardOf(part) });
    case 'media': {
      const [method, file] = MEDIA[part.media.kind];
      const caption = part.text !== undefined && part.media.kind !== 'sticker' ? { caption: part.text } : {};
      return { method, file, params: { ...chat, [file]: part.media.platformId ?? part.media.url ?? '', ...caption } };
    }
    case 'location': {
      const place = { latitude: part.lat, longitude: part.lon };
      if (!part.label) return { method: 'sendLocation', params: { ...chat, ...place } };
      return { method: 'sendVenue', params: { ...chat, ...place, title: part.label, address: part.text ?? part.label } };
    }
  }
}

/** Links are not unfolded: a bus timetable under a large picture is not read. */
function textCall(chat: object, text: string, more: object = {}): BotCall {
  return { method: 'sendMessage', params: { ...chat, text, link_preview_options: { is_disabled: true }, ...more } };
}

/** One button a row: Turkish labels are long, and telephones narrow. */
function keyboardOf(part: Extract<OutPart, { kind: 'choices' }>): object {
  return {
    inline_keyboard: part.choices.map(({ id, label }, index) => {
      const whole = `${part.questionId}:${id}`;
      const data = Buffer.byteLength(whole) <= DATA_MAX_BYTES ? whole : `${part.questionId}#${(part.firstPosition ?? 1) + index}`;
      return [{ text: label, callback_data: data }];
    }),
  };
}
