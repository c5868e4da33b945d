// Faults: processes are killed, stores stopped. Needs the build (dist/); takes minutes.
module.exports = {
  ...require('./jest.config.cjs'),
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testMatch: ['**/test/faults/**/*.test.ts'],
  maxWorkers: 1,
};
