import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADAPTERS } from '../../../adapters';
import { envExample, readConfig } from '../../../src/core/config';
import { ROOT } from '../../../src/core/paths';

test('.env.example is what the table of settings prints', async () => {
  const channels = await Promise.all(
    Object.entries(ADAPTERS).map(async ([name, load]) => ({ name, settings: (await load()).settings })),
  );
  expect(readFileSync(join(ROOT, '.env.example'), 'utf8')).toBe(envExample(channels));
});

test.each([
  ['KAPI_PORT', 'abc', 'KAPI_PORT is "abc": set a whole number from 0 to 65535, or remove it for 8153.'],
  ['KAPI_LOG_LEVEL', 'loud', 'KAPI_LOG_LEVEL is "loud": set one of debug, info, warn, error, silent.'],
  [
    'KAPI_PUBLIC_URL',
    'belediye',
    'KAPI_PUBLIC_URL is "belediye": set a full address such as https://mesaj.belediye.bel.tr, or remove it.',
  ],
])('a wrong %s is one line with the mend', (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(message);
});

test('defaults stand where nothing is set', () => {
  expect(readConfig({})).toMatchObject({ KAPI_PORT: 8153, KAPI_CHANNELS: ['auto'], KAPI_BURST_WAIT_MS: 1_500 });
});
