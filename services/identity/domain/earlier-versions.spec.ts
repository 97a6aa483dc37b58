import { createUpcasting } from '#libs/event-store';
import { deciderSpec } from '#libs/testing';
import { IDENTITY_UPCASTERS } from './earlier-versions';
import { printRunDecider } from './print-run.decider';
import { PrintRunEvent } from './print-run.events';

const upcasting = createUpcasting(IDENTITY_UPCASTERS);

describe('a print run of version 1', () => {
  it('keeps its accounts, and knows of no code that it was asked for', () => {
    const data = { runId: 'r-1', accounts: ['0017'], reason: 'new residents', actorRole: 'accountant' };
    const lifted = upcasting.upcast('PrintRunRequested', 1, {
      ...data,
      requestedBy: 'staff:anna',
      needsApproval: false,
    });
    expect(lifted).toEqual({
      version: 2,
      data: {
        ...{ runId: 'r-1', reason: 'new residents', actorRole: 'accountant', requestedBy: 'staff:anna' },
        needsApproval: false,
        codes: [{ account: '0017', codeId: null, timesOnPaper: 0 }],
      },
    });
    const event = { type: 'PrintRunRequested', ...lifted } as PrintRunEvent;
    deciderSpec(printRunDecider)
      .given([event])
      .when({ kind: 'RecordRunPrint', runId: 'r-1', linkId: null, printedBy: 'staff:anna' })
      .then([{ type: 'PrintRunPrinted', version: 1, data: { runId: 'r-1', linkId: null, printedBy: 'staff:anna' } }]);
  });
});
