import { deciderSpec } from '#libs/testing';
import { AgreeInstalments, InstalmentCommand, instalmentStream } from './instalment.commands';
import { instalmentDecider } from './instalment.decider';
import { InstalmentEvent, InstalmentsAgreed } from './instalment.events';
import { equalParts } from './instalment.policy';
import { LedgerStory } from './testing/ledger-story';

const spec = deciderSpec(instalmentDecider);
const OF = { account: 'A1', agreementId: 'a-1' };
const MONTHS = [{ period: '2026-03', amountKopecks: 900_00 }];
/** 300.00 until 20 May, 20 June and 20 July; five days more for the money to come. */
const TERMS = { payee: 'main', months: MONTHS, parts: equalParts(900_00, 3, '2026-05-20'), graceDays: 5 } as const;
const SAID = { cause: 'Заявление', document: null, requestedBy: 'staff:1', grantedBy: 'staff:2' };
const agree: AgreeInstalments = {
  kind: 'AgreeInstalments',
  ...OF,
  ...SAID,
  agreedOn: '2026-05-04',
  terms: TERMS,
  debt: MONTHS,
};
const agreed: InstalmentsAgreed = {
  type: 'InstalmentsAgreed',
  version: 1,
  data: { ...OF, ...SAID, effectiveOn: '2026-05-04', terms: TERMS, amountKopecks: 900_00 },
};
const event = (type: InstalmentEvent['type'], effectiveOn: string, data: object = {}) =>
  ({ type, version: 1, data: { ...OF, effectiveOn, ...data } }) as unknown as InstalmentEvent;
const kept = (part: number, on: string, leftKopecks: number) => event('InstalmentKept', on, { part, leftKopecks });
/** Of a part that had been found paid. */
const missedOn = (on: string, said: object) => event('InstalmentsMissed', on, { ...said, recalled: true });
const owing = () => new LedgerStory().closes('2026-03', 900_00);
const review = (on: string, story: LedgerStory): InstalmentCommand => ({
  kind: 'ReviewInstalments',
  ...OF,
  on,
  lines: story.ledger.lines,
});
const withdraw = (withdrawnOn: string): InstalmentCommand => ({
  kind: 'WithdrawInstalments',
  ...OF,
  withdrawnOn,
  cause: 'По просьбе жильца',
});
const broken = event('InstalmentsMissed', '2026-05-26', {
  part: 1,
  penaltyFrom: '2026-05-21',
  missingKopecks: 100_00,
});

describe('the agreements of an account to pay by parts', () => {
  it('are made once each', () => {
    spec.when(agree).then([agreed]);
    spec.given([agreed]).when(agree).thenNothing();
    expect(instalmentStream('A1')).toBe('billing_instalments-A1');
  });

  it('are told not to be made where the debt is another by now, and stay so', () => {
    const notAgreed = event('InstalmentsNotAgreed', '2026-05-04', { code: 'BILLING_INSTALMENTS_DEBT_CHANGED' });
    spec.when({ ...agree, debt: [{ period: '2026-03', amountKopecks: 899_00 }] }).then([notAgreed]);
    spec.given([notAgreed]).when(agree).thenNothing();
  });

  it.each([
    ['BILLING_INSTALMENTS_NO_DEBT', { payee: 'neighbour' }],
    ['BILLING_INSTALMENTS_GRACE', { graceDays: 3650 }],
  ])('are told not to be made by terms that nobody may agree to: %s', (code, change) => {
    const terms = { ...TERMS, ...change } as unknown as AgreeInstalments['terms'];
    spec.when({ ...agree, terms }).then([event('InstalmentsNotAgreed', '2026-05-04', { code })]);
  });

  it('run one at a time to a payee', () => {
    const second = { ...agree, agreementId: 'a-2' };
    const refused = { agreementId: 'a-2', code: 'BILLING_INSTALMENTS_RUNNING' };
    spec
      .given([agreed])
      .when(second)
      .then([event('InstalmentsNotAgreed', '2026-05-04', refused)]);
    const ofFund = { ...second, terms: { ...TERMS, payee: 'capital_repair' } } as const;
    const { terms } = ofFund;
    const data = { ...agreed.data, agreementId: 'a-2', terms };
    spec
      .given([agreed])
      .when(ofFund)
      .then([{ ...agreed, data }]);
    spec
      .given([agreed, broken])
      .when(second)
      .then([{ ...agreed, data: { ...agreed.data, agreementId: 'a-2' } }]);
  });
});

