// Real browsers (Debian's chromium through playwright-core). Needs the build (dist/).
module.exports = {
  ...require('./jest.config.cjs'),
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testMatch: ['**/test/browser/**/*.test.ts'],
  maxWorkers: 1,
};
