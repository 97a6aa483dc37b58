import { deciderSpec } from '#libs/testing';
import { CloseAttention, ledgerPaymentId, NoteAcquirerPayment, onlinePaymentOf } from './online-payment.commands';
import { ONLINE_AMOUNT_KOPECKS_MAX, ONLINE_AMOUNT_KOPECKS_MIN, onlinePaymentDecider } from './online-payment.decider';
import { ATTENTION_FINDINGS, AttentionReason, OnlinePaymentEvent } from './online-payment.events';

const spec = deciderSpec(onlinePaymentDecider);
const TODAY = '2026-10-15';
const SUBJECT = {
  paymentId: 'p1',
  account: '0017',
  payee: 'main' as const,
  amountKopecks: 1_234_56,
  orderId: null,
  agreementId: null,
};
const TERMS = { ...SUBJECT, acquirer: 'sandbox', keepsMethod: false, initiatedOn: TODAY };
const initiated: OnlinePaymentEvent = { type: 'OnlinePaymentInitiated', version: 1, data: TERMS };
const registered: OnlinePaymentEvent = {
  type: 'OnlinePaymentRegistered',
  version: 1,
  data: { paymentId: 'p1', account: '0017', acquirerPaymentId: 'a1' },
};
const authorized: OnlinePaymentEvent = {
  type: 'OnlinePaymentAuthorized',
  version: 1,
  data: { paymentId: 'p1', account: '0017', authorizedOn: TODAY },
};
const captured: OnlinePaymentEvent = {
  type: 'OnlinePaymentCaptured',
  version: 2,
  data: { ...SUBJECT, method: null, capturedOn: TODAY, effectiveOn: TODAY },
};
const declined: OnlinePaymentEvent = {
  type: 'OnlinePaymentDeclined',
  version: 1,
  data: { ...SUBJECT, reason: 'insufficient_funds', declinedOn: TODAY },
};
const abandoned: OnlinePaymentEvent = {
  type: 'OnlinePaymentAbandoned',
  version: 1,
  data: { paymentId: 'p1', account: '0017', abandonedOn: TODAY },
};
const settled: OnlinePaymentEvent = {
  type: 'OnlinePaymentSettled',
  version: 1,
  data: { paymentId: 'p1', account: '0017', settledOn: TODAY },
};
const calledFor = (reason: AttentionReason): OnlinePaymentEvent => ({
  type: 'OnlinePaymentAttentionRequested',
  version: 1,
  data: { paymentId: 'p1', account: '0017', reason, noticedOn: TODAY },
});
const closed = (
  reason: AttentionReason,
  { verdict, finding }: Pick<CloseAttention, 'verdict' | 'finding'>,
): OnlinePaymentEvent => ({
  type: 'OnlinePaymentAttentionClosed',
  version: 2,
  data: { paymentId: 'p1', account: '0017', reason, verdict, finding, closedOn: TODAY },
});
const refunded = (refundedKopecks: number, refundedBeforeKopecks = 0): OnlinePaymentEvent => ({
  type: 'OnlinePaymentRefunded',
  version: 1,
  data: {
    ...SUBJECT,
    capturedOn: TODAY,
    refundedBeforeKopecks,
    refundedKopecks,
    refundedOn: TODAY,
    effectiveOn: TODAY,
  },
});
const said = (state: NoteAcquirerPayment['state'], more: Partial<NoteAcquirerPayment> = {}): NoteAcquirerPayment => ({
  kind: 'NoteAcquirerPayment',
  paymentId: 'p1',
  acquirerPaymentId: 'a1',
  state,
  amountKopecks: 1_234_56,
  refundedKopecks: 0,
  method: null,
  declineReason: state === 'declined' ? 'insufficient_funds' : null,
  today: TODAY,
  ...more,
});
const BEGUN = [initiated, registered];

