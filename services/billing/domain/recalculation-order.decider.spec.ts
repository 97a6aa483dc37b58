import { deciderSpec } from '#libs/testing';
import { RecalculationOrderCommand, recalculationIdOf, recalculationOrderStream } from './recalculation-order.commands';
import { ORDERED_SUMS_MAX, recalculationOrderDecider } from './recalculation-order.decider';
import { OrderedSum, RecalculationOrderEvent, RecalculationsOrdered } from './recalculation-order.events';

const spec = deciderSpec(recalculationOrderDecider);
const SUMS: readonly OrderedSum[] = [
  { account: 'A1', amountKopecks: -13_20 },
  { account: 'A2', amountKopecks: -6_00 },
];
const ORDER: RecalculationsOrdered['data'] = {
  orderId: 'o-1',
  work: {
    kind: 'grounds',
    grounds: {
      kind: 'interruption',
      utility: 'cold_water',
      period: '2026-03',
      supply: 'water',
      acts: [{ startedOn: '2026-03-10', hours: '30' }],
    },
    account: null,
  },
  figures: { accounts: 2, differenceKopecks: -19_20, digest: 'd' },
  cause: 'Авария на вводе',
  document: 'акт 17',
  approvalId: null,
  orderedBy: 'staff:anna',
  agreedBy: null,
};
const APPROVED: RecalculationsOrdered['data'] = {
  ...ORDER,
  work: { kind: 'replay', replayId: 'r-1', from: '2026-03', to: '2026-05', house: null, rules: null },
  approvalId: 'o-1',
  agreedBy: 'staff:boris',
};
const ordered = (data = ORDER): RecalculationOrderEvent => ({ type: 'RecalculationsOrdered', version: 1, data });
const fixed = (sums: readonly OrderedSum[] = SUMS): RecalculationOrderEvent => ({
  type: 'OrderedSumsFixed',
  version: 1,
  data: { orderId: 'o-1', sums },
});
const begun: RecalculationOrderEvent = { type: 'RecalculationsBegun', version: 1, data: { orderId: 'o-1' } };
const done = (approvalId: string | null): RecalculationOrderEvent => ({
  type: 'RecalculationsCarriedOut',
  version: 1,
  data: { orderId: 'o-1', approvalId, recorded: 1, refused: [{ account: 'A2', code: 'BILLING_UNKNOWN_ACCOUNT' }] },
});
const failed: RecalculationOrderEvent = {
  type: 'RecalculationsFailed',
  version: 1,
  data: { orderId: 'o-1', approvalId: 'o-1', code: 'BILLING_REPLAY_CHANGED' },
};
const order: RecalculationOrderCommand = { kind: 'OrderRecalculations', ...ORDER, sums: SUMS };
const approve: RecalculationOrderCommand = { kind: 'ApproveRecalculations', ...APPROVED };
const begin: RecalculationOrderCommand = { kind: 'BeginRecalculations', orderId: 'o-1', sums: SUMS };
const complete: RecalculationOrderCommand = {
  kind: 'CompleteRecalculations',
  orderId: 'o-1',
  recorded: 1,
  refused: [{ account: 'A2', code: 'BILLING_UNKNOWN_ACCOUNT' }],
};
const fail: RecalculationOrderCommand = { kind: 'FailRecalculations', orderId: 'o-1', code: 'BILLING_REPLAY_CHANGED' };

