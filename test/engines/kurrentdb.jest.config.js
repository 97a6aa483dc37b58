/** The suite over KurrentDB itself: run by `npm run test:kurrentdb`, where there is one. */
module.exports = {
  ...require('./jest.config'),
  reporters: [
    'default',
    [require.resolve('../architecture/every-test-counts.reporter'), { file: 'tests-kurrentdb.txt' }],
  ],
  testPathIgnorePatterns: [],
  testMatch: ['**/engines/kurrentdb.spec.ts'],
};