describe('InitiateOnlinePayment', () => {
  it('begins a payment, and a second press begins no other', () => {
    spec.when({ kind: 'InitiateOnlinePayment', ...TERMS }).then([initiated]);
    spec
      .given(BEGUN)
      .when({ kind: 'InitiateOnlinePayment', ...TERMS })
      .thenNothing();
  });

  it.each([
    { amountKopecks: 1_234_57 },
    { account: '0018' },
    { payee: 'capital_repair' as const },
    { orderId: 'o1' },
    { agreementId: 'g1' },
  ])('refuses the same payment with %j', (other) => {
    spec
      .given(BEGUN)
      .when({ kind: 'InitiateOnlinePayment', ...TERMS, ...other })
      .thenRejected('PAYMENTS_ONLINE_PAYMENT_CONFLICT', { paymentId: 'p1' });
  });

  it.each([0, -1, 99, 1.5, ONLINE_AMOUNT_KOPECKS_MAX + 1])('refuses a sum of %d kopecks', (amountKopecks) => {
    spec
      .when({ kind: 'InitiateOnlinePayment', ...TERMS, amountKopecks })
      .thenRejected('PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE', { fromRoubles: 1, toRoubles: 300_000 });
  });

  it.each([ONLINE_AMOUNT_KOPECKS_MIN, ONLINE_AMOUNT_KOPECKS_MAX])('takes a sum of %d kopecks', (amountKopecks) => {
    const data = { ...TERMS, amountKopecks };
    spec.when({ kind: 'InitiateOnlinePayment', ...data }).then([{ type: 'OnlinePaymentInitiated', version: 1, data }]);
  });
});

