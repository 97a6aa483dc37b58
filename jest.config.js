/** One configuration for every level of test; the suffix of a file tells its cost (see docs/architecture.md). */
module.exports = {
  rootDir: '.',
  testEnvironment: 'node',
  // A test fails by what it sees, not by how busy the machine is.
  testTimeout: 120_000,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  moduleNameMapper: {
    '^#libs/(.*)$': '<rootDir>/libs/$1/index.ts',
    '^#services/(.*)$': '<rootDir>/services/$1/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: true,
      },
    ],
  },
};
