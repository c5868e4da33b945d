/** All settings in one table. `.env.example` is printed from it, and a wrong value is one line that names the mend. */
import { KapiError, KINDS } from './errors';

interface Setting {
  name: string;
  default: string;
  kind: 'text' | 'int' | 'path' | 'url' | 'list' | 'level';
  min?: number;
  max?: number;
  secret?: boolean;
  help: string;
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

export const SETTINGS = [
  { name: 'KAPI_PORT', default: '8153', kind: 'int', min: 0, max: 65535, help: 'Port of the web server (0: any free one).' },
  {
    name: 'KAPI_HOST',
    default: '127.0.0.1',
    kind: 'text',
    help: 'Address to listen on; 0.0.0.0 behind a reverse proxy on another machine.',
  },
  {
    name: 'KAPI_PUBLIC_URL',
    default: '',
    kind: 'url',
    help: 'Address under which citizens and platforms reach the line; empty: http://localhost:<port>.',
  },
  {
    name: 'KAPI_DATA_DIR',
    default: '.kapi',
    kind: 'path',
    help: 'Folder of the embedded store, attachments and the trained model.',
  },
  { name: 'KAPI_MUNICIPALITY', default: 'data/municipality', kind: 'path', help: 'Folder of the municipality pack.' },
  {
    name: 'KAPI_MUNICIPALITY_LOOK_SECONDS',
    default: '2',
    kind: 'int',
    min: 0,
    max: 3600,
    help: 'How often the running line looks for changed files of the pack; 0: never.',
  },
  { name: 'KAPI_GTFS', default: '', kind: 'path', help: 'GTFS feed, zip or folder; empty: the transit/gtfs folder of the pack.' },
  {
    name: 'KAPI_GTFS_RT',
    default: '',
    kind: 'list',
    help: 'Addresses of GTFS-realtime data (trip updates, vehicle positions, alerts), by comma; empty: no live data.',
  },
  {
    name: 'KAPI_GTFS_RT_SECONDS',
    default: '30',
    kind: 'int',
    min: 5,
    max: 600,
    help: 'How often live data are fetched; what is older than three minutes counts as none.',
  },
  {
    name: 'MONGODB_URI',
    default: '',
    kind: 'text',
    secret: true,
    help: 'MongoDB of a large city; empty: the embedded SQLite store.',
  },
  {
    name: 'KAPI_SECRET',
    default: '',
    kind: 'text',
    secret: true,
    help: 'Key of what is stored encrypted, at least 32 characters; empty: made at the first start in KAPI_DATA_DIR/secret.key.',
  },
  {
    name: 'REDIS_URL',
    default: '',
    kind: 'text',
    secret: true,
    help: 'Redis for several processes; empty: the in-process queue.',
  },
  {
    name: 'KAPI_CHANNELS',
    default: 'auto',
    kind: 'list',
    help: 'Channels to start, by comma; auto: web chat and every channel whose required settings are set.',
  },
  { name: 'KAPI_LOG_LEVEL', default: 'info', kind: 'level', help: `One of ${LEVELS.join(', ')}.` },
  { name: 'KAPI_BODY_MAX_KIB', default: '24576', kind: 'int', min: 16, max: 262144, help: 'Largest webhook body.' },
  {
    name: 'KAPI_TEXT_MAX_CHARS',
    default: '4096',
    kind: 'int',
    min: 160,
    max: 65536,
    help: 'Longest text of one message that is read; the rest is cut and the citizen is told.',
  },
  { name: 'KAPI_MEDIA_MAX_MIB', default: '16', kind: 'int', min: 1, max: 256, help: 'Largest attachment.' },
  {
    name: 'KAPI_MEDIA_PRIVATE_HOSTS',
    default: '',
    kind: 'list',
    help: 'Hosts on private addresses from which attachments and the duty list may be fetched, by comma (a CİMER gateway in the building).',
  },
  {
    name: 'KAPI_BURST_WAIT_MS',
    default: '1500',
    kind: 'int',
    min: 0,
    max: 60000,
    help: 'How long a photo, a pin or a text that opens a record waits for its companions.',
  },
  { name: 'KAPI_BURST_MAX_MS', default: '5000', kind: 'int', min: 0, max: 120000, help: 'The longest such wait in all.' },
  {
    name: 'KAPI_JOIN_MINUTES',
    default: '30',
    kind: 'int',
    min: 0,
    max: 10080,
    help: 'How long a later photo or pin joins the record that was just opened.',
  },
  {
    name: 'KAPI_RESUME_MINUTES',
    default: '180',
    kind: 'int',
    min: 1,
    max: 43200,
    help: 'After this silence an unfinished request is taken up only when the citizen says so.',
  },
  {
    name: 'KAPI_HAND_BACK_MINUTES',
    default: '60',
    kind: 'int',
    min: 1,
    max: 10080,
    help: 'A conversation taken over and left idle so long goes back to the bot.',
  },
  { name: 'KAPI_CONCURRENCY', default: '64', kind: 'int', min: 1, max: 4096, help: 'Conversations worked on at once.' },
  {
    name: 'KAPI_SEND_GIVE_UP_MINUTES',
    default: '720',
    kind: 'int',
    min: 1,
    max: 10080,
    help: 'A message that could not be sent for so long fails visibly.',
  },
  {
    name: 'KAPI_SEND_HOLD_MINUTES',
    default: '720',
    kind: 'int',
    min: 1,
    max: 10080,
    help: 'Later messages of a conversation wait so long behind one that is retried.',
  },
  {
    name: 'KAPI_UNCERTAIN_SECONDS',
    default: '60',
    kind: 'int',
    min: 1,
    max: 86400,
    help: 'How long to wait for a status of a message that a crash left unclear, before sending it once more.',
  },
  { name: 'KAPI_DRAIN_SECONDS', default: '10', kind: 'int', min: 1, max: 600, help: 'Time given to work in progress at a stop.' },
  { name: 'KAPI_AGENT_SESSION_HOURS', default: '12', kind: 'int', min: 1, max: 720, help: "Length of an agent's log-in." },
  {
    name: 'KAPI_LOGIN_TRIES',
    default: '10',
    kind: 'int',
    min: 3,
    max: 100,
    help: 'Log-in tries of one account within the window.',
  },
  { name: 'KAPI_LOGIN_WINDOW_MINUTES', default: '15', kind: 'int', min: 1, max: 1440, help: 'Window of the log-in tries.' },
] as const satisfies readonly Setting[];

type Table = (typeof SETTINGS)[number];
type Names<K extends Setting['kind']> = Extract<Table, { kind: K }>['name'];

/** Values by name: integers as numbers, lists as arrays, all else as text. */
export type Config = { [N in Names<'int'>]: number } & { [N in Names<'list'>]: string[] } & {
  [N in Exclude<Table['name'], Names<'int'> | Names<'list'>>]: string;
};

/**
 * Reads settings from the environment.
 *
 * @throws KapiError config, one line: the variable, what is wrong with it, what would be right
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const values: Record<string, string | number | string[]> = {};
  for (const setting of SETTINGS as readonly Setting[]) {
    const text = env[setting.name]?.trim() || setting.default;
    values[setting.name] = settingValue(setting, text);
  }
  return values as unknown as Config;
}

function settingValue(setting: Setting, text: string): string | number | string[] {
  const wrong = (mend: string): never => {
    const shown = setting.secret ? '' : ` is "${text}"`;
    throw new KapiError(KINDS.config, `${setting.name}${shown}: ${mend}`, { field: setting.name });
  };
  switch (setting.kind) {
    case 'int': {
      const value = Number(text);
      if (!Number.isInteger(value) || value < setting.min! || value > setting.max!)
        return wrong(`set a whole number from ${setting.min} to ${setting.max}, or remove it for ${setting.default}.`);
      return value;
    }
    case 'list':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean);
    case 'url':
      if (text !== '' && !(URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)))
        return wrong('set a full address such as https://mesaj.belediye.bel.tr, or remove it.');
      return text.replace(/\/+$/, '');
    case 'level':
      if (!LEVELS.includes(text)) return wrong(`set one of ${LEVELS.join(', ')}.`);
      return text;
    default:
      return text;
  }
}

/** The text of `.env.example`: every setting with its help, its default commented out. */
export function envExample(channels: { name: string; settings: { name: string; help: string; default?: string }[] }[]): string {
  const lines = ['# Settings of Kapı. Copy to .env and change what differs; a line that is commented out shows the default.', ''];
  for (const setting of SETTINGS) lines.push(`# ${setting.help}`, `# ${setting.name}=${setting.default}`, '');
  for (const channel of channels) {
    lines.push(`# --- Channel ${channel.name}`);
    for (const setting of channel.settings) lines.push(`# ${setting.help}`, `# ${setting.name}=${setting.default ?? ''}`, '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
