/** Kapı is killed, the server is not: the stand-in of the tests loses its last second when it is killed itself. */
import { randomBytes } from 'node:crypto';
import { type MongoServer, startMongo, whyNoMongo } from '../support/mongo';
import { killSuite } from './kill';

const missing = whyNoMongo();
if (missing && process.env.KAPI_TEST_MONGODB === 'required') throw new Error(`the MongoDB suite cannot run: ${missing}`);
if (missing) console.warn(`kill -9 on MongoDB skipped: ${missing}`);

(missing ? describe.skip : describe)('kill -9 on MongoDB', () => {
  let server: MongoServer;
  afterAll(() => server?.stop(), 30_000);
  // Few: the stand-in searches without indexes.
  killSuite({
    messages: 200,
    kills: 16,
    async mongodb() {
      server = await startMongo();
      return server.uri(`kapi_kill_${randomBytes(6).toString('hex')}`);
    },
  });
});
