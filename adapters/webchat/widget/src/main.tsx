/** Entry: finds its own script tag, and puts the chat into a shadow root where the page's styles do not reach. */
import { render } from 'preact';
import { App, type Control, LANG_KEY } from './app';
import { createChat } from './chat';
import { readOptions } from './options';
import { browserStorage } from './queue';
import css from './style.css?inline';

const script = document.currentScript as HTMLScriptElement | null;

function mount(own: HTMLScriptElement): void {
  const storage = browserStorage();
  const options = readOptions(own, storage.get(LANG_KEY));
  const chat = createChat(options.base, storage, options.lang, options.identity);
  const host = document.createElement('kapi-chat');
  const shadow = host.attachShadow({ mode: 'open' });
  // A constructed sheet: a page's policy that forbids inline styles lets it pass.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  const control: Control = { ask: () => {} };
  (options.target ?? document.body).append(host);
  render(<App chat={chat} options={options} storage={storage} control={control} />, shadow);
  followKeyboard(host);

  document.addEventListener('click', (event) => {
    const asked = (event.target as Element | null)?.closest?.('[data-kapi-ask]')?.getAttribute('data-kapi-ask');
    if (asked) control.ask(asked);
  });
}

/** On a phone the keyboard covers the page's lower part without resizing it: the panel takes what is left to see. */
function followKeyboard(host: HTMLElement): void {
  const seen = window.visualViewport;
  if (!seen) return;
  const follow = (): void => {
    host.style.setProperty('--kapi-seen-height', `${Math.round(seen.height)}px`);
    host.style.setProperty('--kapi-seen-top', `${Math.round(seen.offsetTop)}px`);
  };
  seen.addEventListener('resize', follow);
  seen.addEventListener('scroll', follow);
  follow();
}

if (script && !document.querySelector('kapi-chat')) {
  if (document.body) mount(script);
  else document.addEventListener('DOMContentLoaded', () => mount(script));
}
