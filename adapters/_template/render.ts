/** CHANGE: canonical messages to the platform's body. Pure; the core has already fitted them to `capabilities`. */
import type { Outbound } from '../../src/core/items';

export function render({ to, part }: Outbound): object {
  switch (part.kind) {
    case 'text':
    case 'template':
      return { to, text: part.text };
    case 'choices':
      // The question's id travels with each choice: a press on an old question is then never applied to the present one.
      return {
        to,
        text: part.text,
        buttons: part.choices.map(({ id, label }) => ({ title: label, data: `${part.questionId}:${id}` })),
      };
    case 'media':
      return { to, image: part.media.url ?? '', ...(part.text === undefined ? {} : { caption: part.text }) };
    case 'location':
      return { to, text: [part.text, part.label, `${part.lat}, ${part.lon}`].filter(Boolean).join('\n') };
  }
}
