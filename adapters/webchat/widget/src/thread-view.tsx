/** The messages: a log that screen readers follow, grouped by speaker, with the day, the time and what became of each. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatState } from './chat';
import { useUi } from './context';
import { AlertIcon, CheckIcon, ClockIcon, DownIcon } from './icons';
import { PartView, Words } from './parts';
import { partsOf, type Pending } from './queue';
import { errorKey, LOCALES } from './texts';
import { type Answer, type Citizen, keyOf, questionState, type Thread } from './thread';

/** Messages of one speaker within this time stand close together under one time. */
const GROUP_MS = 120_000;
/** Within this distance of the end a new message is scrolled to; above it the reader is not torn away. */
const NEAR_END_PX = 120;

export function ThreadView({ state }: { state: ChatState }) {
  const { t, chat, options } = useUi();
  const log = useRef<HTMLDivElement>(null);
  const [behind, setBehind] = useState(false);
  const { thread, pending, typing } = state;
  const atEnd = useRef(true);
  const toEnd = useCallback((): void => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    if (atEnd.current || pending.length > 0) toEnd();
    else setBehind(true);
  }, [thread, pending, typing, toEnd]);

  // Photos and an opening keyboard change the height after the messages are drawn.
  useEffect(() => {
    const watcher = new ResizeObserver(() => atEnd.current && toEnd());
    watcher.observe(log.current!);
    watcher.observe(log.current!.firstElementChild!);
    return () => watcher.disconnect();
  }, [toEnd]);

  const onScroll = (): void => {
    const { scrollHeight, scrollTop, clientHeight } = log.current!;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (atEnd.current) setBehind(false);
  };

  const empty = thread.length === 0 && pending.length === 0;
  return (
    <div class="scroller">
      <div class="log" ref={log} role="log" aria-label={t('log')} tabIndex={0} onScroll={onScroll}>
        <div class="lines">
          <div class="line bot">
            <span class="unseen">{t('bot')}:</span>
            <div class="bubble">
              <Words text={t('greeting')} />
            </div>
          </div>
          {empty && options.examples.length > 0 ? (
            <ul class="choices examples" aria-label={t('examples')}>
              {options.examples.map((example) => (
                <li key={example}>
                  <button type="button" onClick={() => chat.send({ text: example })}>
                    {example}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          {thread.map((line, index) => (
            <Line key={keyOf(line)} thread={thread} index={index} />
          ))}
          {pending.map((entry) => (
            <Waiting
              key={`c:${entry.message.clientId}`}
              entry={entry}
              online={state.connection === 'online'}
              slowed={state.slowed}
            />
          ))}
          {typing ? (
            <div class="line bot">
              <div class="bubble dots" role="img" aria-label={t('typing')}>
                <i />
                <i />
                <i />
              </div>
            </div>
          ) : null}
        </div>
      </div>
      {behind ? (
        <button type="button" class="to-end" onClick={toEnd}>
          <DownIcon />
          {t('newMessages')}
        </button>
      ) : null}
    </div>
  );
}

function Line({ thread, index }: { thread: Thread; index: number }) {
  const { lang } = useUi();
  const line = thread[index]!;
  const before = thread[index - 1];
  const after = thread[index + 1];
  const newDay = !before || dayOf(before.at) !== dayOf(line.at);
  const last = !after || after.from !== line.from || after.at - line.at > GROUP_MS || dayOf(after.at) !== dayOf(line.at);
  const first = newDay || before.from !== line.from || line.at - before.at > GROUP_MS;
  const time = new Date(line.at);
  return (
    <>
      {newDay ? <Day at={line.at} /> : null}
      {line.from === 'citizen' ? <Own line={line} /> : <Said line={line} thread={thread} index={index} named={first} />}
      {last ? (
        <div class={`meta ${line.from === 'citizen' ? 'own' : ''}`}>
          <time dateTime={time.toISOString()}>
            {time.toLocaleTimeString(LOCALES[lang], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}
          </time>
          {line.from === 'citizen' ? <SentMark /> : null}
        </div>
      ) : null}
    </>
  );
}

function SentMark() {
  const { t } = useUi();
  return (
    <span class="mark" role="img" aria-label={t('sent')}>
      <CheckIcon />
    </span>
  );
}

function Own({ line }: { line: Citizen }) {
  const { t, chat } = useUi();
  return (
    <div class="line own">
      <span class="unseen">{t('you')}:</span>
      <div class="bubble">
        {line.parts.map((part, index) => (
          <PartView key={index} part={part} own={part.kind === 'media' ? chat.ownPhoto(line.clientId) : undefined} />
        ))}
      </div>
    </div>
  );
}

function Said({ line, thread, index, named }: { line: Answer; thread: Thread; index: number; named: boolean }) {
  const { t } = useUi();
  const name = line.from === 'agent' ? (line.authorName ?? t('agent')) : t('bot');
  return (
    <div class={`line ${line.from}`}>
      <span class={named && line.from === 'agent' ? 'name' : 'unseen'}>
        {name}
        <span class="unseen">:</span>
      </span>
      <div class="bubble" lang={line.lang}>
        <PartView part={line.part} />
      </div>
      {line.part.kind === 'choices' ? <Choices line={line} thread={thread} index={index} /> : null}
    </div>
  );
}

function Choices({ line, thread, index }: { line: Answer; thread: Thread; index: number }) {
  const { t, chat } = useUi();
  const [pressed, setPressed] = useState<string | undefined>();
  if (line.part.kind !== 'choices' || line.part.choices.length === 0) return null;
  const { questionId, choices, text } = line.part;
  const state = questionState(thread, index);
  const chosen = (state.open ? undefined : state.chosen) ?? pressed;
  return (
    <ul class="choices" aria-label={text.slice(0, 120)} lang={line.lang}>
      {choices.map(({ id, label }) => (
        <li key={id}>
          <button
            type="button"
            class={chosen === id ? 'chosen' : ''}
            disabled={!state.open || pressed !== undefined}
            onClick={() => {
              setPressed(id);
              chat.send({ choice: { questionId, id, label } });
            }}
          >
            {chosen === id ? (
              <span class="mark" role="img" aria-label={t('chosen')}>
                <CheckIcon />
              </span>
            ) : null}
            <span dir="auto">{label}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Waiting({ entry, online, slowed }: { entry: Pending; online: boolean; slowed: boolean }) {
  const { t, chat } = useUi();
  const { clientId } = entry.message;
  const why = slowed ? t('errors.too_many') : online && entry.tries === 0 ? t('sending') : t('waiting');
  return (
    <>
      <div class={`line own ${entry.failed ? 'failed' : 'waiting'}`}>
        <span class="unseen">{t('you')}:</span>
        <div class="bubble">
          {partsOf(entry).map((part, index) => (
            <PartView key={index} part={part} />
          ))}
        </div>
      </div>
      <div class={`meta own ${entry.failed ? 'bad' : ''}`}>
        {entry.failed ? (
          <>
            <AlertIcon />
            <span>
              {t('failed')}: {t(errorKey(entry.failed))}
            </span>
            <button type="button" onClick={() => chat.retry(clientId)}>
              {t('retry')}
            </button>
            <button type="button" onClick={() => chat.discard(clientId)}>
              {t('discard')}
            </button>
          </>
        ) : (
          <>
            <ClockIcon />
            <span>{why}</span>
          </>
        )}
      </div>
    </>
  );
}

function Day({ at }: { at: number }) {
  const { t, lang } = useUi();
  const days = Math.round((startOfDay(Date.now()) - startOfDay(at)) / 86_400_000);
  const far = new Date(at).toLocaleDateString(LOCALES[lang], {
    day: 'numeric',
    month: 'long',
    year: days > 300 ? 'numeric' : undefined,
  });
  return <div class="day">{days === 0 ? t('today') : days === 1 ? t('yesterday') : far}</div>;
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
const dayOf = startOfDay;
