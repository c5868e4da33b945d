import { killSuite } from './kill';

describe('kill -9 on SQLite', () => {
  killSuite({ messages: Number(process.env.KILL_MESSAGES ?? 1_000), kills: Number(process.env.KILL_KILLS ?? 35) });
});
