/** The specs of the deciders alone, with what they answer kept: see write-missing.cjs. */
const base = require('../../jest.config.js');

module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/services'],
  // Rules of the decider of a payment lie in policies of their own and are told through the decider.
  testMatch: ['**/*.decider.spec.ts', '**/payments/domain/*-{payment,correction}.policy.spec.ts'],
  moduleNameMapper: { '^#libs/testing$': '<rootDir>/test/golden-events/recording.ts', ...base.moduleNameMapper },
};
