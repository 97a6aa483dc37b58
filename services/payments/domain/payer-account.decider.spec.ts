import { deciderSpec } from '#libs/testing';
import { payerAccountDecider } from './payer-account.decider';
import { PayerAccountEvent } from './payer-account.events';

const spec = deciderSpec(payerAccountDecider);
const NOTE = { account: '0017', houseId: 'h-1', openedOn: '2026-01-01' };
const noted = (note: typeof NOTE): PayerAccountEvent => ({
  type: 'PayerAccountNoted',
  version: 1,
  data: { ...note, effectiveOn: note.openedOn },
});

describe('an account that may be paid for', () => {
  it('is noted when billing has opened it, once', () => {
    spec.when({ kind: 'NotePayerAccount', ...NOTE }).then([noted(NOTE)]);
    spec
      .given([noted(NOTE)])
      .when({ kind: 'NotePayerAccount', ...NOTE })
      .thenNothing();
  });

  it.each([{ houseId: 'h-2' }, { openedOn: '2026-01-02' }])('is noted anew with %j', (other) => {
    const note = { ...NOTE, ...other };
    spec
      .given([noted(NOTE)])
      .when({ kind: 'NotePayerAccount', ...note })
      .then([noted(note)]);
  });

  it('is closed when billing has closed it, once, and stays known', () => {
    const closed: PayerAccountEvent = {
      type: 'PayerAccountClosed',
      version: 1,
      data: { account: '0017', closedOn: '2026-07-01', effectiveOn: '2026-07-01' },
    };
    const close = { kind: 'ClosePayerAccount', account: '0017', closedOn: '2026-07-01' } as const;
    spec
      .given([noted(NOTE)])
      .when(close)
      .then([closed]);
    spec
      .given([noted(NOTE), closed])
      .when(close)
      .thenNothing();
    spec
      .given([noted(NOTE), closed])
      .when({ kind: 'NotePayerAccount', ...NOTE })
      .thenNothing();
    spec.when(close).thenNothing();
  });
});
