/** The suite over KurrentDB itself: run by `npm run test:kurrentdb`, where there is one. */
module.exports = {
  ...require('./jest.config'),
  testPathIgnorePatterns: [],
  testMatch: ['**/engines/kurrentdb.spec.ts'],
};
