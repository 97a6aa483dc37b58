import { deciderSpec } from '#libs/testing';
import { ACCOUNTS_OF_ONE_PERSON_MAX, ACCOUNTS_PER_RUN_MAX, printRunDecider } from './print-run.decider';
import { PrintRunEvent, RunCode } from './print-run.events';

const spec = deciderSpec(printRunDecider);
const accountsOf = (count: number) => Array.from({ length: count }, (_, index) => `account-${index}`);
const codesOf = (accounts: readonly string[]): readonly RunCode[] =>
  accounts.map((account) => ({ account, codeId: `code of ${account}`, timesOnPaper: 0 }));
const BY = { reason: 'new residents', actorRole: 'accountant', requestedBy: 'staff:anna' } as const;
const request = (accounts: readonly string[], reason: string = BY.reason) =>
  ({ kind: 'RequestPrintRun', runId: 'r-1', codes: codesOf(accounts), ...BY, reason }) as const;
const requested = (accounts: readonly string[]): PrintRunEvent => ({
  type: 'PrintRunRequested',
  version: 2,
  data: { runId: 'r-1', codes: codesOf(accounts), ...BY, needsApproval: accounts.length > 50 },
});
const approve = (approvedBy: string) =>
  ({ kind: 'ApprovePrintRun', runId: 'r-1', approvedBy, reason: 'seen', actorRole: 'chief' }) as const;
const APPROVED: PrintRunEvent = {
  type: 'PrintRunApproved',
  version: 1,
  data: { runId: 'r-1', approvedBy: 'staff:boris', reason: 'seen', actorRole: 'chief' },
};
const link = (linkId: string) => ({ kind: 'IssuePrintLink', runId: 'r-1', linkId }) as const;
const linked = (linkId: string): PrintRunEvent => ({
  type: 'PrintLinkIssued',
  version: 1,
  data: { runId: 'r-1', linkId },
});
const print = (linkId: string | null) =>
  ({ kind: 'RecordRunPrint', runId: 'r-1', linkId, printedBy: 'staff:anna' }) as const;
const printed = (linkId: string | null): PrintRunEvent => ({
  type: 'PrintRunPrinted',
  version: 1,
  data: { runId: 'r-1', linkId, printedBy: 'staff:anna' },
});

const SMALL = requested(accountsOf(ACCOUNTS_OF_ONE_PERSON_MAX));
const LARGE = requested(accountsOf(ACCOUNTS_OF_ONE_PERSON_MAX + 1));

describe('a print run', () => {
  it('of fifty accounts is one person’s, of fifty-one it needs another’s approval', () => {
    spec.when(request(accountsOf(50))).then([SMALL]);
    spec.when(request(accountsOf(51))).then([LARGE]);
  });

  it('of codes that were printed before needs another’s approval, however few they are', () => {
    const again = requested(['0017']);
    spec
      .when({ ...request(['0017']), isRepeated: true })
      .then([{ ...again, data: { ...again.data, needsApproval: true } } as PrintRunEvent]);
  });

  it('names each account once, and its number is its own', () => {
    spec.when(request(['0017', '0017'])).then([requested(['0017'])]);
    spec
      .given([SMALL])
      .when(request(['0017']))
      .thenRejected('IDENTITY_PRINT_RUN_TAKEN');
  });

  it('has accounts, not too many, and a reason', () => {
    spec.when(request([])).thenRejected('IDENTITY_PRINT_RUN_SIZE');
    spec.when(request(accountsOf(ACCOUNTS_PER_RUN_MAX + 1))).thenRejected('IDENTITY_PRINT_RUN_SIZE');
    spec.when(request(['0017'], '')).thenRejected('IDENTITY_REASON_REQUIRED');
  });

  it('is approved by another person only, once', () => {
    spec.given([LARGE]).when(approve('staff:anna')).thenRejected('IDENTITY_PRINT_RUN_OWN_APPROVAL');
    spec.given([LARGE]).when(approve('staff:boris')).then([APPROVED]);
    spec.given([LARGE, APPROVED]).when(approve('staff:boris')).thenNothing();
    spec.given([SMALL]).when(approve('staff:boris')).thenNothing();
  });

  it('neither links nor prints before it is approved', () => {
    spec.given([LARGE]).when(link('l-1')).thenRejected('IDENTITY_PRINT_RUN_NOT_APPROVED');
    spec.given([LARGE]).when(print(null)).thenRejected('IDENTITY_PRINT_RUN_NOT_APPROVED');
    spec
      .given([LARGE, APPROVED])
      .when(link('l-1'))
      .then([linked('l-1')]);
    spec
      .given([LARGE, APPROVED])
      .when(print(null))
      .then([printed(null)]);
  });

  it('prints once, by its newest link', () => {
    spec
      .given([SMALL, linked('l-1'), linked('l-2')])
      .when(print('l-1'))
      .thenRejected('IDENTITY_PRINT_LINK_SPENT');
    spec
      .given([SMALL, linked('l-1'), linked('l-2')])
      .when(print('l-2'))
      .then([printed('l-2')]);
    const done = [SMALL, linked('l-1'), printed('l-1')];
    spec.given(done).when(print('l-1')).thenRejected('IDENTITY_PRINT_RUN_DONE');
    spec.given(done).when(link('l-2')).thenRejected('IDENTITY_PRINT_RUN_DONE');
  });

  it('that nobody asked for is not there', () => {
    spec.when(link('l-1')).thenRejected('IDENTITY_UNKNOWN_PRINT_RUN');
  });
});