describe('a part', () => {
  it('is kept when the allocation has put it on the debt by the last day of grace, seen on the next one', () => {
    const paid = owing().pays('p1', '2026-05-25', 300_00);
    spec.given([agreed]).when(review('2026-05-25', paid)).thenNothing();
    spec
      .given([agreed])
      .when(review('2026-05-26', paid))
      .then([kept(1, '2026-05-26', 600_00)]);
    spec
      .given([agreed, kept(1, '2026-05-26', 600_00)])
      .when(review('2026-05-27', paid))
      .thenNothing();
  });

  it('that is not, breaks the agreement, and penalty counts from the day after it was due', () => {
    const late = owing().pays('p1', '2026-05-20', 200_00).pays('p2', '2026-05-26', 100_00);
    spec.given([agreed]).when(review('2026-05-26', late)).then([broken]);
    spec.given([agreed, broken]).when(review('2026-05-27', late)).thenNothing();
  });

  it('may be paid before its day with the ones before', () => {
    const early = owing().pays('p1', '2026-05-05', 600_00);
    const after = [kept(1, '2026-06-26', 300_00), kept(2, '2026-06-26', 300_00)];
    spec.given([agreed]).when(review('2026-06-26', early)).then(after);
  });

  it('that was found paid is missed when its payment is recalled, as if it had never been', () => {
    const recalled = owing().pays('p1', '2026-05-10', 300_00).pays('p2', '2026-06-10', 300_00).recalls('p1');
    const missed = missedOn('2026-07-08', { part: 1, penaltyFrom: '2026-05-21', missingKopecks: 300_00 });
    const two = [agreed, kept(1, '2026-05-26', 600_00), kept(2, '2026-06-26', 300_00)];
    spec.given(two).when(review('2026-07-08', recalled)).then([missed]);
    spec
      .given([...two, missed])
      .when(review('2026-07-09', recalled))
      .thenNothing();
    // One of the later part leaves the first one paid.
    const later = owing().pays('p1', '2026-05-10', 300_00).pays('p2', '2026-06-10', 300_00).recalls('p2');
    const second = { part: 2, penaltyFrom: '2026-06-21', missingKopecks: 300_00 };
    spec
      .given(two)
      .when(review('2026-07-08', later))
      .then([missedOn('2026-07-08', second)]);
  });

  it('that was found paid before a later one was missed bears penalty from its own day when it is recalled', () => {
    const recalled = owing().pays('p1', '2026-05-10', 300_00).recalls('p1');
    const first = missedOn('2026-10-30', { part: 1, penaltyFrom: '2026-05-21', missingKopecks: 300_00 });
    const ofSecond = { part: 2, penaltyFrom: '2026-06-21', missingKopecks: 300_00 };
    const second = event('InstalmentsMissed', '2026-06-26', ofSecond);
    const before = [agreed, kept(1, '2026-05-26', 600_00), second];
    spec.given(before).when(review('2026-10-30', recalled)).then([first]);
    const withdrawn = event('InstalmentsWithdrawn', '2026-06-28', { penaltyFrom: '2026-06-21', cause: 'Просьба' });
    spec
      .given([...before, withdrawn])
      .when(review('2026-10-30', recalled))
      .then([first]);
    spec
      .given([...before, withdrawn, first])
      .when(review('2026-10-31', owing().pays('p1', '2026-05-10', 900_00)))
      .thenNothing();
  });

  it('that was recalled and told again makes the agreement run again', () => {
    const told = owing().pays('p1', '2026-05-10', 300_00).recalls('p1').pays('p2', '2026-05-10', 300_00);
    const missed = missedOn('2026-06-02', { part: 1, penaltyFrom: '2026-05-21', missingKopecks: 300_00 });
    spec
      .given([agreed, kept(1, '2026-05-26', 600_00), missed])
      .when(review('2026-06-03', told))
      .then([event('InstalmentsRestored', '2026-06-03', { part: 1 }), kept(1, '2026-06-03', 600_00)]);
  });

  it('whose payment was recalled is not paid', () => {
    const recalled = owing().pays('p1', '2026-05-10', 300_00).recalls('p1');
    const missing = { part: 1, penaltyFrom: '2026-05-21', missingKopecks: 300_00 };
    spec
      .given([agreed])
      .when(review('2026-05-26', recalled))
      .then([event('InstalmentsMissed', '2026-05-26', missing)]);
  });

  it('that was paid in time and told late makes the agreement run again', () => {
    const told = owing().pays('p1', '2026-05-20', 200_00).pays('p2', '2026-05-24', 100_00);
    spec
      .given([agreed, broken])
      .when(review('2026-06-02', told))
      .then([event('InstalmentsRestored', '2026-06-02', { part: 1 }), kept(1, '2026-06-02', 600_00)]);
  });

  it('that was told later than sixty days after the break was found restores nothing', () => {
    const told = owing().pays('p1', '2026-05-20', 600_00);
    const restored = (on: string) => event('InstalmentsRestored', on, { part: 1 });
    const both = [kept(1, '2026-07-25', 300_00), kept(2, '2026-07-25', 300_00)];
    spec
      .given([agreed, broken])
      .when(review('2026-07-25', told))
      .then([restored('2026-07-25'), ...both]);
    spec.given([agreed, broken]).when(review('2026-07-26', told)).thenNothing();
  });

  it('that was told late restores nothing where a later agreement has taken its place', () => {
    const told = owing().pays('p1', '2026-05-20', 200_00).pays('p2', '2026-05-24', 100_00);
    const later = { ...agreed, data: { ...agreed.data, agreementId: 'a-2', effectiveOn: '2026-05-28' } };
    spec.given([agreed, broken, later]).when(review('2026-06-02', told)).thenNothing();
    // One about other months did not take its place.
    const ofApril = { ...TERMS, months: [{ period: '2026-04', amountKopecks: 900_00 }] };
    const beside = { ...later, data: { ...later.data, terms: ofApril } };
    spec
      .given([agreed, broken, beside])
      .when(review('2026-06-02', told))
      .then([event('InstalmentsRestored', '2026-06-02', { part: 1 }), kept(1, '2026-06-02', 600_00)]);
  });
});

