import { accountArgument, dateArgument, instantArgument, periodArgument, positionArgument } from './arguments';
import { CommandFailure } from './output';

/** Wrong usage ends the command with 2 and names the option and what was given. */
function expectWrongUsage(work: () => unknown, ...named: readonly string[]): void {
  let failure: unknown;
  try {
    work();
  } catch (error) {
    failure = error;
  }
  expect(failure).toBeInstanceOf(CommandFailure);
  expect((failure as CommandFailure).exitCode).toBe(2);
  for (const name of named) expect((failure as CommandFailure).message).toContain(name);
}

describe('a date', () => {
  it('is a day of the calendar', () => {
    expect(dateArgument('2028-02-29', '--as-of')).toBe('2028-02-29');
  });

  it.each(['2026-02-29', '2026-13-01', '2026-3-1', '01.03.2026', '2026-03', ''])('is not %j', (text) => {
    expectWrongUsage(() => dateArgument(text, '--as-of'), '--as-of', text);
  });
});

describe('a period', () => {
  it('is a month of a year', () => {
    expect(periodArgument('2026-03', '--period')).toBe('2026-03');
  });

  it.each(['2026-00', '2026-13', '2026-3', '2026-03-01', ''])('is not %j', (text) => {
    expectWrongUsage(() => periodArgument(text, '--period'), '--period', text);
  });
});

describe('an account', () => {
  it.each(['0045120001', 'A-1.2_b', 'x'.repeat(32)])('is %s, leading zeros kept', (text) => {
    expect(accountArgument(text)).toBe(text);
  });

  it.each(['', '12 34', '../1', 'счёт', "1';--", 'x'.repeat(33)])('is not %j', (text) => {
    expectWrongUsage(() => accountArgument(text), text);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-05-31T18:00:00+04:00', '2026-05-31T14:00:00.000Z'],
    ['2026-05-31T18:00:00Z', '2026-05-31T18:00:00.000Z'],
    ['2026-05-31T18:00Z', '2026-05-31T18:00:00.000Z'],
    ['2026-05-31T23:30:00.250-03:30', '2026-06-01T03:00:00.250Z'],
  ])('%s is %s, in whatever zone the company is', (text, instant) => {
    const at = instantArgument(text, '--known-at');
    expect([at('Europe/Samara'), at('UTC')]).toEqual([instant, instant]);
  });

  it('given as a date is the end of that day in the zone of the company', () => {
    const at = instantArgument('2026-05-31', '--known-at');
    expect(at('Europe/Samara')).toBe('2026-05-31T19:59:59.999Z');
    expect(at('UTC')).toBe('2026-05-31T23:59:59.999Z');
    expect(at('Asia/Kamchatka')).toBe('2026-05-31T11:59:59.999Z');
  });

  it.each([
    '2026-05-31T18:00:00',
    '2026-02-30T18:00:00Z',
    '2026-05-31T25:00:00Z',
    '2026-05-31 18:00:00Z',
    '2026-05',
    'yesterday',
    '',
  ])('is not %j', (text) => {
    expectWrongUsage(() => instantArgument(text, '--known-at'), '--known-at', text);
  });
});

describe('a position', () => {
  it.each([
    ['0', 0],
    ['1204', 1204],
    ['999999999999999', 999_999_999_999_999],
  ])('%s is a whole number', (text, position) => {
    expect(positionArgument(text, '--after')).toBe(position);
  });

  it.each(['-1', '1.5', '1e3', '0x10', ' 1', '', '9999999999999999'])('is not %j', (text) => {
    expectWrongUsage(() => positionArgument(text, '--after'), '--after', text);
  });
});
