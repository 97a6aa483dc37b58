import { deciderSpec } from '#libs/testing';
import { IssueSlip, SlipDraft } from './slip.commands';
import { slipDecider } from './slip.decider';
import { SlipIssued, SlipSuperseded } from './slip.events';
import { aSlip, withPayee } from './testing/slip-builder';

const spec = deciderSpec(slipDecider);

const ACCOUNT = '0045120001';
const PERIOD = '2026-03';
const CONTENT = aSlip();
const FIRST: SlipDraft = {
  content: CONTENT,
  contentHash: 'hash-1',
  snapshotPosition: 70,
  code: { hash: 'code-1', sealed: 'sealed-1' },
};
const CHANGED: SlipDraft = { ...FIRST, contentHash: 'hash-2', code: { hash: 'code-2', sealed: 'sealed-2' } };

const issue = (draft: SlipDraft | null, reason: string | null = null): IssueSlip => ({
  kind: 'IssueSlip',
  account: ACCOUNT,
  period: PERIOD,
  draft,
  reason,
});

const issued = (draft: SlipDraft, changes: Partial<SlipIssued['data']> = {}): SlipIssued => ({
  type: 'SlipIssued',
  version: 1,
  data: {
    account: ACCOUNT,
    period: PERIOD,
    version: 1,
    effectiveOn: '2026-03-31',
    ...draft,
    payableKopecks: 187_668,
    reason: null,
    replaces: null,
    ...changes,
  },
});

const superseded: SlipSuperseded = {
  type: 'SlipSuperseded',
  version: 1,
  data: {
    account: ACCOUNT,
    period: PERIOD,
    version: 1,
    effectiveOn: '2026-03-31',
    codeHash: 'code-1',
    byVersion: 2,
  },
};

describe('the slip of a period', () => {
  it('is issued when the period is closed, with everything that it says', () => {
    spec.when(issue(FIRST)).then([issued(FIRST)]);
  });

  it('is not issued while the period is open', () => {
    spec.when(issue(null)).thenRejected('BILLING_SLIP_PERIOD_NOT_CLOSED', { account: ACCOUNT, period: PERIOD });
  });

  it('is not issued again as long as it would say the same, whatever code was drawn', () => {
    spec
      .given([issued(FIRST)])
      .when(issue({ ...FIRST, code: CHANGED.code }))
      .thenNothing();
  });

  it('is superseded by a version that says something else and names the one before', () => {
    const replaces = { version: 1, contentHash: 'hash-1' };
    spec
      .given([issued(FIRST)])
      .when(issue(CHANGED, 'Счёт компании в другом банке'))
      .then([superseded, issued(CHANGED, { version: 2, reason: 'Счёт компании в другом банке', replaces })]);
  });

  it('goes back to earlier words as a third version, never by bringing back the first', () => {
    const second = issued(CHANGED, { version: 2, replaces: { version: 1, contentHash: 'hash-1' } });
    const replaces = { version: 2, contentHash: 'hash-2' };
    const again = { ...superseded, data: { ...superseded.data, version: 2, codeHash: 'code-2', byVersion: 3 } };
    spec
      .given([issued(FIRST), superseded, second])
      .when(issue(FIRST))
      .then([again, issued(FIRST, { version: 3, replaces })]);
  });

  it('is refused where a sum is not what its parts give, by one kopeck', () => {
    const content = withPayee(CONTENT, { dueKopecks: 187_669, payableKopecks: 187_669 });
    spec
      .when(issue({ ...FIRST, content: { ...content, payableKopecks: 187_669 } }))
      .thenRejected('BILLING_SLIP_DOES_NOT_ADD_UP', {
        sum: 'due of main',
        saidKopecks: 187_669,
        partsKopecks: 187_668,
      });
  });

  it('is refused once more for a version whose sums do not hold', () => {
    const content = { ...CONTENT, payableKopecks: 187_667 };
    spec
      .given([issued(FIRST)])
      .when(issue({ ...CHANGED, content }))
      .thenRejected('BILLING_SLIP_DOES_NOT_ADD_UP');
  });
});
