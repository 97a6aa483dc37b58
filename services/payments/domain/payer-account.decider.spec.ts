import { deciderSpec } from '#libs/testing';
import { payerAccountDecider, reachableSince } from './payer-account.decider';
import { PayerAccountEvent, PayerContactNoted } from './payer-account.events';

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
});

describe('who of an account can be sent a notice', () => {
  const MAIL = { account: '0017', contactId: 'mail-1', personId: 'payer-1', verifiedOn: '2026-03-03' };
  const told = (contact: typeof MAIL): PayerContactNoted => ({ type: 'PayerContactNoted', version: 1, data: contact });
  const dropped: PayerAccountEvent = {
    type: 'PayerContactDropped',
    version: 1,
    data: { account: '0017', contactId: 'mail-1', droppedOn: '2026-03-09' },
  };

  it('is noted once, also before the account is, and anew when verified anew', () => {
    const later = { ...MAIL, verifiedOn: '2026-03-05' };
    spec.when({ kind: 'NotePayerContact', ...MAIL }).then([told(MAIL)]);
    spec
      .given([told(MAIL)])
      .when({ kind: 'NotePayerContact', ...MAIL })
      .thenNothing();
    spec
      .given([told(MAIL)])
      .when({ kind: 'NotePayerContact', ...later })
      .then([told(later)]);
  });

  it('is dropped once', () => {
    const drop = { kind: 'DropPayerContact' as const, account: '0017', contactId: 'mail-1', droppedOn: '2026-03-09' };
    spec
      .given([noted(NOTE), told(MAIL)])
      .when(drop)
      .then([dropped]);
    spec
      .given([told(MAIL), dropped])
      .when(drop)
      .thenNothing();
    spec.when(drop).thenNothing();
  });

  it('has been reachable since the earliest of those who still are', () => {
    expect(reachableSince({ contacts: [] })).toBeNull();
    const second = { ...MAIL, contactId: 'mail-2', verifiedOn: '2026-02-01' };
    expect(reachableSince({ contacts: [MAIL, second] })).toBe('2026-02-01');
  });
});
