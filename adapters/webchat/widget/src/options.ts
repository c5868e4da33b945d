/** What the embedding page asks for, by data-* attributes of the script tag. */
import type { Lang } from '../../../../src/core/items';

export interface Options {
  /** Address of the server's root, with a slash at the end: where the script came from. */
  base: string;
  lang: Lang;
  /** False when the language was only guessed: the citizen's own choice then wins. */
  langFixed: boolean;
  position: 'start' | 'end';
  title?: string;
  /** An element of the page that the chat fills, instead of floating above it. */
  target?: HTMLElement;
  open: boolean;
  theme: 'auto' | 'light' | 'dark';
  examples: string[];
  /** Who is logged in at the page's own site, signed by it. */
  identity?: string;
  /** Address of the municipality's privacy notice. */
  privacy?: string;
}

const KNOWN = new Set<string>(['tr', 'en', 'ar']);
const langIn = (text: string | null | undefined): Lang | undefined => {
  const code = text?.slice(0, 2).toLowerCase();
  return code !== undefined && KNOWN.has(code) ? (code as Lang) : undefined;
};

export function readOptions(script: HTMLScriptElement, remembered: string | null): Options {
  const { lang, position, title, target, open, theme, examples, privacy, identity } = script.dataset;
  const fixed = langIn(lang);
  const element = target ? document.querySelector<HTMLElement>(target) : null;
  const options: Options = {
    base: new URL('../', script.src).href,
    lang: fixed ?? langIn(remembered) ?? langIn(document.documentElement.lang) ?? langIn(navigator.language) ?? 'tr',
    langFixed: fixed !== undefined,
    position: position === 'left' || position === 'start' ? 'start' : 'end',
    open: open === 'true' || open === '',
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    examples: (examples ?? '')
      .split('|')
      .map((text) => text.trim())
      .filter(Boolean)
      .slice(0, 5),
  };
  if (title) options.title = title;
  if (identity) options.identity = identity;
  if (element) options.target = element;
  if (privacy && /^https?:\/\//.test(new URL(privacy, document.baseURI).href))
    options.privacy = new URL(privacy, document.baseURI).href;
  return options;
}
