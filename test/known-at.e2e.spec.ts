import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kvitok, resultOf, sharedFolder } from './support/command-line';

interface Aging {
  readonly accounts: readonly { readonly account: string }[];
}

interface LoggedEvent {
  readonly type: string;
  readonly data: { readonly account?: string; readonly effectiveOn?: string };
  readonly metadata: { readonly recordedAt: string };
}

/** The end of a day in Samara, UTC+4. */
const endOf = (day: string) => `${day}T19:59:59.999Z`;

/**
 * The log of a company that was played to a day is what was known at its end: an independent witness of what the whole
 * log must answer with `--known-at`.
 */
const work = mkdtempSync(join(tmpdir(), 'kvitok-known-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The company played to a day; once a day, however often it is asked for. */
function played(name: string, through: string): string {
  const data = join(work, `${name}-${through}`);
  if (!existsSync(data)) {
    expect(kvitok('import', sharedFolder(name), '--through', through, '--data', data).exitCode).toBe(0);
  }
  return data;
}

describe.each([
  { name: 'sample', through: '2026-09-30', knownAt: '2026-05-15', asOf: ['2026-04-30', '2026-05-15', '2026-05-31'] },
  { name: 'sample', through: '2026-09-30', knownAt: '2026-06-30', asOf: ['2026-05-20', '2026-06-30', '2026-08-31'] },
  { name: 'edge', through: '2026-08-31', knownAt: '2026-06-03', asOf: ['2026-05-31', '2026-06-03', '2026-07-31'] },
])('what was known of the $name company on $knownAt', ({ name, through, knownAt, asOf }) => {
  let [whole, then] = ['', ''];
  let log: readonly LoggedEvent[] = [];

  beforeAll(() => {
    [whole, then] = [played(name, through), played(name, knownAt)];
    const lines = kvitok('events', '--data', whole).stdout.split('\n');
    log = lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LoggedEvent]));
    expect(log.length).toBeGreaterThan(1_000);
  });
  const aging = (data: string, day: string, ...more: string[]) =>
    resultOf('aging', '--as-of', day, '--data', data, ...more) as Aging;

  it.each(asOf)('about the debts of %s is what a log answers that ends there', (day) => {
    const answer = aging(whole, day, '--known-at', knownAt);
    expect(answer).toEqual(aging(then, day));
    expect(answer.accounts.length).toBeGreaterThan(0);
  });

  it.each(asOf)('differs from what is known now about %s by accounts with later facts of that day or before', (day) => {
    const [now, known] = [aging(whole, day), aging(whole, day, '--known-at', knownAt)];
    const before = new Map(known.accounts.map((one) => [one.account, JSON.stringify(one)]));
    const differing = now.accounts.filter((one) => before.get(one.account) !== JSON.stringify(one));
    const told = new Set(
      log
        .filter(({ data, metadata }) => metadata.recordedAt > endOf(knownAt) && (data.effectiveOn ?? '9999') <= day)
        .map(({ data }) => data.account),
    );
    expect(differing.map(({ account }) => account).filter((account) => !told.has(account))).toEqual([]);
    // A day after the moment has charges of its own that nobody could know; one long before it has none.
    if (day > knownAt) expect(differing.length).toBeGreaterThan(0);
  });

  it('of statements is what a log prints that ends there', () => {
    expect(resultOf('statements', '--data', whole, '--known-at', knownAt)).toEqual(
      resultOf('statements', '--data', then),
    );
  });
});
