import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../..');

// A process starts and reads the sources; on a busy machine that takes its time.
jest.setTimeout(120_000);

const DOMAIN = 'services/billing/domain/snippet.policy.ts';
const METERING = 'services/metering/domain/snippet.decider.ts';
const PROJECTION = 'services/metering/projections/snippet.projection.ts';
const KERNEL = 'libs/kernel/snippet.ts';
const MONEY = 'libs/money/snippet.ts';
const JOB = 'services/billing/automation/snippet.job.ts';
const SPEC = 'services/billing/domain/snippet.policy.spec.ts';

interface Snippet {
  readonly law: string;
  readonly file: string;
  readonly code: string;
  /** The rule that must object; null where nothing may. */
  readonly rule: string | null;
}

const everyPureRoom = (law: string, code: string, rule: string): Snippet[] =>
  [DOMAIN, METERING, PROJECTION, KERNEL, MONEY].map((file) => ({ law, file, code, rule }));

const SNIPPETS: readonly Snippet[] = [
  ...everyPureRoom('no wall clock', 'export const now = new Date();', 'no-restricted-globals'),
  ...everyPureRoom('no wall clock by its number', 'export const now = Date.now();', 'no-restricted-globals'),
  ...everyPureRoom('no chance', 'export const chance = Math.random();', 'no-restricted-properties'),
  ...everyPureRoom('no environment', 'export const zone = process.env.TZ;', 'no-restricted-globals'),
  ...everyPureRoom('no builtin of Node', "import 'node:fs';", 'no-restricted-imports'),
  ...everyPureRoom(
    'no framework',
    "import { Injectable } from '@nestjs/common';\nexport { Injectable };",
    'no-restricted-imports',
  ),
  ...everyPureRoom(
    'no text order of the machine',
    "export const order = 'a'.localeCompare('b');",
    'no-restricted-syntax',
  ),
  {
    law: 'no clock of the kernel',
    file: DOMAIN,
    code: "import { Clock } from '#libs/kernel';\nexport type C = Clock;",
    rule: 'no-restricted-imports',
  },
  {
    law: 'no clock of the kernel',
    file: PROJECTION,
    code: "import { Clock } from '#libs/kernel';\nexport type C = Clock;",
    rule: 'no-restricted-imports',
  },
  {
    law: 'a civil date is no clock',
    file: DOMAIN,
    code: "import { CivilDate } from '#libs/kernel';\nexport type D = CivilDate;",
    rule: null,
  },
  {
    law: 'the clock enters in automation',
    file: JOB,
    code: "import { Clock } from '#libs/kernel';\nexport type C = Clock;",
    rule: null,
  },

  {
    law: 'no parsed float anywhere',
    file: JOB,
    code: "export const x = parseFloat('1.5');",
    rule: 'no-restricted-syntax',
  },
  {
    law: 'no parsed float under another name',
    file: JOB,
    code: "export const x = Number.parseFloat('1.5');",
    rule: 'no-restricted-syntax',
  },
  { law: 'no rounding by print', file: JOB, code: 'export const x = (1).toFixed(2);', rule: 'no-restricted-syntax' },
  {
    law: 'no fraction written as a float',
    file: DOMAIN,
    code: 'export const coefficient = 0.15;',
    rule: 'no-restricted-syntax',
  },
  {
    law: 'no fraction written as a float',
    file: MONEY,
    code: 'export const coefficient = 1.5;',
    rule: 'no-restricted-syntax',
  },
  {
    law: 'no rounding by Math',
    file: DOMAIN,
    code: 'export const round = (x: number) => Math.round(x);',
    rule: 'no-restricted-syntax',
  },
  {
    law: 'no division of numbers in a service',
    file: DOMAIN,
    code: 'export const half = (kopecks: number) => kopecks / 2;',
    rule: 'no-restricted-syntax',
  },
  {
    law: 'no division of numbers in place',
    file: DOMAIN,
    code: 'export function half(kopecks: number) { kopecks /= 2; return kopecks; }',
    rule: 'no-restricted-syntax',
  },
  {
    law: 'an amount does not become a float',
    file: DOMAIN,
    code: 'export const x = (line: { tariff: string }) => Number(line.tariff);',
    rule: 'no-restricted-syntax',
  },
  {
    law: 'an amount does not become a float',
    file: DOMAIN,
    code: 'export const x = (volumeM3: string) => Number(volumeM3);',
    rule: 'no-restricted-syntax',
  },
  {
    law: 'whole numbers are no floats',
    file: DOMAIN,
    code: 'export const dueDay = (text: string) => Number(text) + 15;',
    rule: null,
  },
  { law: 'a spec may name fractions', file: SPEC, code: 'export const x = 0.15;', rule: null },

  {
    law: 'no explicit any',
    file: JOB,
    code: 'export const x = (y: any) => y;',
    rule: '@typescript-eslint/no-explicit-any',
  },
  {
    law: 'no unused variable',
    file: JOB,
    code: 'export function f() { const unused = 1; }',
    rule: '@typescript-eslint/no-unused-vars',
  },
  {
    law: 'no file above 400 lines',
    file: JOB,
    code: 'export const x = 0;\n'.repeat(1) + '// line\n'.repeat(400),
    rule: 'max-lines',
  },
  {
    law: 'no function above 70 lines',
    file: JOB,
    code: `export function f(x: number) {\n${'  x += 1;\n'.repeat(70)}  return x;\n}`,
    rule: 'max-lines-per-function',
  },
  { law: 'no deep import of Nest', file: JOB, code: "import '@nestjs/core/dist/x';", rule: 'no-restricted-imports' },
  { law: 'no printing outside the edges', file: JOB, code: "console.log('x');", rule: 'no-console' },
];

describe('the purity law', () => {
  let broken: readonly (readonly string[])[];
  beforeAll(() => {
    const script = join(__dirname, 'fixtures/lint-snippets.mjs');
    const snippets = JSON.stringify(SNIPPETS.map(({ file, code }) => ({ file, code })));
    broken = JSON.parse(
      execFileSync(process.execPath, [script, REPOSITORY, snippets], { encoding: 'utf8' }),
    ) as string[][];
  });

  it.each(SNIPPETS.map((snippet, place) => [snippet.law, snippet.file, place] as const))(
    '%s, in %s',
    (_law, _file, place) => {
      const { rule } = SNIPPETS[place] as Snippet;
      if (rule === null) expect(broken[place]).toEqual([]);
      else expect(broken[place]).toContain(rule);
    },
  );
});
