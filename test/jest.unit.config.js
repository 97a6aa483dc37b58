const all = require('../jest.config.js');

/**
 * Rules beside the code, for `npm run test:unit`. What jest is told to ignore on its command line takes the place of what
 * the configuration ignores, and would bring in suites that have to be prepared first.
 */
module.exports = {
  ...all,
  rootDir: '..',
  testPathIgnorePatterns: [
    ...all.testPathIgnorePatterns,
    '\\.(contract|scenario|e2e)\\.spec\\.ts$',
    '/test/architecture/',
  ],
};
