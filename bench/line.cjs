'use strict';
// The product itself as the bench runs it: the built line, quiet logs.
const { startKapi } = require('../dist/src/main.js');
const { silentLog } = require('../dist/src/core/log.js');

startKapi(process.env, { ...silentLog, error: (data, message) => console.error(message, data) }).then(
  (kapi) => {
    process.send({ port: kapi.port });
    process.on('SIGINT', () => process.exit(0));
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
