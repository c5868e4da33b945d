import { Alert, Button, Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { ActionRequest, AgentInfo, ConversationCard, Labels } from '../../src/server/api/wire';
import { plainSms, segmentsOf } from '../../adapters/sms/segments';
import { api, newActionId } from './api';
import { useTexts } from './i18n';
import { problemText } from './problem';

type Wish = ActionRequest extends infer A ? (A extends { actionId: string } ? Omit<A, 'actionId'> : never) : never;

/** Does an action; the same click tried again after a lost answer keeps its id, so it is done once. */
export function useAct(conversationId: string) {
  const queries = useQueryClient();
  const last = useRef<{ wish: string; actionId: string } | null>(null);
  return useMutation({
    mutationFn: async (wish: Wish) => {
      const key = JSON.stringify(wish);
      if (last.current?.wish !== key) last.current = { wish: key, actionId: newActionId() };
      const result = await api.act(conversationId, { ...wish, actionId: last.current.actionId } as ActionRequest);
      last.current = null;
      return result;
    },
    onSettled: () =>
      Promise.all([
        // A record of one of the person's channels stands in the thread of another.
        queries.invalidateQueries({ queryKey: ['thread'] }),
        queries.invalidateQueries({ queryKey: ['conversations'] }),
      ]),
  });
}

export function Composer({
  conversation,
  me,
  labels,
}: {
  conversation: ConversationCard;
  me: AgentInfo;
  labels: Labels | undefined;
}) {
  const { t } = useTexts();
  const [mode, setMode] = useState<'reply' | 'note'>('reply');
  const [texts, setTexts] = useState({ reply: '', note: '' });
  const act = useAct(conversation.id);
  const mine = conversation.holder?.id === me.id;
  const used = mine ? mode : 'note';
  const text = texts[used].trim();

  const send = (): void => {
    if (text === '' || act.isPending) return;
    act.mutate({ do: used, text }, { onSuccess: ({ done }) => done && setTexts((before) => ({ ...before, [used]: '' })) });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const refused = act.data && (!act.data.done || act.data.reason === 'queued') ? act.data : null;
  const problem = act.error
    ? problemText(t, act.error, 0)
    : refused &&
      (refused.reason === 'queued' ? t('actions.queued') : (labels?.desk[`desk.${refused.reason}`] ?? t('errors.other')));

  return (
    <div className="composer">
      {problem && (
        <Alert color={refused?.reason === 'queued' ? 'blue' : 'red'} role="alert" p="xs" mb="xs">
          {problem}
        </Alert>
      )}
      {!mine && (
        <Group mb="xs" justify="space-between">
          <Text size="sm" c="dimmed">
            {conversation.holder ? t('actions.held_hint', { name: conversation.holder.name }) : t('actions.take_hint')}
          </Text>
          {!conversation.holder && (
            <Button loading={act.isPending && act.variables.do === 'take'} onClick={() => act.mutate({ do: 'take' })}>
              {t('actions.take')}
            </Button>
          )}
        </Group>
      )}
      {mine && (
        <Group mb="xs" justify="space-between">
          <SegmentedControl
            size="xs"
            value={mode}
            onChange={(value) => setMode(value as 'reply' | 'note')}
            data={[
              { value: 'reply', label: t('actions.reply') },
              { value: 'note', label: t('actions.note') },
            ]}
          />
          <Button
            variant="default"
            size="xs"
            loading={act.isPending && act.variables.do === 'return'}
            onClick={() => act.mutate({ do: 'return' })}
          >
            {t('actions.return')}
          </Button>
        </Group>
      )}
      {used === 'reply' && conversation.channel === 'sms' && text !== '' && <SmsCost text={text} />}
      <Group align="flex-end" wrap="nowrap" gap="xs">
        <Textarea
          style={{ flex: 1 }}
          autosize
          minRows={used === 'reply' ? 2 : 1}
          maxRows={8}
          value={texts[used]}
          onChange={({ currentTarget: { value } }) => setTexts((before) => ({ ...before, [used]: value }))}
          onKeyDown={onKey}
          placeholder={t(`actions.${used}_placeholder`)}
          aria-label={t(`actions.${used}`)}
        />
        <Button
          onClick={send}
          disabled={text === ''}
          loading={act.isPending && act.variables.do === used}
          variant={used === 'reply' ? 'filled' : 'light'}
        >
          {used === 'reply' ? t('actions.send') : t('actions.add_note')}
        </Button>
      </Group>
    </div>
  );
}

/** What the answer costs: a Turkish letter halves the room, an emoji more than that. */
function SmsCost({ text }: { text: string }) {
  const { t } = useTexts();
  const { segments, length } = segmentsOf(plainSms(text));
  return (
    <Text size="xs" c="dimmed" role="status" mb={4}>
      {t('actions.sms', { count: segments, length })}
    </Text>
  );
}
