import { Alert, Badge, Button, Group, Popover, Select, Stack, Text, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reading } from '../../src/core/reading';
import type { Labels, Why } from '../../src/server/api/wire';
import { api, newActionId } from './api';
import { useTexts } from './i18n';
import { problemText } from './problem';

/** Weights below this share of the largest carried nothing. */
const SHOWN_MIN_SHARE = 0.1;
const WORDS_SHOWN = 7;

interface Message {
  conversationId: string;
  inputId: string;
}

const percent = (confidence: number): number => Math.round(confidence * 100);

/** What the bot made of the message; pressed, it tells why, and takes what was meant in one more press. */
export function ReadingBadge({ reading, labels, ...message }: { reading: Reading | null; labels: Labels | undefined } & Message) {
  const { t } = useTexts();
  const [opened, setOpened] = useState(false);
  // The focus stays on the badge, where the popover itself does not hear Escape.
  useHotkeys(opened ? [['Escape', () => setOpened(false)]] : []);
  if (!reading) return null;
  const name = (intent: string): string => labels?.intents[intent] ?? intent;
  const summary = reading.corrected
    ? t('thread.corrected', { intent: name(reading.corrected.intent), name: reading.corrected.by })
    : reading.decision === 'reject'
      ? t('thread.reject')
      : t('thread.reading', { intent: name(reading.intent), percent: percent(reading.confidence) });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal shadow="md" width={440}>
      <Popover.Target>
        <UnstyledButton onClick={() => setOpened((open) => !open)}>
          <Badge
            size="sm"
            variant="outline"
            tt="none"
            color={reading.corrected || reading.decision === 'accept' ? 'teal' : 'orange'}
          >
            {summary}
            {!reading.corrected && reading.decision === 'ask' ? ` · ${t('thread.ask')}` : ''}
          </Badge>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
        {opened && <Details reading={reading} name={name} labels={labels} {...message} onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Details({
  reading,
  name,
  labels,
  onDone,
  ...message
}: { reading: Reading; name: (intent: string) => string; labels: Labels | undefined; onDone: () => void } & Message) {
  const { t } = useTexts();
  const rows: [string, string][] = [
    [t('thread.also'), reading.also.map(name).join(', ')],
    [t('thread.entities'), reading.entities.map(({ text, name: known, value }) => `${text} → ${known ?? value}`).join(', ')],
    [t('thread.department'), reading.department === null ? '' : (labels?.departments[reading.department] ?? reading.department)],
  ];
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {name(reading.intent)} · {percent(reading.confidence)} %
      </Text>
      {rows
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <Text size="sm" key={label}>
            <Text span c="dimmed" size="sm">
              {label}:{' '}
            </Text>
            {value}
          </Text>
        ))}
      <Correct reading={reading} name={name} labels={labels} onDone={onDone} {...message} />
      <Reasons name={name} {...message} />
    </Stack>
  );
}

/** The runners-up as buttons, every other intent in a list: one press says what was meant. */
function Correct({
  reading,
  name,
  labels,
  onDone,
  conversationId,
  inputId,
}: { reading: Reading; name: (intent: string) => string; labels: Labels | undefined; onDone: () => void } & Message) {
  const { t, lang } = useTexts();
  const queries = useQueryClient();
  const correct = useMutation({
    mutationFn: (intent: string) => api.correct(conversationId, inputId, newActionId(), intent),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['thread'] });
      onDone();
    },
  });
  const meant = reading.corrected?.intent ?? reading.intent;
  const offered = [reading.intent, ...reading.alternatives.map(({ intent }) => intent)].filter((intent) => intent !== meant);
  const all = Object.entries(labels?.intents ?? {})
    .map(([value, label]) => ({ value, label }))
    .filter(({ value }) => value !== meant)
    .sort((a, b) => a.label.localeCompare(b.label, lang));
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed">
        {t('thread.meant')}
      </Text>
      <Group gap={6}>
        {offered.map((intent) => (
          <Button
            key={intent}
            size="compact-sm"
            variant="default"
            disabled={correct.isPending}
            onClick={() => correct.mutate(intent)}
          >
            {name(intent)}
          </Button>
        ))}
      </Group>
      <Select
        aria-label={t('thread.meant_other')}
        placeholder={t('thread.meant_other')}
        data={all}
        value={null}
        onChange={(intent) => intent && correct.mutate(intent)}
        searchable
        size="xs"
        comboboxProps={{ withinPortal: false }}
        nothingFoundMessage={t('thread.meant_none')}
      />
      {correct.error && (
        <Alert color="red" role="alert" p="xs">
          {problemText(t, correct.error, 0)}
        </Alert>
      )}
    </Stack>
  );
}

/** As the classifier sees a word: without Turkish letters, repeated letters once. */
const plainOf = (word: string): string =>
  word
    .toLocaleLowerCase('tr')
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '')
    .replace(/([a-z])\1+/g, '$1');

/** The words of the message that carried it, each with all its pieces' weight, the heaviest first. */
function wordsOf({ features }: Why['intents'][number], classified: string): { name: string; weight: number }[] {
  const words = classified
    .split(/\s+/)
    .map((word) => ({ word: word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''), plain: plainOf(word) }));
  const weights = new Map<string, number>();
  for (const { name, weight } of features) {
    const pieces = name
      .replace(/["_^$]/g, '')
      .split(' ')
      .filter(Boolean);
    // A pair of words counts for both.
    for (const piece of pieces) {
      const found = words.find(({ plain }) => plain.includes(piece));
      if (found) weights.set(found.word, (weights.get(found.word) ?? 0) + weight / pieces.length);
    }
  }
  const list = [...weights].map(([name, weight]) => ({ name, weight })).sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight));
  const largest = Math.abs(list[0]?.weight ?? 0);
  return list.filter(({ weight }) => Math.abs(weight) >= SHOWN_MIN_SHARE * largest).slice(0, WORDS_SHOWN);
}

/** What carried the reading: words for and against, and the nearest sentences that it was taught. */
function Reasons({ name, conversationId, inputId }: { name: (intent: string) => string } & Message) {
  const { t } = useTexts();
  const why = useQuery({
    queryKey: ['why', conversationId, inputId],
    queryFn: () => api.why(conversationId, inputId),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const best = why?.intents[0];
  if (!why || !best) return null;
  const carried = wordsOf(best, why.classified);
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed">
        {t('thread.why', { intent: name(best.intent) })}
      </Text>
      <Group gap={4}>
        {carried.map(({ name: piece, weight }) => (
          <Badge key={piece} size="sm" tt="none" variant="outline" color={weight > 0 ? 'teal' : 'red'}>
            {weight > 0 ? '+' : '−'} {piece}
          </Badge>
        ))}
      </Group>
      {why.nearest.length > 0 && (
        <>
          <Text size="sm" c="dimmed">
            {t('thread.nearest')}
          </Text>
          {why.nearest.map(({ text, intent, similarity }) => (
            <Text size="sm" key={text}>
              “{text}”{' '}
              <Text span size="xs" c="dimmed">
                {name(intent)} · {percent(similarity)} %
              </Text>
            </Text>
          ))}
        </>
      )}
    </Stack>
  );
}
