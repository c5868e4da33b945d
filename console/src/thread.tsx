import { Button, Center, Group, Text, Title } from '@mantine/core';
import { type UIEvent, useEffect, useRef, useState } from 'react';
import type { AgentInfo, Labels, Thread } from '../../src/server/api/wire';
import { BackButton } from './back-button';
import { Composer, useAct } from './composer';
import { channelOf, nameOf } from './conversations';
import { Entry } from './entry';
import { useTexts } from './i18n';

/** So near the end the reader follows what comes. */
const FOLLOW_PX = 120;

export function ThreadPane(props: {
  id: string | null;
  thread: Thread | undefined;
  labels: Labels | undefined;
  me: AgentInfo;
  onBack: () => void;
}) {
  const { t } = useTexts();
  const { thread } = props;
  if (props.id === null || !thread)
    return (
      <Center h="100%">
        <Text c="dimmed">{props.id === null ? t('thread.choose') : ''}</Text>
      </Center>
    );
  const { conversation } = thread;
  return (
    <>
      <Group
        px="md"
        py="xs"
        justify="space-between"
        wrap="nowrap"
        style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}
      >
        <Group wrap="nowrap" gap="xs">
          <BackButton onBack={props.onBack} />
          <div>
            <Title order={2} size="h5">
              {nameOf(t, conversation)}
            </Title>
            <Text size="xs" c="dimmed">
              {channelOf(t, conversation.channel)} · {conversation.lang.toUpperCase()}
            </Text>
          </div>
        </Group>
        {thread.linked.length > 0 && <Linked thread={thread} />}
      </Group>
      <Entries key={conversation.id} thread={thread} labels={props.labels} />
      <Composer key={`composer ${conversation.id}`} conversation={conversation} me={props.me} labels={props.labels} />
    </>
  );
}

/** The person's other channels, and the way to separate this one. */
function Linked({ thread: { conversation, linked } }: { thread: Thread }) {
  const { t } = useTexts();
  const act = useAct(conversation.id);
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="xs" c="dimmed">
        {t('thread.linked', { names: linked.map(({ channel }) => channelOf(t, channel)).join(', ') })}
      </Text>
      <Button size="compact-xs" variant="default" loading={act.isPending} onClick={() => act.mutate({ do: 'unlink' })}>
        {t('thread.unlink')}
      </Button>
    </Group>
  );
}

function Entries({ thread, labels }: { thread: Thread; labels: Labels | undefined }) {
  const { t } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [behind, setBehind] = useState(false);
  /** Ended by scrolling up, not by a photo that grows the thread under the reader. */
  const following = useRef(true);
  const top = useRef(0);
  const newest = thread.entries.at(-1);
  const last = newest?.id;

  const toEnd = (): void => {
    following.current = true;
    box.current?.scrollTo({ top: box.current.scrollHeight });
    setBehind(false);
  };
  useEffect(() => {
    // What an agent wrote is seen by the agent at once.
    if (following.current || newest?.from === 'agent' || newest?.from === 'note') toEnd();
    else setBehind(true);
  }, [last]);
  useEffect(() => {
    const watcher = new ResizeObserver(() => following.current && toEnd());
    watcher.observe(list.current!);
    watcher.observe(box.current!);
    return () => watcher.disconnect();
  }, []);
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: UIEvent<HTMLDivElement>): void => {
    if (scrollHeight - scrollTop - clientHeight < FOLLOW_PX) {
      following.current = true;
      setBehind(false);
    } else if (scrollTop < top.current) following.current = false;
    top.current = scrollTop;
  };

  return (
    <div className="scroll" ref={box} tabIndex={0} role="log" aria-label={t('thread.label')} onScroll={onScroll}>
      <ol className="entries" ref={list}>
        {thread.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} labels={labels} own={thread.conversation.channel} />
        ))}
      </ol>
      {behind && (
        <Center style={{ position: 'sticky', bottom: 8 }}>
          <Button size="compact-sm" radius="xl" onClick={toEnd}>
            {t('thread.newest')}
          </Button>
        </Center>
      )}
    </div>
  );
}
