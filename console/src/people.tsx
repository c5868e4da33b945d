import { Alert, Button, Group, MultiSelect, PasswordInput, Select, Stack, Table, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { AgentInfo, ConsoleState, Labels, Role } from '../../src/server/api/wire';
import { api } from './api';
import { Dialog } from './dialog';
import { useTexts } from './i18n';
import { problemText } from './problem';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  state: ConsoleState;
}

const submitting =
  (work: () => void) =>
  (event: FormEvent): void => {
    event.preventDefault();
    work();
  };

const BLANK = { login: '', name: '', password: '', role: 'agent' as Role };

/** The administrator's list of agents. */
export function Agents({ opened, onClose, state, labels }: DialogProps & { labels: Labels | undefined }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const agents = useQuery({ queryKey: ['agents'], queryFn: api.agents, enabled: opened }).data ?? [];
  const [form, setForm] = useState(BLANK);
  const add = useMutation({
    mutationFn: () => api.addAgent(form),
    onSuccess: () => {
      setForm(BLANK);
      return queries.invalidateQueries({ queryKey: ['agents'] });
    },
  });
  const set = (change: Partial<typeof BLANK>): void => setForm((before) => ({ ...before, ...change }));
  return (
    <Dialog opened={opened} onClose={onClose} title={t('agents.title')} size="xl">
      <Table mb="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('login.name')}</Table.Th>
            <Table.Th>{t('login.login')}</Table.Th>
            <Table.Th>{t('agents.role')}</Table.Th>
            <Table.Th>{t('agents.departments')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {agents.map((agent) => (
            <Table.Tr key={agent.id}>
              <Table.Td>{agent.name}</Table.Td>
              <Table.Td>{agent.login}</Table.Td>
              <Table.Td>{t(`agents.${agent.role}`)}</Table.Td>
              <Table.Td>
                <Departments agent={agent} labels={labels} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <form onSubmit={submitting(() => add.mutate())}>
        <Stack gap="xs">
          <Group grow align="flex-start">
            <TextInput
              label={t('login.name')}
              value={form.name}
              onChange={(e) => set({ name: e.currentTarget.value })}
              required
            />
            <TextInput
              label={t('login.login')}
              value={form.login}
              onChange={(e) => set({ login: e.currentTarget.value })}
              required
              autoComplete="off"
            />
          </Group>
          <Group grow align="flex-end">
            <PasswordInput
              label={t('login.password')}
              description={t('login.hint', { count: state.passwordMinChars })}
              value={form.password}
              onChange={(e) => set({ password: e.currentTarget.value })}
              autoComplete="new-password"
              required
            />
            <Select
              label={t('agents.role')}
              value={form.role}
              onChange={(role) => role && set({ role: role as Role })}
              data={[
                { value: 'agent', label: t('agents.agent') },
                { value: 'admin', label: t('agents.admin') },
              ]}
              allowDeselect={false}
            />
          </Group>
          {add.error && (
            <Alert color="red" role="alert" p="xs">
              {problemText(t, add.error, state.passwordMinChars)}
            </Alert>
          )}
          {add.data && (
            <Alert color="teal" role="status" p="xs">
              {t('agents.added', { name: add.data.name })}
            </Alert>
          )}
          <Button type="submit" loading={add.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('agents.add')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

/** The departments whose sealed numbers the agent may see; kept as they are chosen. */
function Departments({ agent, labels }: { agent: AgentInfo; labels: Labels | undefined }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (departments: string[]) => api.departments(agent.id, departments),
    onSettled: () => queries.invalidateQueries({ queryKey: ['agents'] }),
  });
  return (
    <MultiSelect
      aria-label={t('agents.departments_of', { name: agent.name })}
      data={Object.entries(labels?.departments ?? {}).map(([value, label]) => ({ value, label }))}
      value={save.variables && save.isPending ? save.variables : agent.departments}
      onChange={(departments) => save.mutate(departments)}
      placeholder={agent.departments.length === 0 ? t('agents.departments_none') : ''}
      error={save.error ? problemText(t, save.error, 0) : undefined}
      size="xs"
      clearable
      searchable
    />
  );
}

export function ChangePassword({ opened, onClose, state }: DialogProps) {
  const { t } = useTexts();
  const [before, setBefore] = useState('');
  const [after, setAfter] = useState('');
  const change = useMutation({
    mutationFn: () => api.password(before, after),
    onSuccess: () => {
      setBefore('');
      setAfter('');
    },
  });
  return (
    <Dialog opened={opened} onClose={onClose} title={t('password.title')}>
      <form onSubmit={submitting(() => change.mutate())}>
        <Stack gap="xs">
          <PasswordInput
            label={t('password.before')}
            value={before}
            onChange={(e) => setBefore(e.currentTarget.value)}
            autoComplete="current-password"
            required
          />
          <PasswordInput
            label={t('password.after')}
            description={t('login.hint', { count: state.passwordMinChars })}
            value={after}
            onChange={(e) => setAfter(e.currentTarget.value)}
            autoComplete="new-password"
            required
          />
          {change.error && (
            <Alert color="red" role="alert" p="xs">
              {problemText(t, change.error, state.passwordMinChars)}
            </Alert>
          )}
          {change.isSuccess && (
            <Alert color="teal" role="status" p="xs">
              {t('password.done')}
            </Alert>
          )}
          <Button type="submit" loading={change.isPending}>
            {t('password.submit')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
