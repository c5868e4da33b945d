import { Alert, Badge, Button, Group, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReservationCard } from '../../src/server/api/wire';
import { api } from './api';
import { useAct } from './composer';
import { Dialog } from './dialog';
import { useTexts } from './i18n';
import { problemText } from './problem';

const COLUMNS = ['number', 'when', 'facility', 'name', 'phone', 'state'] as const;

/** What is to be confirmed first, then what is coming. Refusing one leaves its place to others. */
export function Reservations({
  opened,
  onClose,
  onOpen,
}: {
  opened: boolean;
  onClose: () => void;
  onOpen: (id: string) => void;
}) {
  const { t } = useTexts();
  const { data, error } = useQuery({ queryKey: ['reservations'], queryFn: api.reservations, enabled: opened });
  const open = (id: string): void => {
    onClose();
    onOpen(id);
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={t('reservations.title')} size="80rem">
      {error && (
        <Alert color="red" role="alert" mb="sm">
          {problemText(t, error, 0)}
        </Alert>
      )}
      {data?.rows.length === 0 && <Text c="dimmed">{t('reservations.none')}</Text>}
      {data && data.rows.length > 0 && (
        <Table.ScrollContainer minWidth={800}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                {COLUMNS.map((key) => (
                  <Table.Th key={key}>{t(`reservations.${key}`)}</Table.Th>
                ))}
                <Table.Th>{t('reservations.action')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.rows.map((row) => (
                <Row key={row.number} row={row} onOpen={open} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Dialog>
  );
}

function Row({ row, onOpen }: { row: ReservationCard; onOpen: (id: string) => void }) {
  const { t, lang } = useTexts();
  const day = new Date(`${row.date}T00:00:00Z`).toLocaleDateString(lang, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'long',
  });
  const waits = row.status === 'open' || row.status === 'in_progress';
  return (
    <Table.Tr>
      <Table.Td>
        <Button variant="subtle" size="compact-sm" onClick={() => onOpen(row.conversationId)}>
          {row.number}
        </Button>
      </Table.Td>
      <Table.Td>
        {day}, {row.session === 'night' ? t('reservations.nights', { count: row.nights }) : row.session}
      </Table.Td>
      <Table.Td>
        {row.facility}, {row.unit}
      </Table.Td>
      <Table.Td>{row.name}</Table.Td>
      <Table.Td>{row.phone}</Table.Td>
      <Table.Td>
        <Badge variant="outline" miw="max-content" color={waits ? 'orange' : 'teal'}>
          {t(waits ? 'reservations.waits' : 'reservations.confirmed')}
        </Badge>
      </Table.Td>
      <Table.Td>{waits && <Decide row={row} />}</Table.Td>
    </Table.Tr>
  );
}

/** Either way the citizen is told, in the words of the desk. */
function Decide({ row }: { row: ReservationCard }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const act = useAct(row.conversationId);
  const decide = (status: 'resolved' | 'cancelled', text: string): void =>
    act.mutate(
      { do: 'ticket.status', number: row.number, status, text },
      { onSuccess: () => queries.invalidateQueries({ queryKey: ['reservations'] }) },
    );
  return (
    <Group gap="xs" wrap="nowrap">
      <Button size="compact-sm" loading={act.isPending} onClick={() => decide('resolved', t('reservations.confirmed_text'))}>
        {t('reservations.confirm')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={act.isPending}
        onClick={() => decide('cancelled', t('reservations.refused_text'))}
      >
        {t('reservations.refuse')}
      </Button>
    </Group>
  );
}
