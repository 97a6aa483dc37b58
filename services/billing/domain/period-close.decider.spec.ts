import { deciderSpec } from '#libs/testing';
import { PeriodCloseCommand, periodCloseStream } from './period-close.commands';
import { periodCloseDecider } from './period-close.decider';
import { PeriodCloseEvent } from './period-close.events';

const spec = deciderSpec(periodCloseDecider);
const CLOSE = { period: '2026-09', approvalId: 'a-1' };
const APPROVED = {
  ...CLOSE,
  figures: { accounts: 3, refused: 0, chargedKopecks: 100, recalculatedKopecks: 0 },
  requestedBy: 'staff:anna',
  grantedBy: 'staff:boris',
} as const;
const approve: PeriodCloseCommand = { kind: 'ApprovePeriodClose', ...APPROVED };
const begin: PeriodCloseCommand = { kind: 'BeginPeriodClose', ...CLOSE };
const complete: PeriodCloseCommand = { kind: 'CompletePeriodClose', ...CLOSE, closed: 3, parked: 0 };
const fail: PeriodCloseCommand = { kind: 'FailPeriodClose', ...CLOSE, code: 'BILLING_CLOSE_CHANGED' };
const approved = { type: 'PeriodCloseApproved', version: 1, data: APPROVED } as unknown as PeriodCloseEvent;
const begun: PeriodCloseEvent = { type: 'PeriodCloseBegun', version: 1, data: CLOSE };
const done: PeriodCloseEvent = { type: 'PeriodCloseCarriedOut', version: 1, data: { ...CLOSE, closed: 3, parked: 0 } };
const failed: PeriodCloseEvent = {
  type: 'PeriodCloseFailed',
  version: 1,
  data: { ...CLOSE, code: 'BILLING_CLOSE_CHANGED' },
};

describe('the close of a period by two people', () => {
  it('is approved, begun and carried out, each once and in this order', () => {
    spec.when(approve).then([approved]);
    spec.given([approved]).when(approve).thenNothing();
    spec.when(begin).thenNothing();
    spec.given([approved]).when(begin).then([begun]);
    spec.given([approved]).when(complete).thenNothing();
    spec.given([approved, begun]).when(complete).then([done]);
    spec.given([approved, begun, done]).when(complete).thenNothing();
    spec.given([approved, begun]).when(begin).thenNothing();
    spec.given([approved, begun, done]).when(begin).thenNothing();
  });

  it('fails before it is begun, and then is not begun; afterwards it can only be finished', () => {
    spec.given([approved]).when(fail).then([failed]);
    spec.given([approved, failed]).when(begin).thenNothing();
    spec.given([approved, failed]).when(complete).thenNothing();
    spec.given([approved, failed]).when(fail).thenNothing();
    spec.given([approved, begun]).when(fail).thenNothing();
  });

  it('may be approved again after it failed, by another approval', () => {
    const again = { ...APPROVED, approvalId: 'a-2' };
    spec
      .given([approved, failed])
      .when({ kind: 'ApprovePeriodClose', ...again } as unknown as PeriodCloseCommand)
      .then([{ type: 'PeriodCloseApproved', version: 1, data: again } as unknown as PeriodCloseEvent]);
  });

  it('has a stream for each period', () => {
    expect(periodCloseStream('2026-09')).toBe('billing_period_close-2026_09');
  });
});
