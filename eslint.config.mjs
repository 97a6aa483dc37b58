/**
 * What a reader may rely on without reading: no promise is left alone, every case of a union is handled, the domain
 * cannot see a clock, and money never touches a float. The import law stands in `.dependency-cruiser.cjs`.
 */
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

/** Rooms whose answer depends on nothing but their arguments. */
const PURE = [
  'libs/kernel/**/*.ts',
  'libs/money/**/*.ts',
  'services/*/domain/**/*.ts',
  'services/*/projections/**/*.ts',
];
/** Where amounts are computed. */
const MONEY = [
  'libs/money/**/*.ts',
  'services/{billing,payments}/domain/**/*.ts',
  'services/{billing,payments}/projections/**/*.ts',
];
const SPECS = ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts', '**/testing/**/*.ts'];

const IMPURE_GLOBALS = [
  ['Date', 'Time is an argument: a civil date or an instant that the caller got from the clock.'],
  ['performance', 'Time is an argument.'],
  ['process', 'A pure room has no environment; pass the setting in.'],
  ['crypto', 'Chance and identity come from outside, as arguments.'],
  ['setTimeout', 'Nothing waits in a pure room.'],
  ['setInterval', 'Nothing waits in a pure room.'],
  ['setImmediate', 'Nothing waits in a pure room.'],
  ['queueMicrotask', 'Nothing waits in a pure room.'],
  ['fetch', 'A pure room talks to nobody.'],
  ['console', 'A pure room answers; it does not print.'],
  ['require', 'A pure room imports only what the import law allows.'],
].map(([name, message]) => ({ name, message }));

const IMPURE_PROPERTIES = [{ object: 'Math', property: 'random', message: 'Chance is an argument.' }];

const IMPURE_IMPORTS = {
  patterns: [
    {
      group: [
        'node:*',
        'fs',
        'fs/*',
        'path',
        'os',
        'crypto',
        'child_process',
        'worker_threads',
        'timers',
        'perf_hooks',
      ],
      message: 'A pure room uses no builtin of Node.',
    },
    { group: ['@nestjs/*'], message: 'A pure room knows no framework.' },
    {
      regex: '^#libs/kernel$|/clock$',
      importNames: ['Clock'],
      message: 'The clock enters at `api` and `automation` only; a pure room takes a date or an instant.',
    },
  ],
};

const LOCALE_DEPENDENT = {
  selector: 'CallExpression[callee.property.name=/^(toLocale|localeCompare$)/]',
  message: 'The order and the form of text must not depend on the machine: compare with < and >.',
};

const FLOAT_MONEY = [
  {
    selector: "CallExpression[callee.name='parseFloat'], CallExpression[callee.property.name='parseFloat']",
    message: 'A float cannot hold money or a quantity: use Rational.parse or kopecksFromRoubles.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(toFixed|toPrecision|toExponential)$/]',
    message: 'A float rounds by its own rules: use Rational.toDecimal or roublesText.',
  },
];

const FLOAT_ARITHMETIC = [
  { selector: 'Literal[raw=/^[0-9_]*\\.[0-9]+/]', message: "A fraction is exact: Rational.parse('0.15'), not 0.15." },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name=/^(round|ceil|fround)$/]",
    message: 'Money is rounded once, half away from zero: roundToKopecks or Rational.roundHalfAwayFromZero.',
  },
  {
    selector:
      "CallExpression[callee.name='Number'][arguments.0.name=/(amount|kopecks|price|tariff|norm|rate|percent|volume|quantity|area|share)/i]",
    message: 'An amount or a quantity does not become a float: keep it a Rational or Kopecks.',
  },
  {
    selector:
      "CallExpression[callee.name='Number'][arguments.0.property.name=/(amount|kopecks|price|tariff|norm|rate|percent|volume|quantity|area|share)/i]",
    message: 'An amount or a quantity does not become a float: keep it a Rational or Kopecks.',
  },
];

/** In a service there is no number to divide but money, quantities and counts of days, and all of these are Rational. */
const NUMBER_DIVISION = {
  selector: "BinaryExpression[operator='/'], AssignmentExpression[operator='/=']",
  message: 'Division of numbers is inexact: Rational.dividedBy, and a name for what is divided.',
};

const EVERYWHERE = [LOCALE_DEPENDENT, ...FLOAT_MONEY];

export default defineConfig(
  globalIgnores(['dist/', 'node_modules/', 'coverage/', 'reports/', 'data/', '.stryker-tmp/', '**/*.d.ts']),
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'error',
      '@typescript-eslint/no-invalid-void-type': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: false },
      ],
      '@typescript-eslint/strict-boolean-expressions': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
      // A decorator of Nest refers to methods unbound by design, and jest matchers do the same.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-param-reassign': 'off',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@nestjs/*/dist', '@nestjs/*/dist/**'],
              message: 'The dist of a @nestjs package is not its interface; Nest 12 moves it.',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...EVERYWHERE],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true }],
    },
  },
  {
    // Printing is the work of these.
    files: ['services/cli/**/*.ts', 'services/**/main.ts', 'bench/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: PURE,
    ignores: SPECS,
    rules: {
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...IMPURE_PROPERTIES],
      'no-restricted-imports': ['error', IMPURE_IMPORTS],
      'no-console': 'error',
    },
  },
  {
    files: MONEY,
    ignores: SPECS,
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, ...FLOAT_ARITHMETIC] },
  },
  {
    files: ['services/{billing,payments}/domain/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, ...FLOAT_ARITHMETIC, NUMBER_DIVISION] },
  },
  {
    // A benchmark prints measured times: neither money nor anything that is stored.
    files: ['bench/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // A kernel file defines the clock and the index hands it on.
    files: ['libs/kernel/{index,clock}.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // A suite is a list of rules, and a story may be long; but it stays a page that can be read.
    files: SPECS,
    rules: {
      'max-lines': ['error', { max: 700 }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        exports: 'writable',
        Buffer: 'readonly',
        URL: 'readonly',
      },
    },
  },
  { files: ['**/*.{cjs,js}'], languageOptions: { sourceType: 'commonjs' } },
  {
    // Scripts of pages, sent as they are.
    files: ['services/*/web/assets/*.js', 'libs/web/assets/*.js'],
    languageOptions: {
      sourceType: 'module',
      globals: {
        ...{ document: 'readonly', addEventListener: 'readonly', fetch: 'readonly' },
        ...{ setTimeout: 'readonly', clearTimeout: 'readonly' },
      },
    },
  },
);
