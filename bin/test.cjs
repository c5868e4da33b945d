'use strict';
// `npm test`: jest under the pinned Node. Arguments go to jest.
const { join } = require('node:path');
const { become, ROOT } = require('./node.cjs');

become([
  join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
  '--config',
  join(ROOT, 'test', 'jest.config.cjs'),
  ...process.argv.slice(2),
]);
