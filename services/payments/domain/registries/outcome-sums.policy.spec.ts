import { NO_SUMS, withLines } from './outcome-sums.policy';
import { RecordedLine } from './registry.events';

it('lines are counted and added up by outcome, and what was there before stays', () => {
  const line = (outcome: RecordedLine['outcome'], amountKopecks: number) =>
    ({ outcome, amountKopecks }) as RecordedLine;
  const first = withLines(NO_SUMS, [line('received', 100), line('duplicate', 5)]);
  expect(withLines(first, [line('received', 20), line('conflict', 3), line('suspended', 7)])).toEqual({
    received: { lines: 2, amountKopecks: 120 },
    suspended: { lines: 1, amountKopecks: 7 },
    conflict: { lines: 1, amountKopecks: 3 },
    duplicate: { lines: 1, amountKopecks: 5 },
  });
  expect(first.received).toEqual({ lines: 1, amountKopecks: 100 });
  expect(NO_SUMS.received).toEqual({ lines: 0, amountKopecks: 0 });
});
