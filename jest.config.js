/** How a source is compiled for a test; pages are written in TSX. */
const compiled = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        react: { runtime: 'automatic', importSource: 'preact' },
      },
      target: 'es2022',
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
    sourceMaps: true,
  },
];

/** One configuration for every level of test; the suffix of a file tells its cost (see docs/architecture.md). */
module.exports = {
  rootDir: '.',
  testEnvironment: 'node',
  // A test fails by what it sees, not by how busy the machine is.
  testTimeout: 120_000,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/test'],
  // Suites over engines that are started first: `npm run test:engines`; over what tools have made first: `npm run test:deploy`.
  testPathIgnorePatterns: ['/node_modules/', '/test/engines/', '/test/deploy/rendered-'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  moduleNameMapper: {
    '^#libs/(.*)$': '<rootDir>/libs/$1/index.ts',
    '^#services/(.*)$': '<rootDir>/services/$1/index.ts',
  },
  // Preact is an ES module; Node loads it as it is, jest wants it compiled.
  transform: { '^.+\\.(ts|mjs)$': compiled(false), '^.+\\.tsx$': compiled(true) },
  transformIgnorePatterns: ['/node_modules/(?!preact/)'],
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'tsx', 'json', 'node'],
};
