import { Alert, Avatar, Badge, Button, Group, Menu, Text, Title, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AgentInfo, ConsoleState, Hint, View } from '../../src/server/api/wire';
import { api } from './api';
import { Applications } from './applications';
import { type ConsoleLang, useTexts } from './i18n';
import { ConversationPicker } from './conversations';
import { useLive } from './live';
import { channelName, ChannelsDialog, useChannels } from './channels';
import { Agents, ChangePassword } from './people';
import { Reservations } from './reservations';
import { ThreadPane } from './thread';
import { Tickets } from './tickets';
import { TimetableAlert } from './timetable';

type Dialog = 'agents' | 'applications' | 'reservations' | 'channels' | 'password' | null;

const openFromAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('c');

/** The desk of a shift: who waits, the thread, the records beside it. */
export function Desk(props: { state: ConsoleState; me: AgentInfo; onLang: (lang: ConsoleLang) => void }) {
  const { t, lang } = useTexts();
  const [view, setView] = useState<View>('waiting');
  const [openId, setOpenId] = useState(openFromAddress);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [ring, setRing] = useState<Hint | null>(null);
  const { connected } = useLive(openId, setRing);
  const channels = useChannels();
  const down = channels.filter(({ ok }) => !ok);
  const labels = useQuery({
    queryKey: ['labels', lang],
    queryFn: () => api.labels(lang),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const thread = useQuery({ queryKey: ['thread', openId], queryFn: () => api.thread(openId!), enabled: openId !== null });

  useEffect(() => {
    const follow = (): void => setOpenId(openFromAddress());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const open = (id: string | null): void => {
    location.hash = id === null ? '' : `c=${id}`;
    setOpenId(id);
    if (ring?.conversationId === id) setRing(null);
  };

  return (
    <div className="desk" data-open={openId !== null}>
      <Button className="skip" size="xs" onClick={() => document.getElementById('thread')?.focus()}>
        {t('skip')}
      </Button>
      <Group component="header" className="desk-head" justify="space-between" wrap="nowrap" px="md">
        <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
          <Title order={1} size="h4" style={{ whiteSpace: 'nowrap' }}>
            Kapı
          </Title>
          <Text c="dimmed" size="sm" truncate visibleFrom="sm">
            {props.state.city}
          </Text>
        </Group>
        <Person {...props} onDialog={setDialog} />
      </Group>
      <nav className="desk-list" aria-label={t('views.label')}>
        {!connected && (
          <Alert color="orange" role="status" p="xs" radius={0}>
            {t('offline')}
          </Alert>
        )}
        {down.length > 0 && (
          <Alert color="orange" role="status" p="xs" radius={0}>
            <Group gap="xs" justify="space-between">
              {t('channels.some_down', { names: down.map((state) => channelName(t, state)).join(', ') })}
              <Button size="compact-sm" variant="white" color="orange.9" onClick={() => setDialog('channels')}>
                {t('channels.see')}
              </Button>
            </Group>
          </Alert>
        )}
        <TimetableAlert />
        {ring && (
          <Alert
            color="red"
            role="alert"
            p="xs"
            radius={0}
            withCloseButton
            closeButtonLabel={t('close')}
            onClose={() => setRing(null)}
            title={t('ring')}
          >
            <Button size="compact-sm" color="red" onClick={() => open(ring.conversationId)}>
              {t('ring_open')}
            </Button>
          </Alert>
        )}
        <ConversationPicker view={view} onView={setView} openId={openId} onOpen={open} labels={labels} />
      </nav>
      <main className="desk-thread" id="thread" tabIndex={-1} aria-label={t('thread.label')}>
        <ThreadPane id={openId} thread={thread.data} labels={labels} me={props.me} onBack={() => open(null)} />
      </main>
      <aside className="desk-side" aria-label={t('tickets.title')}>
        {thread.data && <Tickets tickets={thread.data.tickets} labels={labels} />}
      </aside>
      <Agents opened={dialog === 'agents'} onClose={() => setDialog(null)} state={props.state} labels={labels} />
      <Reservations opened={dialog === 'reservations'} onClose={() => setDialog(null)} onOpen={open} />
      <Applications opened={dialog === 'applications'} onClose={() => setDialog(null)} onOpen={open} />
      <ChannelsDialog opened={dialog === 'channels'} onClose={() => setDialog(null)} channels={channels} />
      <ChangePassword opened={dialog === 'password'} onClose={() => setDialog(null)} state={props.state} />
    </div>
  );
}

function Person({
  me,
  onLang,
  onDialog,
}: {
  me: AgentInfo;
  onLang: (lang: ConsoleLang) => void;
  onDialog: (dialog: Dialog) => void;
}) {
  const { t, lang } = useTexts();
  const { toggleColorScheme } = useMantineColorScheme();
  const logOut = async (): Promise<void> => {
    await api.logOut().catch(() => {});
    location.reload();
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" leftSection={<Avatar size={28} name={me.name} color="initials" aria-hidden />}>
          {me.name}
          {me.role === 'admin' && (
            <Badge ml="xs" size="xs" variant="outline" color="gray" visibleFrom="sm">
              {t('agents.admin')}
            </Badge>
          )}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {me.role === 'admin' && <Menu.Item onClick={() => onDialog('agents')}>{t('menu.agents')}</Menu.Item>}
        <Menu.Item onClick={() => onDialog('channels')}>{t('menu.channels')}</Menu.Item>
        <Menu.Item onClick={() => onDialog('applications')}>{t('menu.applications')}</Menu.Item>
        <Menu.Item onClick={() => onDialog('reservations')}>{t('menu.reservations')}</Menu.Item>
        <Menu.Item onClick={() => onDialog('password')}>{t('menu.password')}</Menu.Item>
        <Menu.Item onClick={() => onLang(lang === 'tr' ? 'en' : 'tr')}>{t('language')}</Menu.Item>
        <Menu.Item onClick={() => toggleColorScheme()}>{t('theme')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void logOut()}>{t('menu.logout')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
