import { Badge, Group, Tabs, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ConversationCard, type Labels, VIEWS, type View } from '../../src/server/api/wire';
import { api } from './api';
import { ago, type T, useTexts } from './i18n';

const TICK_MS = 30_000;
/** A hint may be lost with its socket: the list is read anew at least this often. */
const REFRESH_MS = 20_000;

export const nameOf = (t: T, { name, tail }: ConversationCard): string => name ?? t('citizen', { tail });
const CHANNELS = ['webchat', 'http'];
export const channelOf = (t: T, channel: string): string => (CHANNELS.includes(channel) ? t(`channel.${channel}`) : channel);

export function ConversationPicker(props: {
  view: View;
  onView: (view: View) => void;
  openId: string | null;
  onOpen: (id: string) => void;
  labels: Labels | undefined;
}) {
  const { t } = useTexts();
  const now = useNow();
  const list = useQuery({
    queryKey: ['conversations', props.view],
    queryFn: () => api.conversations(props.view),
    refetchInterval: REFRESH_MS,
  }).data;
  return (
    <Tabs
      value={props.view}
      onChange={(view) => view && props.onView(view as View)}
      keepMounted={false}
      className="desk-tabs"
      style={{ display: 'contents' }}
    >
      <Tabs.List grow>
        {VIEWS.map((view) => (
          <Tabs.Tab key={view} value={view} px={6}>
            {t(`views.${view}`)}
            {view === 'waiting' && list !== undefined && list.waiting > 0 && (
              <Badge ml={6} size="sm" color="red" circle={list.waiting < 10}>
                {list.waiting}
              </Badge>
            )}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={props.view} className="scroll" tabIndex={-1}>
        {list?.rows.length === 0 && (
          <Text c="dimmed" p="md" ta="center">
            {t(`empty.${props.view}`)}
          </Text>
        )}
        {list?.rows.map((card) => (
          <Card
            key={card.id}
            card={card}
            now={now}
            open={card.id === props.openId}
            labels={props.labels}
            onOpen={() => props.onOpen(card.id)}
          />
        ))}
      </Tabs.Panel>
    </Tabs>
  );
}

function Card({
  card,
  now,
  open,
  labels,
  onOpen,
}: {
  card: ConversationCard;
  now: number;
  open: boolean;
  labels: Labels | undefined;
  onOpen: () => void;
}) {
  const { t } = useTexts();
  const urgent = card.waitingReason?.includes('emergency');
  const department = card.department === null ? null : (labels?.departments[card.department] ?? card.department);
  return (
    <UnstyledButton className="card" onClick={onOpen} aria-current={open}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={600} truncate>
          {nameOf(t, card)}
        </Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {card.waitingSince === null ? ago(t, card.updatedAt, now) : t('waits', { time: ago(t, card.waitingSince, now) })}
        </Text>
      </Group>
      <Group gap={6} mt={4}>
        {card.waitingReason && (
          <Badge size="sm" color={urgent ? 'red' : 'gray'} variant={urgent ? 'filled' : 'outline'}>
            {labels?.desk[card.waitingReason] ?? card.waitingReason}
          </Badge>
        )}
        {card.holder && (
          <Badge size="sm" color="blue" variant="outline">
            {t('held_by', { name: card.holder.name })}
          </Badge>
        )}
        <Text size="xs" c="dimmed">
          {[channelOf(t, card.channel), department, card.lang === 'tr' ? null : card.lang.toUpperCase()]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Group>
    </UnstyledButton>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