describe('NoteAcquirerPayment', () => {
  it('refuses what nobody has begun', () => {
    spec.when(said('captured')).thenRejected('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId: 'p1' });
  });

  it('notes the payment of the bank with its first answer, whatever that is', () => {
    spec.given([initiated]).when(said('pending')).then([registered]);
    spec.given([initiated]).when(said('captured')).then([registered, captured]);
    spec.given([initiated]).when(said('declined')).then([registered, declined]);
  });

  it('goes from authorized to captured, and from nothing to captured where that notification came first', () => {
    spec.given(BEGUN).when(said('authorized')).then([authorized]);
    spec
      .given([...BEGUN, authorized])
      .when(said('captured'))
      .then([captured]);
    spec.given(BEGUN).when(said('captured')).then([captured]);
  });

  it.each([['pending'], ['authorized'], ['declined'], ['captured']] as const)(
    'changes nothing of captured money by a notification of %s that comes late or again',
    (state) => {
      spec
        .given([...BEGUN, captured])
        .when(said(state))
        .thenNothing();
      spec
        .given([...BEGUN, captured, settled])
        .when(said(state))
        .thenNothing();
    },
  );

  it('tells each decline and each authorization once', () => {
    spec
      .given([...BEGUN, declined])
      .when(said('declined'))
      .thenNothing();
    spec
      .given([...BEGUN, authorized])
      .when(said('authorized'))
      .thenNothing();
  });

  it('takes money that came after all: late, when it was given up or even declined', () => {
    spec
      .given([...BEGUN, abandoned])
      .when(said('captured'))
      .then([captured]);
    spec
      .given([...BEGUN, declined])
      .when(said('captured'))
      .then([captured]);
  });

  it('says at last that a payment given up was declined', () => {
    spec
      .given([...BEGUN, abandoned])
      .when(said('declined'))
      .then([declined]);
  });

  it('has under way again what was taken for refused, when the bank turns out to have it', () => {
    const refused = [initiated, declined];
    spec.given(refused).when(said('pending')).then([registered]);
    spec.given(refused).when(said('captured')).then([registered, captured]);
    // Begun again, it may be given up, declined and paid as any other.
    const abandon = { kind: 'AbandonOnlinePayment' as const, paymentId: 'p1', today: TODAY };
    spec
      .given([...refused, registered])
      .when(abandon)
      .then([abandoned]);
    spec
      .given([...refused, registered])
      .when(said('declined'))
      .then([declined]);
    spec.given(refused).when(said('declined')).then([registered, declined]);
  });

  it('keeps the method of payment with the money', () => {
    const method = { methodId: 'm1', sealedTitle: 'sealed' };
    spec
      .given(BEGUN)
      .when(said('captured', { method }))
      .then([{ ...captured, data: { ...captured.data, method } }]);
  });

  it('counts money of which it is learnt late from the day on which the bank took it, and from no day to come', () => {
    const early: OnlinePaymentEvent = { ...initiated, data: { ...TERMS, initiatedOn: '2026-10-12' } };
    const late = { capturedOn: '2026-10-12' };
    const taken = { ...captured, data: { ...captured.data, capturedOn: '2026-10-12', effectiveOn: '2026-10-12' } };
    const back = refunded(200_00) as Extract<OnlinePaymentEvent, { type: 'OnlinePaymentRefunded' }>;
    spec
      .given([early, registered])
      .when(said('captured', { ...late, refundedKopecks: 200_00 }))
      .then([taken, { ...back, data: { ...back.data, capturedOn: '2026-10-12' } }]);
    spec
      .given([...BEGUN, captured])
      .when(said('captured', late))
      .thenNothing();
    const tomorrow = { capturedOn: '2026-10-16' };
    spec.given(BEGUN).when(said('captured', tomorrow)).thenRejected('PAYMENTS_DATE_IN_FUTURE');
  });

  it('counts no money from a day before the payment was begun, whatever the clock of the bank says', () => {
    const yesterday = { capturedOn: '2026-10-14' };
    spec.given(BEGUN).when(said('captured', yesterday)).then([captured]);
    spec
      .given(BEGUN)
      .when(said('captured', { ...yesterday, refundedKopecks: 1_234_56 }))
      .then([captured, refunded(1_234_56)]);
  });

  it('notes a refund by the sum of all refunds, so that the same one again adds nothing', () => {
    const paid = [...BEGUN, captured];
    spec
      .given(paid)
      .when(said('captured', { refundedKopecks: 200_00 }))
      .then([refunded(200_00)]);
    spec
      .given([...paid, refunded(200_00)])
      .when(said('captured', { refundedKopecks: 200_00 }))
      .thenNothing();
    spec
      .given([...paid, refunded(200_00)])
      .when(said('captured', { refundedKopecks: 1_234_56 }))
      .then([refunded(1_234_56, 200_00)]);
  });

  it('makes up for a lost notification of money that went back already', () => {
    spec
      .given(BEGUN)
      .when(said('captured', { refundedKopecks: 1_234_56 }))
      .then([captured, refunded(1_234_56)]);
  });

  it.each([{ amountKopecks: 1_00 }, { acquirerPaymentId: 'a2' }, { refundedKopecks: 1_234_57 }])(
    'leaves to a person what does not fit: %j',
    (other) => {
      spec.given(BEGUN).when(said('captured', other)).thenRejected('PAYMENTS_ONLINE_PAYMENT_CONFLICT');
    },
  );
});

describe('AbandonOnlinePayment', () => {
  const command = { kind: 'AbandonOnlinePayment' as const, paymentId: 'p1', today: TODAY };

  it('gives up what nobody pays, once, and nothing that has gone on', () => {
    spec.given(BEGUN).when(command).then([abandoned]);
    for (const since of [abandoned, authorized, declined, captured]) {
      spec
        .given([...BEGUN, since])
        .when(command)
        .thenNothing();
    }
    spec.when(command).thenRejected('PAYMENTS_UNKNOWN_ONLINE_PAYMENT');
  });
});

describe('DeclineOnlinePayment', () => {
  const command = {
    kind: 'DeclineOnlinePayment' as const,
    paymentId: 'p1',
    reason: 'insufficient_funds',
    today: TODAY,
  };

  it('leaves the end of what the bank has to the bank, above all where it holds the money', () => {
    for (const since of [[], [authorized], [abandoned]]) {
      spec
        .given([...BEGUN, ...since])
        .when(command)
        .thenNothing();
    }
  });

  it('ends what the bank does not make, and no payment that was paid', () => {
    spec.given([initiated]).when(command).then([declined]);
    for (const since of [declined, captured]) {
      spec
        .given([...BEGUN, since])
        .when(command)
        .thenNothing();
    }
    spec.when(command).thenRejected('PAYMENTS_UNKNOWN_ONLINE_PAYMENT');
  });
});

describe('CallForAttention', () => {
  const call = (reason: AttentionReason) => ({
    kind: 'CallForAttention' as const,
    paymentId: 'p1',
    reason,
    today: TODAY,
  });

  it('asks a person once, for one reason at a time, and never again for what was looked at', () => {
    spec
      .given([initiated])
      .when(call('never_answered'))
      .then([calledFor('never_answered')]);
    const asked = [...BEGUN, calledFor('unknown_to_the_bank')];
    for (const reason of ['unknown_to_the_bank', 'no_answer'] as const)
      spec.given(asked).when(call(reason)).thenNothing();
    const done = [...asked, closed('unknown_to_the_bank', { verdict: 'dealt_with', finding: 'entered_by_hand' })];
    spec.given(done).when(call('unknown_to_the_bank')).thenNothing();
    spec
      .given(done)
      .when(call('does_not_fit'))
      .then([calledFor('does_not_fit')]);
    spec.when(call('no_answer')).thenRejected('PAYMENTS_UNKNOWN_ONLINE_PAYMENT');
  });

  it('asks for each part that went back after a recall, also while something else is looked at', () => {
    const reason = 'part_refunded_after_recall' as const;
    const part = (refundedKopecks: number) => ({ ...call(reason), refundedKopecks });
    const asked = (refundedKopecks: number): OnlinePaymentEvent => ({
      type: 'OnlinePaymentAttentionRequested',
      version: 1,
      data: { paymentId: 'p1', account: '0017', reason, noticedOn: TODAY, refundedKopecks },
    });
    const paid = [...BEGUN, captured, refunded(150_00)];
    spec
      .given(paid)
      .when(part(150_00))
      .then([asked(150_00)]);
    const done = [...paid, asked(150_00), closed(reason, { verdict: 'dealt_with', finding: 'entered_by_hand' })];
    spec.given(done).when(part(150_00)).thenNothing();
    spec
      .given([...done, refunded(300_00, 150_00)])
      .when(part(300_00))
      .then([asked(300_00)]);
    spec
      .given([...paid, calledFor('does_not_fit')])
      .when(part(150_00))
      .then([asked(150_00)]);
    // What was put off for it has its turn when that is done.
    const entered = { verdict: 'dealt_with', finding: 'entered_by_hand' } as const;
    const close = { kind: 'CloseAttention' as const, paymentId: 'p1', ...entered };
    const both = [...paid, calledFor('does_not_fit'), asked(150_00)];
    const first = [closed(reason, close), calledFor('does_not_fit')];
    spec
      .given(both)
      .when({ ...close, today: TODAY })
      .then(first);
    spec
      .given([...both, ...first])
      .when({ ...close, today: TODAY })
      .then([closed('does_not_fit', close)]);
    // What was asked for before sums were written down is asked for by its sum now.
    spec
      .given([...paid, calledFor(reason), closed(reason, { verdict: 'dealt_with', finding: 'entered_by_hand' })])
      .when(part(300_00))
      .then([asked(300_00)]);
  });

  it('is answered by the last word of the bank, and then may be needed for something else', () => {
    for (const said of [captured, declined]) {
      spec
        .given([...BEGUN, calledFor('unknown_to_the_bank'), said])
        .when(call('does_not_fit'))
        .then([calledFor('does_not_fit')]);
      spec
        .given([...BEGUN, calledFor('does_not_fit'), said])
        .when(call('part_refunded_after_recall'))
        .thenNothing();
    }
  });
});

describe('CloseAttention', () => {
  const close = (verdict: CloseAttention['verdict'], finding: CloseAttention['finding'] = 'other'): CloseAttention => ({
    kind: 'CloseAttention',
    paymentId: 'p1',
    verdict,
    finding,
    today: TODAY,
  });
  const asked = [...BEGUN, calledFor('unknown_to_the_bank')];
  const bySay = { ...declined, data: { ...declined.data, reason: 'not_paid_says_the_office' } } as OnlinePaymentEvent;

  it('takes the word of a person that no money was taken; a bank that took it is believed all the same', () => {
    const answer = [closed('unknown_to_the_bank', close('not_paid')), bySay];
    spec.given(asked).when(close('not_paid')).then(answer);
    spec
      .given([...asked, ...answer])
      .when(said('captured'))
      .then([captured]);
  });

  it('takes note of what was dealt with otherwise', () => {
    spec
      .given(asked)
      .when(close('dealt_with'))
      .then([closed('unknown_to_the_bank', close('dealt_with'))]);
  });

  it('lets nobody say of money that the bank has confirmed that it was not paid', () => {
    const paid = [...BEGUN, captured, calledFor('does_not_fit')];
    spec.given(paid).when(close('not_paid')).thenRejected('PAYMENTS_ONLINE_PAYMENT_IS_PAID');
    spec
      .given(paid)
      .when(close('dealt_with'))
      .then([closed('does_not_fit', close('dealt_with'))]);
  });

  it('refuses where nobody is asked', () => {
    spec.when(close('not_paid')).thenRejected('PAYMENTS_UNKNOWN_ONLINE_PAYMENT');
    spec.given(BEGUN).when(close('not_paid')).thenRejected('PAYMENTS_ONLINE_PAYMENT_NEEDS_NO_ATTENTION');
  });

  it.each([
    ['not_paid', ['bank_has_no_payment', 'bank_took_no_money', 'hold_released', 'other']],
    ['dealt_with', ['entered_by_hand', 'counts_already', 'given_back', 'paid_by_another', 'other']],
  ] as const)('takes for %s only what can have been found for it: %j', (verdict, fitting) => {
    for (const finding of Object.values(ATTENTION_FINDINGS).flat()) {
      const command = close(verdict, finding);
      const answered = spec.given(asked).when(command);
      const news = verdict === 'not_paid' ? [bySay] : [];
      if ((fitting as readonly string[]).includes(finding)) {
        answered.then([closed('unknown_to_the_bank', command), ...news]);
      } else {
        answered.thenRejected('PAYMENTS_FINDING_DOES_NOT_FIT', { verdict, finding });
      }
    }
  });
});

describe('SettleOnlinePayment', () => {
  const command = { kind: 'SettleOnlinePayment' as const, paymentId: 'p1', settledOn: TODAY, today: TODAY };

  it('notes that the money has arrived, once', () => {
    spec
      .given([...BEGUN, captured])
      .when(command)
      .then([settled]);
    spec
      .given([...BEGUN, captured, settled])
      .when(command)
      .thenNothing();
  });

  it('refuses what was not captured, and a day to come', () => {
    spec.given(BEGUN).when(command).thenRejected('PAYMENTS_ONLINE_PAYMENT_NOT_CAPTURED');
    spec.when(command).thenRejected('PAYMENTS_UNKNOWN_ONLINE_PAYMENT');
    spec
      .given([...BEGUN, captured])
      .when({ ...command, settledOn: '2026-10-16' })
      .thenRejected('PAYMENTS_DATE_IN_FUTURE');
  });
});

it('the payment of the ledger has the name of the online payment, and another one after each refund', () => {
  expect(ledgerPaymentId('p1')).toBe('online-p1');
  expect(ledgerPaymentId('p1', 200_00)).toBe('online-p1-after-refund-20000');
  for (const refundedKopecks of [0, 200_00]) {
    expect(onlinePaymentOf(ledgerPaymentId('p1', refundedKopecks))).toEqual({ paymentId: 'p1', refundedKopecks });
  }
  expect(onlinePaymentOf('sber-1')).toBeNull();
});
