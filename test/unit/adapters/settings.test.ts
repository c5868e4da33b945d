import { accountsOf, channelSettings } from '../../../adapters/settings';
import { wantedChannels } from '../../../src/channels';

const SETTINGS = [
  { name: 'KAPI_X_TOKEN', help: 'token', required: true, secret: true, own: true },
  { name: 'KAPI_X_SECRET', help: 'secret', required: true, secret: true },
  { name: 'KAPI_X_RATE', help: 'rate', default: '20' },
];

test('a further account is named by a suffix, shares what it does not set, and never takes what each has of its own', () => {
  const env = { KAPI_X_TOKEN: 't1', KAPI_X_SECRET: 's1', KAPI_X_TOKEN__SU: 't2', KAPI_X_RATE__ULASIM: '5' };
  expect(accountsOf(SETTINGS, env)).toEqual(['default', 'su', 'ulasim']);
  expect(channelSettings(SETTINGS, env)).toEqual({ KAPI_X_TOKEN: 't1', KAPI_X_SECRET: 's1', KAPI_X_RATE: '20' });
  expect(channelSettings(SETTINGS, env, 'su')).toEqual({ KAPI_X_TOKEN: 't2', KAPI_X_SECRET: 's1', KAPI_X_RATE: '20' });
  expect(channelSettings(SETTINGS, env, 'ulasim')).toEqual({ KAPI_X_TOKEN: '', KAPI_X_SECRET: 's1', KAPI_X_RATE: '5' });
});

test('under "auto" run web chat and what is configured, each account on its own', async () => {
  const env = { KAPI_HTTP_SECRET: 'a', KAPI_HTTP_SECRET__SU: 'b', KAPI_HTTP_CALLBACK_URL__SU: 'http://localhost:1/' };
  const found = await wantedChannels(['auto'], env);
  expect(found.map(({ module, account }) => `${module.name}/${account}`)).toEqual(['webchat/default', 'http/default', 'http/su']);
  expect((await wantedChannels(['auto'], {})).map(({ module }) => module.name)).toEqual(['webchat']);
  await expect(wantedChannels(['faks'], {})).rejects.toThrow('KAPI_CHANNELS: there is no channel "faks"');
});
