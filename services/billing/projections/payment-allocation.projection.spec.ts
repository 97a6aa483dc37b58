import { projectionSpec, recorded } from '#libs/testing';
import { Movement } from '../domain/ledger';
import { paymentAllocationProjection, PaymentAllocationRow } from './payment-allocation.projection';

const spec = projectionSpec(paymentAllocationProjection);
const OF = { account: '0017', period: '2026-10', payee: 'main' };
const received = (paymentId: string, amountKopecks: number, reservedFor: string | null = null): Movement => ({
  kind: 'money_received',
  moneyId: `payment:${paymentId}`,
  paymentId,
  on: '2026-10-15',
  amountKopecks,
  reservedFor,
});
const allocated = (
  paymentId: string,
  period: string,
  amountKopecks: number,
  part: 'principal' | 'penalty' = 'principal',
): Movement => ({
  kind: 'allocated',
  moneyId: `payment:${paymentId}`,
  period,
  part,
  amountKopecks,
  on: '2026-10-15',
  freed: false,
});
const credited = (paymentId: string, amountKopecks: number, ...movements: Movement[]) =>
  recorded('PaymentCredited', {
    ...OF,
    paymentId,
    amountKopecks,
    effectiveOn: '2026-10-15',
    namedPeriod: null,
    movements: [received(paymentId, amountKopecks), ...movements],
  });
const closed = (...movements: Movement[]) =>
  recorded('PeriodClosed', { ...OF, effectiveOn: '2026-10-31', dueOn: '2026-11-15', movements: { main: movements } });
const row = (paymentId: string, more: Partial<PaymentAllocationRow> = {}): PaymentAllocationRow => ({
  account: '0017',
  payee: 'main',
  paymentId,
  amountKopecks: 1_000_00,
  state: 'credited',
  parts: [],
  reservedFor: null,
  effectiveOn: '2026-10-15',
  ...more,
});

it('a payment stands with what it was spent on, by month, the debt before its penalty', () => {
  const event = credited(
    'p1',
    1_000_00,
    allocated('p1', '2026-09', 300_00),
    allocated('p1', '2026-08', 500_00),
    allocated('p1', '2026-08', 20_00, 'penalty'),
  );
  spec
    .given([event])
    .thenKeys('p1')
    .then(
      'p1',
      row('p1', {
        parts: [
          { period: '2026-08', part: 'principal', amountKopecks: 500_00 },
          { period: '2026-08', part: 'penalty', amountKopecks: 20_00 },
          { period: '2026-09', part: 'principal', amountKopecks: 300_00 },
        ],
      }),
    )
    .thenColumns('p1', { account: '0017' });
});

it('what was paid ahead is spent by the close of a month', () => {
  spec
    .given([credited('p1', 1_000_00), closed(allocated('p1', '2026-10', 700_00))])
    .then('p1', row('p1', { parts: [{ period: '2026-10', part: 'principal', amountKopecks: 700_00 }] }));
});

it('what comes back from a month leaves it', () => {
  const freed = (amountKopecks: number): Movement => ({
    kind: 'freed',
    moneyId: 'payment:p1',
    period: '2026-09',
    part: 'principal',
    amountKopecks,
    on: '2026-10-15',
  });
  const paid = credited('p1', 1_000_00, allocated('p1', '2026-09', 900_00));
  spec
    .given([paid, closed(freed(100_00))])
    .then('p1', row('p1', { parts: [{ period: '2026-09', part: 'principal', amountKopecks: 800_00 }] }));
  spec.given([paid, closed(freed(900_00))]).then('p1', row('p1'));
});

it('a payment for a month to come waits, reserved for it, until the close of that month', () => {
  const reserved = recorded('PaymentCredited', {
    ...OF,
    paymentId: 'p1',
    amountKopecks: 1_000_00,
    effectiveOn: '2026-10-15',
    namedPeriod: '2026-11',
    movements: [received('p1', 1_000_00, '2026-11')],
  });
  const ended = closed({ kind: 'reservation_ended', moneyId: 'payment:p1' }, allocated('p1', '2026-11', 1_000_00));
  spec.given([reserved]).then('p1', row('p1', { reservedFor: '2026-11' }));
  spec
    .given([reserved, ended])
    .then('p1', row('p1', { parts: [{ period: '2026-11', part: 'principal', amountKopecks: 1_000_00 }] }));
});

it('a payment that is held is credited by the next month', () => {
  const held = recorded('PaymentHeld', {
    ...OF,
    paymentId: 'p1',
    amountKopecks: 1_000_00,
    effectiveOn: '2026-10-15',
    namedPeriod: null,
  });
  spec.given([held]).then('p1', row('p1', { state: 'held' }));
  spec.given([held, credited('p1', 1_000_00)]).then('p1', row('p1'));
});

it('a recalled payment is spent on nothing, and money of other payments that takes its place is seen at them', () => {
  const reversed = recorded('PaymentCreditReversed', {
    ...OF,
    paymentId: 'p1',
    amountKopecks: 1_000_00,
    effectiveOn: '2026-10-20',
    reason: 'recalled',
    movements: [{ kind: 'money_withdrawn', moneyId: 'payment:p1' }, allocated('p2', '2026-09', 400_00)],
  });
  spec
    .given([credited('p1', 1_000_00, allocated('p1', '2026-09', 400_00)), credited('p2', 1_000_00), reversed])
    .then('p1', row('p1', { state: 'withdrawn' }))
    .then('p2', row('p2', { parts: [{ period: '2026-09', part: 'principal', amountKopecks: 400_00 }] }));
});

it('money of no payment has no document', () => {
  const advance: Movement = { ...allocated('x', '2026-09', 100_00), moneyId: 'advance:2026-03-01:1' } as Movement;
  spec.given([closed(advance, { kind: 'penalty_posted', period: '2026-09', amountKopecks: 1_00 })]).thenKeys();
});

it('a payment that made room for one of an earlier day stands with what it was spent on then', () => {
  const roomMade = recorded('PaymentCredited', {
    ...OF,
    paymentId: 'p0',
    amountKopecks: 300_00,
    effectiveOn: '2026-10-14',
    namedPeriod: null,
    movements: [
      { kind: 'money_withdrawn', moneyId: 'payment:p1' },
      received('p0', 300_00),
      allocated('p0', '2026-08', 300_00),
      received('p1', 1_000_00),
      allocated('p1', '2026-08', 200_00),
    ],
  });
  const parts = [{ period: '2026-08', part: 'principal', amountKopecks: 200_00 }] as const;
  spec
    .given([credited('p1', 1_000_00, allocated('p1', '2026-08', 500_00)), roomMade])
    .then('p1', row('p1', { parts: [...parts] }));
});
