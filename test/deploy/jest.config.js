/** Suites over what the tools of deployment have made of the files; `npm run test:deploy` makes it first. */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  roots: ['<rootDir>/test/deploy'],
  testPathIgnorePatterns: ['/node_modules/'],
};
