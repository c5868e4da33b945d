import '@mantine/core/styles.css';
import './style.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { storedLang, storeLang, TextsContext, textsOf } from './i18n';

const theme = createTheme({
  respectReducedMotion: true,
  primaryColor: 'teal',
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: 'md',
  cursorType: 'pointer',
});
const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 } } });

function Root() {
  const [lang, setLang] = useState(storedLang);
  const texts = useMemo(() => ({ lang, t: textsOf(lang) }), [lang]);
  document.documentElement.lang = lang;
  return (
    <TextsContext.Provider value={texts}>
      <App
        onLang={(next) => {
          storeLang(next);
          setLang(next);
        }}
      />
    </TextsContext.Provider>
  );
}

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} defaultColorScheme="auto">
    <QueryClientProvider client={queries}>
      <Root />
    </QueryClientProvider>
  </MantineProvider>,
);
