/** The `kapi` command. JSON lines go to standard output, all else to standard error; exit 0, 1 for a failure, 2 for wrong use. */
import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { KapiError } from '../core/errors';

/** A command's work, loaded only when it is asked for. */
type Job<T> = (options: T, args: string[]) => Promise<number | undefined>;

const program = new Command('kapi')
  .description('The messaging line of a municipality')
  .exitOverride()
  .configureOutput({ writeOut: (text) => process.stderr.write(text) });

function command<T>(name: string, about: string, load: () => Promise<{ run: Job<T> }>, under = program): Command {
  return under
    .command(name)
    .description(about)
    .action(async function (this: Command) {
      process.exitCode = (await (await load()).run(this.opts() as T, this.args)) ?? 0;
    });
}

command('start', 'Starts the line', () => import('./start'));
command('chat', 'A conversation in the terminal', () => import('./chat'))
  .option('--record <file>', 'write the conversation as a test')
  .option('--script <file>', 'replay a recorded conversation and compare')
  .option('--now <time>', 'the clock at the start, such as 2026-03-25T08:30+03:00')
  .option('--lang <lang>', 'tr, en or ar', 'tr');
command('classify', 'Reads texts (JSON lines {"text"} or plain lines) from standard input', () => import('./classify'))
  .option('--explain', 'tell what carried the decision')
  .option('--model <file>', "a model of kapi train; left out: the line's own")
  .option('--now <time>', 'the moment that "yarın" is relative to');
command('train', 'Trains the model afresh, or one of the named files alone', () => import('./train'))
  .option('--data <files...>', 'JSON lines {"text", "intent"}')
  .option('--out <file>', 'where the model goes')
  .option('--check', "only tell whether data/nlu/model.bin is what the project's sentences give");
command('evaluate', 'Measures a model on labelled messages', () => import('./evaluate'))
  .requiredOption('--data <files...>', 'JSON lines {"text", "intent"}')
  .option('--model <file>', "a model of kapi train; left out: the line's own")
  .option('--json', 'end with one JSON line on standard output');
command(
  'flows',
  'Checks the flows: file, line and mend of each fault; or prints the schemas for editors',
  () => import('./flows'),
).argument('<what>', 'check or schema');
const pack = program.command('pack').description('The municipality pack: what a city edits');
command('check', 'Checks a pack: file, line and mend of each mistake', () => import('./pack/check'), pack).argument(
  '[folder]',
  'left out: KAPI_MUNICIPALITY',
);
command('new', 'Starts the pack of a city', () => import('./pack/new'), pack)
  .argument('<folder>')
  .option('--name <name>', 'of the municipality');
const eligibility = program.command('eligibility').description('Who may get what: rules and decisions');
command('rules', 'The conditions with their sources, as a clerk reads them', () => import('./eligibility/rules'), eligibility)
  .argument('[programme]')
  .option('--on <day>', 'YYYY-MM-DD; left out: today')
  .option('--lang <lang>', 'tr or en', 'tr')
  .option('--markdown', 'as tables')
  .option('--from <folder>', 'programme files of another folder');
command('replay', 'Makes kept decisions again and compares', () => import('./eligibility/replay'), eligibility)
  .option('--programme <id>')
  .option('--id <id>', 'of one decision')
  .option('--limit <count>', 'the newest so many', '1000');
const applications = program.command('applications').description('Applications to a programme: deliveries and figures');
command('list', 'Who waits, by neighbourhood', () => import('./applications/list'), applications)
  .option('--programme <id>', 'of the pack', 'hosgeldin-bebek')
  .option('--delivery <way>', 'home, point, or the id of a point; left out: all');
command('figures', 'Families reached, a year each', () => import('./applications/figures'), applications).option(
  '--programme <id>',
  'of the pack',
  'hosgeldin-bebek',
);
const transit = program.command('transit').description('Journeys and boards of a GTFS feed (JSON lines in and out)');
command('plan', 'The best journey: {"from", "to", "at" or "arriveBy"}', () => import('./transit/plan'), transit)
  .requiredOption('--feed <path>', 'zip or folder')
  .option('--slack <seconds>', 'kept free at every change');
command(
  'board',
  'The next departures: {"stop", "at", "line"?, "limit"?}; first and last of a day: {"stop", "day", "line"?}',
  () => import('./transit/board'),
  transit,
).requiredOption('--feed <path>', 'zip or folder');
command('import', 'Reads a feed into the cache and tells what was mended', () => import('./transit/import'), transit).argument(
  '[feed]',
  "zip or folder; left out: the line's own",
);
command('ask', 'Questions as citizens type them: {"text"}', () => import('./transit/ask'), transit)
  .requiredOption('--feed <path>', 'zip or folder')
  .option('--now <time>', 'the clock, such as 2026-03-25T08:30+03:00');
command('channels', 'Lists the channels and accounts, and asks each platform whether all is right', () => import('./channels'))
  .option('--send <channel>', 'send one message to try it, such as telegram or whatsapp-cloud/su')
  .option('--to <address>', 'to whom: a number, a chat id')
  .option('--text <text>', 'what');
const learn = program.command('learn').description('Learning from use: what agents corrected and citizens refused');
command('export', 'Writes candidate sentences, masked, one JSON line each', () => import('./learn/export'), learn).option(
  '--out <file>',
  'a file instead of standard output',
);
command('train', 'Trains with reviewed candidates; refuses a model that is worse', () => import('./learn/train'), learn)
  .argument('<files...>', 'JSON lines {"text", "intent"}, as exported and reviewed')
  .option('--try', 'change nothing, only compare');
command('backup', 'Writes a consistent copy of the running store', () => import('./backup')).argument('<file>');
command('doctor', 'Looks at the installation and tells what is wrong', () => import('./doctor'));

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else if (error instanceof KapiError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = error.kind.code === 'config' ? 2 : 1;
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}

void main();
