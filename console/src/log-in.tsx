import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ConsoleState } from '../../src/server/api/wire';
import { api } from './api';
import { useTexts } from './i18n';
import { problemText } from './problem';

function Card(props: { city: string; title: string; children: ReactNode; onSubmit?: () => void }) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onSubmit?.();
  };
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder shadow="sm" p="xl" w={400} maw="100%">
        <form onSubmit={submit}>
          <Stack>
            <div>
              <Text c="dimmed">{props.city}</Text>
              <Title order={1} size="h2">
                {props.title}
              </Title>
            </div>
            {props.children}
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function useEnter(enter: () => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: async () => {
      history.replaceState(null, '', location.pathname);
      await queries.invalidateQueries();
    },
  });
}

export function LogIn({ state }: { state: ConsoleState }) {
  const { t } = useTexts();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter(() => api.logIn(login, password));
  return (
    <Card city={state.city} title={t('login.title')} onSubmit={() => enter.mutate()}>
      {state.first && <Alert color="yellow">{t('first.needed')}</Alert>}
      <TextInput
        label={t('login.login')}
        value={login}
        onChange={(e) => setLogin(e.currentTarget.value)}
        autoComplete="username"
        required
        autoFocus
      />
      <PasswordInput
        label={t('login.password')}
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        autoComplete="current-password"
        required
      />
      {enter.error && (
        <Alert color="red" role="alert">
          {problemText(t, enter.error, state.passwordMinChars)}
        </Alert>
      )}
      <Button type="submit" loading={enter.isPending}>
        {t('login.submit')}
      </Button>
    </Card>
  );
}

export function FirstStart({ state, token }: { state: ConsoleState; token: string }) {
  const { t } = useTexts();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter(() => api.first({ token, login, name, password }));
  return (
    <Card city={state.city} title={t('first.title')} onSubmit={() => enter.mutate()}>
      <Text size="sm">{t('first.lead')}</Text>
      <TextInput
        label={t('login.name')}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        autoComplete="name"
        required
        autoFocus
      />
      <TextInput
        label={t('login.login')}
        value={login}
        onChange={(e) => setLogin(e.currentTarget.value)}
        autoComplete="username"
        required
      />
      <PasswordInput
        label={t('login.password')}
        description={t('login.hint', { count: state.passwordMinChars })}
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        autoComplete="new-password"
        required
      />
      {enter.error && (
        <Alert color="red" role="alert">
          {problemText(t, enter.error, state.passwordMinChars)}
        </Alert>
      )}
      <Button type="submit" loading={enter.isPending}>
        {t('first.submit')}
      </Button>
    </Card>
  );
}
