import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from './api';
import { Desk } from './desk';
import { type ConsoleLang, useTexts } from './i18n';
import { FirstStart, LogIn } from './log-in';

/** Which page: the first start, the log-in, or the desk. */
export function App({ onLang }: { onLang: (lang: ConsoleLang) => void }) {
  const { t } = useTexts();
  const state = useQuery({ queryKey: ['state'], queryFn: api.state, refetchOnWindowFocus: true });
  const city = state.data?.city;
  useEffect(() => {
    document.title = city ? `${t('title')} · ${city}` : t('title');
  }, [city, t]);
  if (!state.data)
    return (
      <Center h="100dvh">
        <Loader aria-label={t('title')} />
      </Center>
    );
  const token = new URLSearchParams(location.hash.slice(1)).get('first');
  if (!state.data.me)
    return state.data.first && token ? <FirstStart state={state.data} token={token} /> : <LogIn state={state.data} />;
  return <Desk state={state.data} me={state.data.me} onLang={onLang} />;
}
