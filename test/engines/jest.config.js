/** The suites over real engines: run by `npm run test:engines`, which gets the engines first. */
module.exports = {
  ...require('../../jest.config'),
  rootDir: '../..',
  roots: ['<rootDir>/test/engines'],
  reporters: [
    'default',
    [require.resolve('../architecture/every-test-counts.reporter'), { file: 'tests-engines.txt' }],
  ],
  // Over KurrentDB itself only where there is one: `npm run test:kurrentdb`.
  testPathIgnorePatterns: ['/test/engines/kurrentdb\\.spec\\.ts$'],
};
