import { startKapi } from '../main';
import { createLog } from './log';
import { showSignIn } from './sign-in';

/** Starts the line, prints where it is, and stops in order on SIGTERM or SIGINT. */
export async function run(): Promise<undefined> {
  const log = createLog(process.env.KAPI_LOG_LEVEL || 'info');
  const kapi = await startKapi(process.env, log, {
    onSignIn: (label, step) => {
      if (step) void showSignIn(label, step);
    },
  });
  const first = await kapi.firstStartUrl();
  const lines = [
    '',
    `  ${kapi.knowledge.city.tr.city}`,
    '',
    `  Vatandaş sayfası / citizen's page   ${kapi.url}/`,
    `  Görevli konsolu  / console          ${kapi.url}/console/`,
    `  Durum            / health           ${kapi.url}/health`,
    ...(first === null
      ? []
      : ['', '  İlk yönetici hesabını açın (bir kez çalışır) / create the administrator (works once):', `  ${first}`]),
    '',
    '',
  ];
  process.stderr.write(lines.join('\n'));
  log.info({ port: kapi.port }, 'started');
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    kapi.stop().then(
      () => {
        log.info({}, 'stopped');
        process.exit(0);
      },
      (error) => {
        log.error({ error: String(error) }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return undefined;
}
