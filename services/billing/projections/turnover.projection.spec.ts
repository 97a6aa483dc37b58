import { projectionSpec, recorded } from '#libs/testing';
import { DebtLine, EMPTY_LEDGER } from '../domain/ledger';
import { turnoverProjection } from './turnover.projection';

const spec = projectionSpec(turnoverProjection);
const OF = { account: '0017', period: '2026-10' };
const KEY = '0017 2026-10';
const line = (period: string, principalKopecks: number, more: Partial<DebtLine> = {}): DebtLine => ({
  period,
  dueOn: '2026-10-15',
  opening: false,
  principalKopecks,
  openingPenaltyKopecks: 0,
  postedPenaltyKopecks: 0,
  principalPaid: [],
  penaltyPaid: [],
  billed: { cold_water: principalKopecks },
  ...more,
});
const paid = (amountKopecks: number) => [{ moneyId: 'payment:p0', amountKopecks, on: '2026-09-20' }];
const opened = recorded('PeriodOpened', {
  ...OF,
  houseId: 'H1',
  effectiveOn: '2026-10-01',
  carriedFrom: '2026-09',
  ledgers: {
    main: {
      lines: [
        line('2026-07', 50_00, { principalPaid: paid(50_00), postedPenaltyKopecks: 4_00, penaltyPaid: paid(1_00) }),
        line('2026-08', 200_00, { principalPaid: paid(80_00), openingPenaltyKopecks: 2_00 }),
      ],
      money: [
        {
          moneyId: 'payment:p1',
          paymentId: 'p1',
          receivedOn: '2026-09-20',
          reservedFor: null,
          restKopecks: 7_00,
          freed: [{ amountKopecks: 3_00, on: '2026-09-20' }],
        },
      ],
    },
    capital_repair: EMPTY_LEDGER,
  },
});
const nothing = { lines: [], penaltyKopecks: 0, advanceKopecks: 0 };
const opening = {
  main: {
    lines: [{ period: '2026-08', principalKopecks: 120_00, billed: { cold_water: 200_00 } }],
    penaltyKopecks: 5_00,
    advanceKopecks: 10_00,
  },
  capital_repair: nothing,
};
const none = { main: 0, capital_repair: 0 };
const payment = (
  type: 'PaymentCredited' | 'PaymentCreditReversed',
  payee: string,
  amountKopecks: number,
  rest: { readonly refundedKopecks?: number } = {},
) =>
  recorded(type, { ...OF, payee, paymentId: 'p2', amountKopecks, effectiveOn: '2026-10-05', ...rest, movements: [] });

it('PeriodOpened: months that owe, penalty posted and not paid, money that is on nothing', () => {
  spec.given([opened]).then(KEY, { ...OF, opening, receivedKopecks: none, returnedKopecks: none });
});

it('PaymentCredited and PaymentCreditReversed: what came in and what went back, each by payee', () => {
  spec
    .given([
      opened,
      payment('PaymentCredited', 'main', 30_00),
      payment('PaymentCredited', 'main', 20_00),
      payment('PaymentCredited', 'capital_repair', 9_00),
      payment('PaymentCreditReversed', 'main', 20_00),
    ])
    .then(KEY, {
      ...OF,
      opening,
      receivedKopecks: { main: 50_00, capital_repair: 9_00 },
      returnedKopecks: { main: 20_00, capital_repair: 0 },
    });
});

it('of a payment that went back in part, the part alone was returned, however many parts follow', () => {
  const received = { main: 1_000_00, capital_repair: 0 };
  const refunded = [
    opened,
    payment('PaymentCredited', 'main', 1_000_00),
    payment('PaymentCreditReversed', 'main', 1_000_00),
    payment('PaymentCredited', 'main', 600_00, { refundedKopecks: 400_00 }),
  ];
  const row = { ...OF, opening, receivedKopecks: received };
  spec.given(refunded).then(KEY, { ...row, returnedKopecks: { main: 400_00, capital_repair: 0 } });
  spec
    .given([
      ...refunded,
      payment('PaymentCreditReversed', 'main', 600_00),
      payment('PaymentCredited', 'main', 550_00, { refundedKopecks: 50_00 }),
    ])
    .then(KEY, { ...row, returnedKopecks: { main: 450_00, capital_repair: 0 } });
});

it('a payment in a period that was never opened leaves nothing', () => {
  spec.given([payment('PaymentCredited', 'main', 30_00)]).thenKeys();
});
