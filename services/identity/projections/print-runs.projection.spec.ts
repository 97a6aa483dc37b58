import { foldProjection, recordedEvents } from '#libs/testing';
import { PrintRunEvent } from '../domain/print-run.events';
import { printRuns } from './print-runs.projection';

const AT = '2026-10-12T08:00:00.000Z';
const requested = (needsApproval: boolean): PrintRunEvent => ({
  type: 'PrintRunRequested',
  version: 2,
  data: {
    runId: 'r-1',
    codes: [
      { account: '0017', codeId: 'c-17', timesOnPaper: 0 },
      { account: '0018', codeId: 'c-18', timesOnPaper: 0 },
    ],
    reason: 'new residents',
    actorRole: 'accountant',
    requestedBy: 'staff:anna',
    needsApproval,
  },
});
const APPROVED: PrintRunEvent = {
  type: 'PrintRunApproved',
  version: 1,
  data: { runId: 'r-1', approvedBy: 'staff:boris', reason: 'seen', actorRole: 'chief' },
};
const LINKED: PrintRunEvent = { type: 'PrintLinkIssued', version: 1, data: { runId: 'r-1', linkId: 'l-1' } };
const PRINTED: PrintRunEvent = {
  type: 'PrintRunPrinted',
  version: 1,
  data: { runId: 'r-1', linkId: 'l-1', printedBy: 'staff:anna' },
};
const cardOf = (events: readonly PrintRunEvent[]) =>
  foldProjection(printRuns, recordedEvents(events, { metadata: { recordedAt: AT } })).get('r-1')?.document;

describe('the print runs', () => {
  it('tell who asked, who agreed, how many links were made and that it was printed', () => {
    expect(cardOf([requested(true)])?.state).toBe('waits_for_approval');
    expect(cardOf([requested(false)])?.state).toBe('ready');
    expect(cardOf([requested(true), APPROVED])).toMatchObject({ state: 'ready', approvedBy: 'staff:boris' });
    expect(cardOf([requested(true), APPROVED, LINKED, LINKED, PRINTED])).toEqual({
      runId: 'r-1',
      state: 'printed',
      accounts: 2,
      reason: 'new residents',
      requestedBy: 'staff:anna',
      approvedBy: 'staff:boris',
      links: 2,
      requestedAt: AT,
      printedAt: AT,
    });
  });
});
