/** The widget's frame: the button that opens it, the panel, and where the focus goes. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { LANGS, type Lang } from '../../../../src/core/items';
import type { Chat, ChatState } from './chat';
import { Composer } from './composer';
import { type Ui, UiContext, useChat, useUi } from './context';
import { ChatIcon, CloseIcon } from './icons';
import type { Options } from './options';
import type { Storage } from './queue';
import { LANG_NAMES, translator } from './texts';
import { speaker } from './thread';
import { ThreadView } from './thread-view';

export const LANG_KEY = 'kapi.lang';
/** Until the server has said its own. */
const TEXT_MAX_CHARS = 4_000;

export interface Control {
  /** Opens the chat and sends a question that the page offers. */
  ask(text: string): void;
}

export function App({ chat, options, storage, control }: { chat: Chat; options: Options; storage: Storage; control: Control }) {
  const inline = options.target !== undefined;
  const [lang, setLang] = useState(options.lang);
  const [open, setOpen] = useState(inline || options.open);
  const state = useChat(chat);
  const ui = useMemo<Ui>(() => ({ chat, options, lang, t: translator(lang) }), [chat, options, lang]);
  const root = useRef<HTMLDivElement>(null);
  const launcher = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const moveFocus = useRef(false);
  const { t } = ui;

  useEffect(() => {
    if (open || chat.wasActive()) chat.start();
    chat.markRead(open);
  }, [open]);

  // With the drawing itself: a deferred effect of the first drawing would swallow a press that comes right after loading.
  useLayoutEffect(() => {
    if (!moveFocus.current) return;
    moveFocus.current = false;
    if (open) enter();
    else launcher.current?.focus();
  }, [open]);

  /** A finger's focus on the field would bring up the keyboard, over what is to be read first. */
  function enter(): void {
    const touched = matchMedia('(pointer: coarse)').matches;
    (touched ? root.current?.querySelector<HTMLElement>('.log') : field.current)?.focus();
  }

  function toggle(next: boolean): void {
    moveFocus.current = true;
    setOpen(next);
  }

  useEffect(() => {
    control.ask = (text) => {
      setOpen(true);
      chat.start();
      chat.send({ text });
      root.current?.scrollIntoView({ block: 'nearest' });
      requestAnimationFrame(enter);
    };
  }, [chat, control]);

  function chooseLang(next: Lang): void {
    setLang(next);
    chat.setLang(next);
    storage.set(LANG_KEY, next);
  }

  return (
    <UiContext.Provider value={ui}>
      <div
        ref={root}
        class={`root ${inline ? 'inline' : 'floating'} ${options.position} ${options.theme}`}
        lang={lang}
        dir={lang === 'ar' ? 'rtl' : 'ltr'}
      >
        {open ? (
          <section
            id="panel"
            class="panel"
            role={inline ? 'region' : 'dialog'}
            aria-labelledby="title"
            onKeyDown={(event) => {
              if (event.key === 'Escape' && !inline) toggle(false);
            }}
          >
            <Head state={state} onClose={inline ? null : () => toggle(false)} onLang={chooseLang} />
            <ThreadView state={state} />
            <Composer textMaxChars={state.config?.textMaxChars ?? TEXT_MAX_CHARS} field={field} />
          </section>
        ) : null}
        {inline ? null : (
          <button
            ref={launcher}
            type="button"
            class="launcher"
            aria-expanded={open}
            aria-controls="panel"
            aria-label={open ? t('close') : state.unread > 0 ? t('openUnread', { count: state.unread }) : t('open')}
            onClick={() => toggle(!open)}
          >
            {open ? <CloseIcon /> : <ChatIcon />}
            {state.unread > 0 && !open ? <span class="badge">{Math.min(state.unread, 99)}</span> : null}
          </button>
        )}
      </div>
    </UiContext.Provider>
  );
}

function Head({ state, onClose, onLang }: { state: ChatState; onClose: (() => void) | null; onLang: (lang: Lang) => void }) {
  const { t, lang, options } = useUi();
  const { agent, name } = speaker(state.thread);
  const city = state.config?.city.shortName ?? '';
  const online = agent ? t('withAgent', { name: name ?? t('agent') }) : t('online');
  const status = state.connection === 'online' ? online : state.connection === 'offline' ? t('offline') : t('connecting');
  return (
    <header class="head">
      <div class="who">
        <h2 id="title">{options.title ?? t('title', { city }).trim()}</h2>
        <p class={`status ${state.connection}`} role="status">
          {status}
        </p>
      </div>
      {options.privacy ? (
        <a class="privacy" href={options.privacy} target="_blank" rel="noopener noreferrer">
          {t('privacy')}
        </a>
      ) : null}
      {options.target && options.langFixed ? null : (
        <select aria-label={t('language')} value={lang} onChange={(event) => onLang(event.currentTarget.value as Lang)}>
          {LANGS.map((code) => (
            <option key={code} value={code}>
              {LANG_NAMES[code]}
            </option>
          ))}
        </select>
      )}
      {onClose ? (
        <button type="button" class="icon" aria-label={t('close')} title={t('close')} onClick={onClose}>
          <CloseIcon />
        </button>
      ) : null}
    </header>
  );
}
