/** Canonical messages to what whatsapp-web.js sends: a text, a file or a pin. Pure. */
import type { MediaRef, Outbound } from '../../src/core/items';

export interface WebMessage {
  /** Chat: "905…@c.us", "…@lid". */
  to: string;
  text?: string;
  media?: MediaRef;
  location?: { lat: number; lon: number; label?: string };
}

export function render({ to, part }: Outbound): WebMessage {
  switch (part.kind) {
    case 'text':
    case 'template':
      return { to, text: part.text };
    // The core has written the choices into the text; what is left of a question without any is its words.
    case 'choices':
      return {
        to,
        text: [part.text, ...part.choices.map(({ label }, i) => `${(part.firstPosition ?? 1) + i}) ${label}`)].join('\n'),
      };
    case 'media':
      return part.text === undefined ? { to, media: part.media } : { to, media: part.media, text: part.text };
    case 'location': {
      const label = [part.label, part.text].filter(Boolean).join('\n');
      return { to, location: label ? { lat: part.lat, lon: part.lon, label } : { lat: part.lat, lon: part.lon } };
    }
  }
}
