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

  it('that was told late restores nothing where a later agreement has taken its place', () => {
    const told = owing().pays('p1', '2026-05-20', 200_00).pays('p2', '2026-05-24', 100_00);
    const later = { ...agreed, data: { ...agreed.data, agreementId: 'a-2', effectiveOn: '2026-05-28' } };
    spec.given([agreed, broken, later]).when(review('2026-06-02', told)).thenNothing();
  });
});

describe('an agreement', () => {
  it('is fulfilled when nothing is left of its months, before its last day too', () => {
    const paid = owing().pays('p1', '2026-05-05', 900_00);
    const fulfilled = event('InstalmentsFulfilled', '2026-05-06');
    spec.given([agreed]).when(review('2026-05-06', paid)).then([fulfilled]);
    spec.given([agreed, fulfilled]).when(review('2026-05-26', paid)).thenNothing();
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