describe('recalculations of several accounts', () => {
  it('are ordered by one person with all their sums, once, and carried out once', () => {
    spec.when(order).then([ordered(), fixed(), begun]);
    spec.given([ordered(), fixed(), begun]).when(order).thenNothing();
    spec
      .given([ordered(), fixed(), begun])
      .when(complete)
      .then([done(null)]);
    spec
      .given([ordered(), fixed(), begun, done(null)])
      .when(complete)
      .thenNothing();
  });

  it('that two people have agreed to are begun with the sums that were found again, and then carried out', () => {
    spec.when(approve).then([ordered(APPROVED)]);
    spec
      .given([ordered(APPROVED)])
      .when(approve)
      .thenNothing();
    spec
      .given([ordered(APPROVED)])
      .when(complete)
      .thenNothing();
    spec
      .given([ordered(APPROVED)])
      .when(begin)
      .then([fixed(), begun]);
    spec
      .given([ordered(APPROVED), fixed(), begun])
      .when(begin)
      .thenNothing();
    spec
      .given([ordered(APPROVED), fixed(), begun])
      .when(complete)
      .then([done('o-1')]);
  });

  it('fail before they are begun, and then are not begun; afterwards they can only be finished', () => {
    spec
      .given([ordered(APPROVED)])
      .when(fail)
      .then([failed]);
    spec
      .given([ordered(APPROVED), failed])
      .when(begin)
      .thenNothing();
    spec
      .given([ordered(APPROVED), fixed(), begun])
      .when(fail)
      .thenNothing();
    spec.when(fail).thenNothing();
    spec.when(begin).thenNothing();
  });

  it('that a fault has stopped are told so once, and go on', () => {
    const stop: RecalculationOrderCommand = { kind: 'StopRecalculations', orderId: 'o-1', fault: 'TypeError' };
    const stopped: RecalculationOrderEvent = {
      type: 'RecalculationsStopped',
      version: 1,
      data: { orderId: 'o-1', fault: 'TypeError' },
    };
    const begunOrder = [ordered(), fixed(), begun];
    spec.given(begunOrder).when(stop).then([stopped]);
    spec
      .given([...begunOrder, stopped])
      .when(stop)
      .thenNothing();
    spec
      .given([...begunOrder, stopped])
      .when(complete)
      .then([done(null)]);
    spec
      .given([...begunOrder, done(null)])
      .when(stop)
      .thenNothing();
    spec.when(stop).thenNothing();
  });

  it('are not ordered by one person where one account gets more than one person may give', () => {
    const most: OrderedSum = { account: 'A3', amountKopecks: -10_000_00 };
    spec.when({ ...order, sums: [most] }).then([ordered(), fixed([most]), begun]);
    const tooLarge = { ...order, sums: [...SUMS, { account: 'A3', amountKopecks: -10_000_01 }] };
    spec.when(tooLarge).thenRejected('BILLING_RECALCULATION_NEEDS_APPROVAL');
  });

  it('are not ordered by one person where two are needed', () => {
    const replay = { ...order, work: APPROVED.work } as RecalculationOrderCommand;
    spec.when(replay).thenRejected('BILLING_RECALCULATION_NEEDS_APPROVAL');
    const months = [{ period: '2026-03', amountKopecks: 1 }];
    const grounds = { kind: 'penalty_waiver', payee: 'main', months } as const;
    const waiver = { ...order, work: { kind: 'grounds', grounds, account: 'A1' } } as RecalculationOrderCommand;
    spec.when(waiver).thenRejected('BILLING_RECALCULATION_NEEDS_APPROVAL');
  });

  it('are no recalculations of nobody', () => {
    spec.when({ ...order, sums: [] }).thenRejected('BILLING_RECALCULATION_CHANGES_NOTHING');
  });

  it('of a town are fixed in events of a size that can be read', () => {
    const many = Array.from({ length: ORDERED_SUMS_MAX + 1 }, (_, index) => ({
      account: `A${String(index)}`,
      amountKopecks: index,
    }));
    spec
      .given([ordered(APPROVED)])
      .when({ ...begin, sums: many })
      .then([fixed(many.slice(0, ORDERED_SUMS_MAX)), fixed(many.slice(ORDERED_SUMS_MAX)), begun]);
  });

  it('have a stream for each order, and one id for all accounts', () => {
    expect(recalculationOrderStream('o-1')).toBe('billing_recalculation_order-o-1');
    expect(recalculationIdOf('o-1')).toBe('order:o-1');
  });
});
