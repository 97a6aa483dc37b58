/** The specs of the deciders alone, with what they answer kept: see write-missing.cjs. */
const base = require('../../jest.config.js');

module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/services'],
  testMatch: ['**/*.decider.spec.ts'],
  moduleNameMapper: { '^#libs/testing$': '<rootDir>/test/golden-events/recording.ts', ...base.moduleNameMapper },
};
