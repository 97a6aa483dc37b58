/** Suites over what the tools of deployment have made of the files; `npm run test:deploy` makes it first. */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  roots: ['<rootDir>/test/deploy'],
  reporters: ['default', [require.resolve('../architecture/every-test-counts.reporter'), { file: 'tests-deploy.txt' }]],
  testPathIgnorePatterns: ['/node_modules/'],
};
