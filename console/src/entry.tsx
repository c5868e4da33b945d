import { Anchor, Badge, Group, Text } from '@mantine/core';
import type { OutPart } from '../../src/core/items';
import type { CitizenPart, Labels, MediaInfo, ThreadEntry } from '../../src/server/api/wire';
import { channelOf } from './conversations';
import { clock, useTexts } from './i18n';
import { ReadingBadge } from './reading';

/** @param own the channel of the open conversation: what stands in another of the person's is marked */
export function Entry({ entry, labels, own }: { entry: ThreadEntry; labels: Labels | undefined; own: string }) {
  const { t, lang } = useTexts();
  const said = entry.from === 'bot' || entry.from === 'agent';
  return (
    <li className="entry" data-from={entry.from} data-cancelled={said && entry.state === 'cancelled' ? true : undefined}>
      {entry.from === 'note' && (
        <div className="bubble">
          <Text size="xs" fw={600}>
            {t('thread.note', { name: entry.name })}
          </Text>
          {entry.text}
        </div>
      )}
      {entry.from === 'citizen' && entry.parts.map((part, index) => <Part key={`${entry.id}:${index}`} part={part} />)}
      {said && (
        <div className="bubble" lang="">
          <Said part={entry.part} />
        </div>
      )}
      <Group gap={6} mt={2} justify={said ? 'flex-end' : 'flex-start'}>
        {entry.from === 'citizen' && (
          <ReadingBadge reading={entry.reading} labels={labels} conversationId={entry.conversationId} inputId={entry.id} />
        )}
        <Text size="xs" c="dimmed">
          {said && `${entry.from === 'agent' ? (entry.name ?? t('thread.agent')) : t('thread.bot')} · `}
          <time dateTime={new Date(entry.at).toISOString()}>{clock(lang, entry.at)}</time>
        </Text>
        {entry.channel !== own && (
          <Text size="xs" c="dimmed">
            {channelOf(t, entry.channel)}
          </Text>
        )}
        {said && <DeliveryState entry={entry} />}
      </Group>
    </li>
  );
}

function DeliveryState({ entry }: { entry: Extract<ThreadEntry, { from: 'bot' | 'agent' }> }) {
  const { t } = useTexts();
  const bad = ['failed', 'expired', 'uncertain'].includes(entry.state);
  return (
    <Text size="xs" c={bad ? 'red' : 'dimmed'} fw={bad ? 600 : undefined}>
      {t(`state.${entry.state}`)}
      {bad && entry.error ? `: ${entry.error}` : ''}
      {entry.resent ? ` (${t('state.resent')})` : ''}
    </Text>
  );
}

function Said({ part }: { part: OutPart }) {
  const { t } = useTexts();
  switch (part.kind) {
    case 'choices':
      return (
        <>
          {part.text}
          <div className="choices">
            {part.choices.map(({ id, label }) => (
              <Badge key={id} variant="outline" tt="none" size="lg">
                {label}
              </Badge>
            ))}
          </div>
        </>
      );
    case 'location':
      return <Pin {...part} />;
    case 'media':
      return part.text ?? t('thread.file');
    default:
      return part.text;
  }
}

function Part({ part }: { part: CitizenPart }) {
  const { t } = useTexts();
  switch (part.kind) {
    case 'text':
      return (
        <div className="bubble">
          {part.text}
          {part.cutFrom !== undefined && (
            <Text size="xs" c="dimmed">
              {t('thread.cut', { count: part.cutFrom })}
            </Text>
          )}
        </div>
      );
    case 'choice':
      return <div className="bubble">▸ {part.label ?? part.id}</div>;
    case 'media':
      return (
        <div className="bubble">
          <Media media={part.media} />
          {part.caption}
        </div>
      );
    case 'location':
      return (
        <div className="bubble">
          <Pin {...part} />
        </div>
      );
    case 'contact':
      return (
        <div className="bubble">
          {t('thread.contact')}: {[part.name, ...part.phones].filter(Boolean).join(', ')}
        </div>
      );
    case 'unsupported':
      return <div className="bubble">{t('thread.unsupported', { what: part.what })}</div>;
  }
}

export function Pin({ lat, lon, label }: { lat: number; lon: number; label?: string }) {
  const { t } = useTexts();
  return (
    <span>
      {label ?? t('thread.location')}: {lat.toFixed(5)}, {lon.toFixed(5)}{' '}
      <Anchor
        href={`https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`}
        target="_blank"
        rel="noreferrer noopener"
        underline="always"
      >
        {t('thread.map')}
      </Anchor>
    </span>
  );
}

export function Media({ media }: { media: MediaInfo }) {
  const { t } = useTexts();
  if (media.href === null) return <Text size="sm">{t(`thread.media_${media.state === 'stored' ? 'failed' : media.state}`)}</Text>;
  if (media.kind === 'image' || media.kind === 'sticker')
    return (
      <a href={media.href} target="_blank" rel="noreferrer">
        <img className="photo" src={media.href} alt={media.fileName ?? t('thread.file')} />
      </a>
    );
  // biome-ignore lint/a11y/useMediaCaption: a citizen's voice message has no captions
  if (media.kind === 'audio') return <audio controls src={media.href} />;
  return (
    <Anchor href={media.href} target="_blank" rel="noreferrer" underline="always">
      {media.fileName ?? t('thread.file')}
    </Anchor>
  );
}