describe('an agreement', () => {
  it('is fulfilled when nothing is left of its months, before its last day too', () => {
    const paid = owing().pays('p1', '2026-05-05', 900_00);
    const fulfilled = event('InstalmentsFulfilled', '2026-05-06');
    spec.given([agreed]).when(review('2026-05-06', paid)).then([fulfilled]);
    spec.given([agreed, fulfilled]).when(review('2026-05-26', paid)).thenNothing();
  });

  describe('that was fulfilled', () => {
    const fulfilled = event('InstalmentsFulfilled', '2026-05-06');
    const done = [agreed, fulfilled];
    const recalled = () => owing().pays('p1', '2026-05-05', 900_00).recalls('p1');

    it('runs again when its payment is recalled before a part is late', () => {
      const reopened = event('InstalmentsReopened', '2026-05-18', { keptParts: 0, leftKopecks: 900_00 });
      spec.given(done).when(review('2026-05-18', recalled())).then([reopened]);
      spec
        .given([...done, reopened])
        .when(review('2026-05-19', recalled()))
        .thenNothing();
      spec
        .given([...done, reopened])
        .when(review('2026-05-20', recalled().pays('p2', '2026-05-20', 900_00)))
        .then([event('InstalmentsFulfilled', '2026-05-20')]);
      const both = owing().pays('p1', '2026-05-05', 300_00).pays('p2', '2026-05-05', 600_00).recalls('p2');
      const ofTwo = event('InstalmentsReopened', '2026-05-30', { keptParts: 1, leftKopecks: 600_00 });
      spec.given(done).when(review('2026-05-30', both)).then([ofTwo]);
      spec
        .given([...done, ofTwo])
        .when(review('2026-06-26', both))
        .then([
          event('InstalmentsMissed', '2026-06-26', { part: 2, penaltyFrom: '2026-06-21', missingKopecks: 300_00 }),
        ]);
    });

    it('is missed from the first part that is not paid without the recalled payment, however long ago it was', () => {
      const first = { part: 1, penaltyFrom: '2026-05-21', missingKopecks: 300_00 };
      spec
        .given(done)
        .when(review('2027-08-03', recalled()))
        .then([missedOn('2027-08-03', first)]);
      spec
        .given([...done, missedOn('2027-08-03', first)])
        .when(review('2027-08-04', recalled()))
        .thenNothing();
    });

    it('is missed although another payment has come since', () => {
      const again = recalled().pays('p2', '2026-05-29', 900_00);
      const first = { part: 1, penaltyFrom: '2026-05-21', missingKopecks: 300_00 };
      spec
        .given(done)
        .when(review('2026-05-30', again))
        .then([missedOn('2026-05-30', first)]);
    });

    it('does not run again beside a later one about the same months, but is missed', () => {
      const later = { ...agreed, data: { ...agreed.data, agreementId: 'a-2', effectiveOn: '2026-05-16' } };
      spec
        .given([...done, later])
        .when(review('2026-05-18', recalled()))
        .thenNothing();
      const first = { part: 1, penaltyFrom: '2026-05-21', missingKopecks: 300_00 };
      spec
        .given([...done, later])
        .when(review('2026-05-26', recalled()))
        .then([missedOn('2026-05-26', first)]);
    });

    it('is not opened by a look at a day before it was paid', () => {
      const paid = owing().pays('p1', '2026-05-15', 900_00);
      spec
        .given([agreed, event('InstalmentsFulfilled', '2026-05-15')])
        .when(review('2026-05-10', paid))
        .thenNothing();
    });
  });

  it('that was broken stays so when the debt is paid later', () => {
    spec
      .given([agreed, broken])
      .when(review('2026-06-30', owing().pays('p1', '2026-06-10', 900_00)))
      .thenNothing();
  });

  it('may be ended by the office, the day included', () => {
    const withdrawn = event('InstalmentsWithdrawn', '2026-05-10', {
      penaltyFrom: '2026-05-11',
      cause: 'По просьбе жильца',
    });
    spec.given([agreed]).when(withdraw('2026-05-10')).then([withdrawn]);
    spec.given([agreed, withdrawn]).when(withdraw('2026-05-12')).thenNothing();
    spec.given([agreed, withdrawn]).when(review('2026-07-30', owing())).thenNothing();
    const fulfilled = event('InstalmentsFulfilled', '2026-05-26');
    spec.given([agreed, fulfilled]).when(withdraw('2026-05-28')).thenRejected('BILLING_INSTALMENTS_ENDED');
  });

  it('that is broken may be ended too: penalty counts from where it did, and no late payment brings it back', () => {
    const withdrawn = event('InstalmentsWithdrawn', '2026-05-28', {
      penaltyFrom: '2026-05-21',
      cause: 'По просьбе жильца',
    });
    spec.given([agreed, broken]).when(withdraw('2026-05-28')).then([withdrawn]);
    const told = owing().pays('p1', '2026-05-20', 200_00).pays('p2', '2026-05-24', 100_00);
    spec.given([agreed, broken, withdrawn]).when(review('2026-06-02', told)).thenNothing();
    const restored = event('InstalmentsRestored', '2026-06-02', { part: 1 });
    const ended = event('InstalmentsWithdrawn', '2026-06-03', {
      penaltyFrom: '2026-06-04',
      cause: 'По просьбе жильца',
    });
    spec.given([agreed, broken, restored]).when(withdraw('2026-06-03')).then([ended]);
  });

  it('that nobody made is unknown', () => {
    spec.when(withdraw('2026-05-10')).thenRejected('BILLING_UNKNOWN_INSTALMENTS');
    spec.when(review('2026-05-10', owing())).thenRejected('BILLING_UNKNOWN_INSTALMENTS');
  });
});
