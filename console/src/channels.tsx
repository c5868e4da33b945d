import { Alert, Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ChannelState } from '../../src/server/api/wire';
import { api } from './api';
import { Dialog } from './dialog';
import { type T, useTexts } from './i18n';

/** A revoked token is seen within a minute: the server asks each platform twice in that time. */
const EVERY_MS = 30_000;
/** While a code is on the screen: it changes about three times a minute. */
const SIGNING_IN_MS = 3_000;

export function useChannels(): ChannelState[] {
  const found = useQuery({
    queryKey: ['channels'],
    queryFn: api.channels,
    refetchInterval: ({ state }) => (state.data?.some(({ signIn }) => signIn) ? SIGNING_IN_MS : EVERY_MS),
  });
  return found.data ?? [];
}

/** A channel that the console has no name for yet is called by its own. */
export function channelName(t: T, { channel, account }: { channel: string; account: string }): string {
  const name = t(`channel.${channel}`, { defaultValue: channel });
  return account === 'default' ? name : `${name} (${account})`;
}

/** How each channel stands, what mends it, and the code to scan where one waits to be signed in. */
export function ChannelsDialog({
  opened,
  onClose,
  channels,
}: {
  opened: boolean;
  onClose: () => void;
  channels: ChannelState[];
}) {
  const { t, lang } = useTexts();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('channels.title')} size="lg">
      <Stack gap="md" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {channels.map((state) => (
          <li key={`${state.channel}/${state.account}`}>
            <Group gap="xs">
              <Text fw={600}>{channelName(t, state)}</Text>
              <Badge color={state.ok ? 'teal' : 'red'} variant="light">
                {t(state.ok ? 'channels.ok' : 'channels.down')}
              </Badge>
            </Group>
            <Text size="sm" c={state.ok ? 'dimmed' : undefined} lang="en">
              {state.detail}
            </Text>
            {state.signIn && (
              <Stack gap="xs" mt="xs">
                <Alert color="orange" p="xs">
                  {state.signIn.notice[lang]}
                </Alert>
                <Text size="sm">{t('channels.scan')}</Text>
                <img
                  className="sign-in"
                  alt={t('channels.code')}
                  src={`data:image/svg+xml;utf8,${encodeURIComponent(state.signIn.svg)}`}
                />
              </Stack>
            )}
          </li>
        ))}
      </Stack>
    </Dialog>
  );
}
