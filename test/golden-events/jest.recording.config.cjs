/** The specs of the deciders alone, with what they answer kept: see write-missing.cjs. */
const base = require('../../jest.config.js');

module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/services'],
  // Some rules of the deciders of payments and orders lie in policies of their own and are told through the decider.
  testMatch: [
    '**/*.decider.spec.ts',
    '**/payments/domain/*-{payment,correction}.policy.spec.ts',
    '**/support/domain/order-refund.policy.spec.ts',
  ],
  moduleNameMapper: { '^#libs/testing$': '<rootDir>/test/golden-events/recording.ts', ...base.moduleNameMapper },
};
