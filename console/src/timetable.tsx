import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from './api';
import { useTexts } from './i18n';

const EVERY_MS = 60_000;

/** Why citizens are told no times, where they are not. */
export function TimetableAlert() {
  const { t } = useTexts();
  const found = useQuery({ queryKey: ['timetable'], queryFn: api.timetable, refetchInterval: EVERY_MS });
  const notice = found.data?.notice;
  if (!notice) return null;
  return (
    <Alert color="orange" role="status" p="xs" radius={0}>
      {t(`timetable.${notice.key}`, { date: notice.date.split('-').reverse().join('.') })}
    </Alert>
  );
}
