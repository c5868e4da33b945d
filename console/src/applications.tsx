import { Alert, Button, Group, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApplicationCard, Applications as Answer, ProgrammeFigures } from '../../src/server/api/wire';
import { api } from './api';
import { useAct } from './composer';
import { Dialog } from './dialog';
import { useTexts } from './i18n';
import { problemText } from './problem';

const ALL = 'all';

/** The department's page: who waits for what, as a list for the field team, and how many families were reached. */
export function Applications({
  opened,
  onClose,
  onOpen,
}: {
  opened: boolean;
  onClose: () => void;
  onOpen: (id: string) => void;
}) {
  const { t, lang } = useTexts();
  const [programme, setProgramme] = useState<string | undefined>();
  const [delivery, setDelivery] = useState(ALL);
  const { data, error } = useQuery({
    queryKey: ['applications', programme, lang],
    queryFn: () => api.applications(lang, programme),
    enabled: opened,
  });
  const rows = (data?.rows ?? []).filter((row) => delivery === ALL || row.delivery === delivery);
  const open = (id: string): void => {
    onClose();
    onOpen(id);
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={t('applications.title')} size="90rem">
      {error && (
        <Alert color="red" role="alert" mb="sm">
          {problemText(t, error, 0)}
        </Alert>
      )}
      {data && (
        <Stack gap="md">
          <Group align="end">
            <Select
              label={t('applications.programme')}
              value={data.programme}
              onChange={(value) => value && setProgramme(value)}
              data={data.programmes.map(({ id, name }) => ({ value: id, label: name }))}
              allowDeselect={false}
            />
            <Select
              label={t('applications.delivery')}
              value={delivery}
              onChange={(value) => value && setDelivery(value)}
              data={[
                { value: ALL, label: t('applications.all') },
                { value: 'home', label: t('applications.home') },
                ...Object.entries(data.points).map(([value, label]) => ({ value, label })),
              ]}
              allowDeselect={false}
            />
            <Button variant="default" disabled={rows.length === 0} onClick={() => download(csvOf(rows, data, t), data.programme)}>
              {t('applications.csv')}
            </Button>
          </Group>
          <Waiting rows={rows} points={data.points} onOpen={open} />
          <Figures figures={data.figures} />
        </Stack>
      )}
    </Dialog>
  );
}

type T = ReturnType<typeof useTexts>['t'];

const wayOf = (row: ApplicationCard, points: Answer['points'], t: T): string =>
  row.delivery === null ? '' : row.delivery === 'home' ? t('applications.home') : (points[row.delivery] ?? row.delivery);

function Waiting({ rows, points, onOpen }: { rows: ApplicationCard[]; points: Answer['points']; onOpen: (id: string) => void }) {
  const { t } = useTexts();
  if (rows.length === 0) return <Text c="dimmed">{t('applications.none')}</Text>;
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {['number', 'waits', 'name', 'delivery', 'address', 'phone', 'papers'].map((key) => (
              <Table.Th key={key}>{t(`applications.${key}`)}</Table.Th>
            ))}
            <Table.Th>{t('applications.action')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.number}>
              <Table.Td>
                <Button variant="subtle" size="compact-sm" onClick={() => onOpen(row.conversationId)}>
                  {row.number}
                </Button>
              </Table.Td>
              <Table.Td>{t('applications.days', { count: row.waits })}</Table.Td>
              <Table.Td>
                {row.name}
                {row.count > 1 && ` (${row.count})`}
              </Table.Td>
              <Table.Td>{wayOf(row, points, t)}</Table.Td>
              <Table.Td>{[row.neighbourhood, row.address].filter(Boolean).join(', ')}</Table.Td>
              <Table.Td>{row.phone}</Table.Td>
              <Table.Td>{t(row.photo ? 'applications.photo_yes' : 'applications.photo_no')}</Table.Td>
              <Table.Td>
                <Delivered row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Closes the record and tells the citizen. */
function Delivered({ row }: { row: ApplicationCard }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const act = useAct(row.conversationId);
  const done = (): void =>
    act.mutate(
      { do: 'ticket.status', number: row.number, status: 'resolved', text: '' },
      { onSuccess: () => queries.invalidateQueries({ queryKey: ['applications'] }) },
    );
  return (
    <Button size="compact-sm" variant="default" loading={act.isPending} onClick={done}>
      {t('applications.delivered')}
    </Button>
  );
}

const FIGURES: (keyof ProgrammeFigures)[] = ['year', 'applications', 'families', 'sets', 'home', 'point', 'waiting', 'withdrawn'];

function Figures({ figures }: { figures: ProgrammeFigures[] }) {
  const { t } = useTexts();
  if (figures.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={600}>
      <Table captionSide="top">
        <Table.Caption>{t('applications.figures')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {FIGURES.map((key) => (
              <Table.Th key={key}>{t(`applications.figure_${key}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.map((row) => (
            <Table.Tr key={row.year}>
              {FIGURES.map((key) => (
                <Table.Td key={key}>{row[key]}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What spreadsheets read as text: a cell that begins like a formula is not run. */
function csvOf(rows: ApplicationCard[], { points }: Answer, t: T): string {
  const cell = (value: unknown): string => {
    const text = String(value ?? '');
    return `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const head = ['number', 'waits', 'name', 'count', 'delivery', 'neighbourhood', 'address', 'phone', 'location'].map((key) =>
    cell(t(`applications.${key}`)),
  );
  const lines = rows.map((row) =>
    [
      row.number,
      row.waits,
      row.name,
      row.count,
      wayOf(row, points, t),
      row.neighbourhood,
      row.address,
      row.phone,
      row.lat === null ? '' : `${row.lat} ${row.lon}`,
    ]
      .map(cell)
      .join(';'),
  );
  return [head.join(';'), ...lines].join('\r\n');
}

function download(csv: string, name: string): void {
  // The mark tells Excel that the letters are UTF-8.
  const url = URL.createObjectURL(new Blob([`\ufeff${csv}`], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
