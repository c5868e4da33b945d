'use strict';
// The line, built, with a trap: at the n-th passing of a stage it kills itself with SIGKILL. KILL_AT=<stage>:<n>
const { startKapi } = require('../../dist/src/main.js');
const { silentLog } = require('../../dist/src/core/log.js');

const [stage, count] = (process.env.KILL_AT || ':0').split(':');
let left = Number(count);
function pass(name) {
  if (name === stage && --left === 0) process.kill(process.pid, 'SIGKILL');
}

const log = process.env.LOG ? console : silentLog;
startKapi(
  process.env,
  { ...log, error: (data, message) => console.error(message, data) },
  {
    store: (store) => ({
      ...store,
      async accept(inputs) {
        pass('accept');
        const result = await store.accept(inputs);
        pass('stored');
        return result;
      },
      async commit(turn) {
        pass('commit');
        const result = await store.commit(turn);
        pass('committed');
        return result;
      },
      async outboxMark(marks) {
        pass('acknowledge');
        return store.outboxMark(marks);
      },
    }),
    understanding: (understanding) => ({
      ...understanding,
      read(text, now) {
        pass('decide');
        return understanding.read(text, now);
      },
    }),
    adapter: (_name, adapter) => ({
      ...adapter,
      async send(outbound) {
        pass('send');
        const receipt = await adapter.send(outbound);
        pass('sent');
        return receipt;
      },
    }),
  },
).then(
  (kapi) => {
    process.send({ port: kapi.port });
    process.on('SIGTERM', () => kapi.stop().then(() => process.exit(0)));
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
