import { Accordion, Alert, Badge, Button, Group, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketStatus } from '../../src/core/ticket';
import type { Labels, SealedView, TicketView } from '../../src/server/api/wire';
import { api, newActionId } from './api';
import { useAct } from './composer';
import { Media, Pin } from './entry';
import { dayAndClock, useTexts } from './i18n';
import { problemText } from './problem';

const STATUSES: TicketStatus[] = ['open', 'in_progress', 'resolved', 'closed', 'cancelled', 'referred'];
const COLOURS: Record<TicketStatus, string> = {
  open: 'orange',
  in_progress: 'blue',
  resolved: 'teal',
  closed: 'gray',
  cancelled: 'gray',
  referred: 'grape',
};

/** The records of the person, the newest open. A record is worked on in the conversation that opened it, whichever of the person's is on the screen. */
export function Tickets({ tickets, labels }: { tickets: TicketView[]; labels: Labels | undefined }) {
  const { t } = useTexts();
  return (
    <Stack p="md" gap="sm">
      <Title order={2} size="h5">
        {t('tickets.title')}
      </Title>
      {tickets.length === 0 && <Text c="dimmed">{t('tickets.none')}</Text>}
      <Accordion key={tickets[0]?.number} defaultValue={tickets[0]?.number ?? null} variant="separated">
        {tickets.map((ticket) => (
          <Accordion.Item key={ticket.number} value={ticket.number}>
            <Accordion.Control>
              <Group gap="xs">
                <Text fw={600} ff="monospace">
                  {ticket.number}
                </Text>
                <Badge size="sm" color={COLOURS[ticket.status]} variant="outline">
                  {t(`tickets.${ticket.status}`)}
                </Badge>
                {ticket.priority === 'high' && (
                  <Badge size="sm" color="red">
                    {t('tickets.high')}
                  </Badge>
                )}
              </Group>
              <Text size="sm">{labels?.intents[ticket.intent] ?? ticket.intent}</Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Ticket conversationId={ticket.conversationId} ticket={ticket} labels={labels} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  );
}

function Ticket({ conversationId, ticket, labels }: { conversationId: string; ticket: TicketView; labels: Labels | undefined }) {
  const { t, lang } = useTexts();
  const facts: [string, string | null][] = [
    [t('thread.department'), ticket.department === null ? null : (labels?.departments[ticket.department] ?? ticket.department)],
    [t('tickets.place'), ticket.place],
    [t('tickets.contact'), [ticket.contact.name, ticket.contact.phone].filter(Boolean).join(', ') || null],
    [t('tickets.opened'), dayAndClock(lang, ticket.createdAt)],
  ];
  return (
    <Stack gap="xs">
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {ticket.description}
      </Text>
      {facts.map(
        ([label, value]) =>
          value && (
            <Text size="sm" key={label}>
              <Text span size="sm" c="dimmed">
                {label}:{' '}
              </Text>
              {value}
            </Text>
          ),
      )}
      {ticket.sealed.map((field) => (
        <Sealed key={field.kind} conversationId={conversationId} number={ticket.number} field={field} labels={labels} />
      ))}
      {ticket.lat !== null && ticket.lon !== null && (
        <Text size="sm" component="div">
          <Pin lat={ticket.lat} lon={ticket.lon} />
        </Text>
      )}
      {ticket.media.map((media, index) => (
        <Media key={media.href ?? index} media={media} />
      ))}
      <Text size="sm" fw={600}>
        {t('tickets.steps')}
      </Text>
      {ticket.steps.map((step) => (
        <Text size="sm" key={step.id}>
          <Text span size="xs" c="dimmed">
            {dayAndClock(lang, step.at)}{' '}
          </Text>
          {step.kind === 'status' && step.status ? t(`tickets.${step.status}`) : t(`tickets.${addedAs(step)}`)}
          {step.by ? ` · ${step.by}` : ''}
          {step.joins ? `: ${step.joins.name}` : ''}
          {step.text ? `: ${step.kind === 'unsealed' ? t(`tickets.${step.text}`) : step.text}` : ''}
        </Text>
      ))}
      <ChangeStatus conversationId={conversationId} ticket={ticket} />
    </Stack>
  );
}

/** What a step without a change of status says, by its text. */
function addedAs({ kind, joins }: TicketView['steps'][number]): string {
  if (joins === undefined) return `step_${kind}`;
  return joins === null ? 'step_apart' : 'step_joined';
}

/** A number that names a person: stars until an agent of its department looks, and the record keeps who did. */
function Sealed(props: { conversationId: string; number: string; field: SealedView; labels: Labels | undefined }) {
  const { t } = useTexts();
  const { conversationId, number, field, labels } = props;
  const queries = useQueryClient();
  const look = useMutation({
    mutationFn: () => api.unseal(conversationId, number, newActionId(), field.kind),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['thread'] }),
  });
  return (
    <Group gap="xs">
      <Text size="sm">
        <Text span size="sm" c="dimmed">
          {t(`tickets.${field.kind}`)}:{' '}
        </Text>
        <Text span size="sm" ff="monospace">
          {look.data?.value ?? field.masked}
        </Text>
      </Text>
      {field.mayOpen && !look.data && (
        <Button size="compact-xs" variant="default" loading={look.isPending} onClick={() => look.mutate()}>
          {t('tickets.unseal')}
        </Button>
      )}
      {field.others.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('tickets.same_person', { numbers: field.others.join(', ') })}
        </Text>
      )}
      {!field.mayOpen && (
        <Text size="xs" c="dimmed">
          {t('tickets.sealed_for', { department: labels?.departments[field.department] ?? field.department })}
        </Text>
      )}
      {look.error && (
        <Alert color="red" role="alert" p="xs">
          {problemText(t, look.error, 0)}
        </Alert>
      )}
    </Group>
  );
}

function ChangeStatus({ conversationId, ticket }: { conversationId: string; ticket: TicketView }) {
  const { t } = useTexts();
  const [status, setStatus] = useState<TicketStatus>(ticket.status);
  const [text, setText] = useState('');
  const act = useAct(conversationId);
  const save = (): void =>
    act.mutate(
      { do: 'ticket.status', number: ticket.number, status, text: text.trim() },
      { onSuccess: ({ done }) => done && setText('') },
    );
  return (
    <Stack gap="xs" mt="xs">
      <Select
        label={t('tickets.status')}
        value={status}
        onChange={(value) => value && setStatus(value as TicketStatus)}
        data={STATUSES.map((value) => ({ value, label: t(`tickets.${value}`) }))}
        allowDeselect={false}
      />
      <Textarea
        label={t('tickets.answer')}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={6}
      />
      {act.error && (
        <Alert color="red" role="alert" p="xs">
          {problemText(t, act.error, 0)}
        </Alert>
      )}
      <Button variant="light" loading={act.isPending} disabled={status === ticket.status && text.trim() === ''} onClick={save}>
        {t('tickets.submit')}
      </Button>
    </Stack>
  );
}
