import {
  balanceOf,
  compareMoney,
  EMPTY_LEDGER,
  LedgerDraft,
  Money,
  Movement,
  openPostedPenalty,
  openPrincipal,
  PayeeLedger,
  unspent,
} from './ledger';

function after(...movements: readonly Movement[]): PayeeLedger {
  const draft = new LedgerDraft(EMPTY_LEDGER);
  for (const movement of movements) draft.apply(movement);
  return draft.ledger();
}

const charged = (period: string, amountKopecks: number, billed = { upkeep: amountKopecks }): Movement => ({
  kind: 'line_charged',
  period,
  dueOn: `${period}-28`,
  amountKopecks,
  billed,
});
const received = (
  paymentId: string,
  amountKopecks: number,
  on = '2026-03-20',
  reservedFor: string | null = null,
): Movement => ({
  kind: 'money_received',
  moneyId: `payment:${paymentId}`,
  paymentId,
  on,
  amountKopecks,
  reservedFor,
});
type Moved = { part?: 'principal' | 'penalty'; on?: string; freed?: boolean; period?: string };
const allocated = (paymentId: string, amountKopecks: number, moved: Moved = {}): Movement => ({
  kind: 'allocated',
  moneyId: `payment:${paymentId}`,
  period: '2026-03',
  part: 'principal',
  amountKopecks,
  on: '2026-04-10',
  freed: false,
  ...moved,
});
const freed = (paymentId: string, amountKopecks: number, moved: Omit<Moved, 'freed'> = {}): Movement => ({
  kind: 'freed',
  moneyId: `payment:${paymentId}`,
  period: '2026-03',
  part: 'principal',
  amountKopecks,
  on: '2026-04-10',
  ...moved,
});
const posted = (amountKopecks: number, period = '2026-03'): Movement => ({
  kind: 'penalty_posted',
  period,
  amountKopecks,
});
const paid = (ledger: PayeeLedger) =>
  ledger.lines.flatMap((line) =>
    line.principalPaid.map((one) => `${line.period} ${one.moneyId} ${one.amountKopecks} on ${one.on}`),
  );

describe('a charged line', () => {
  it('begins with its principal and nothing else, and stands in order of its period', () => {
    const ledger = after(charged('2026-04', 500), charged('2026-03', 1000), charged('2026-05', 700));
    expect(ledger.lines.map((line) => line.period)).toEqual(['2026-03', '2026-04', '2026-05']);
    expect(ledger.lines[0]).toEqual({
      period: '2026-03',
      dueOn: '2026-03-28',
      opening: false,
      principalKopecks: 1000,
      openingPenaltyKopecks: 0,
      postedPenaltyKopecks: 0,
      principalPaid: [],
      penaltyPaid: [],
      billed: { upkeep: 1000 },
    });
  });

  it('that is reduced is smaller from its beginning, in principal and by utility', () => {
    const reduced: Movement = {
      kind: 'line_reduced',
      period: '2026-03',
      amountKopecks: 300,
      billed: { upkeep: -400, lift: 100 },
    };
    const [line] = after(charged('2026-03', 1000), reduced).lines;
    expect(line).toMatchObject({ principalKopecks: 700, billed: { upkeep: 600, lift: 100 } });
  });

  it('collects posted penalty, of either sign', () => {
    expect(after(charged('2026-03', 1000), posted(50), posted(-20)).lines[0]?.postedPenaltyKopecks).toBe(30);
  });

  it('is found by its period', () => {
    const draft = new LedgerDraft(after(charged('2026-03', 1000)));
    expect(draft.line('2026-03')?.principalKopecks).toBe(1000);
    expect(draft.line('2026-04')).toBeNull();
  });
});

describe('received money', () => {
  it('is unspent until it is put on a line', () => {
    const ledger = after(received('p1', 1000, '2026-03-20', '2026-04'));
    expect(ledger.money).toEqual([
      {
        moneyId: 'payment:p1',
        paymentId: 'p1',
        receivedOn: '2026-03-20',
        reservedFor: '2026-04',
        restKopecks: 1000,
        freed: [],
      },
    ]);
    expect(
      after(received('p1', 1000, '2026-03-20', '2026-04'), { kind: 'reservation_ended', moneyId: 'payment:p1' })
        .money[0],
    ).toMatchObject({
      reservedFor: null,
      restKopecks: 1000,
    });
  });

  it('moves from the rest to the principal or the penalty of a line', () => {
    const ledger = after(
      charged('2026-03', 1000),
      posted(50),
      received('p1', 1200),
      allocated('p1', 1000),
      allocated('p1', 30, { part: 'penalty', on: '2026-04-11' }),
    );
    const [line] = ledger.lines;
    expect(line?.principalPaid).toEqual([{ moneyId: 'payment:p1', amountKopecks: 1000, on: '2026-04-10' }]);
    expect(line?.penaltyPaid).toEqual([{ moneyId: 'payment:p1', amountKopecks: 30, on: '2026-04-11' }]);
    expect(line && [openPrincipal(line), openPostedPenalty(line)]).toEqual([0, 20]);
    expect(ledger.money.map(unspent)).toEqual([170]);
    expect(balanceOf(ledger)).toBe(0 + 20 - 170);
  });
});

describe('freed money', () => {
  const base = [
    charged('2026-03', 1000),
    received('p1', 1000),
    allocated('p1', 600),
    allocated('p1', 400, { on: '2026-04-25' }),
  ];

  it('leaves the allocation it came from and keeps its date', () => {
    const ledger = after(...base, freed('p1', 400, { on: '2026-04-25' }), freed('p1', 100));
    expect(paid(ledger)).toEqual(['2026-03 payment:p1 500 on 2026-04-10']);
    expect(ledger.money[0]?.freed).toEqual([
      { amountKopecks: 100, on: '2026-04-10' },
      { amountKopecks: 400, on: '2026-04-25' },
    ]);
    expect(ledger.money.map(unspent)).toEqual([500]);
  });

  it('of one date is one sum', () => {
    const ledger = after(...base, freed('p1', 100), freed('p1', 50), freed('p1', 30, { on: '2026-04-25' }));
    expect(ledger.money[0]?.freed).toEqual([
      { amountKopecks: 150, on: '2026-04-10' },
      { amountKopecks: 30, on: '2026-04-25' },
    ]);
  });

  it('comes from the allocation of that payment and date that was made last', () => {
    const ledger = after(
      charged('2026-03', 1000),
      received('p1', 500),
      received('p2', 500),
      allocated('p1', 200),
      allocated('p2', 300),
      allocated('p1', 100),
      freed('p1', 40),
    );
    expect(paid(ledger)).toEqual([
      '2026-03 payment:p1 200 on 2026-04-10',
      '2026-03 payment:p2 300 on 2026-04-10',
      '2026-03 payment:p1 60 on 2026-04-10',
    ]);
  });

  it('joins only the sum of its own date', () => {
    const ledger = after(
      ...base,
      freed('p1', 30, { on: '2026-04-25' }),
      freed('p1', 100),
      freed('p1', 20, { on: '2026-04-25' }),
    );
    expect(ledger.money[0]?.freed).toEqual([
      { amountKopecks: 100, on: '2026-04-10' },
      { amountKopecks: 50, on: '2026-04-25' },
    ]);
  });

  it('leaves allocations of other payments and of other dates alone', () => {
    const mixed = [
      charged('2026-03', 1000),
      received('p1', 500),
      received('p2', 500),
      allocated('p1', 200),
      allocated('p1', 250, { on: '2026-04-25' }),
      allocated('p2', 300),
    ];
    expect(paid(after(...mixed, freed('p1', 50)))).toEqual([
      '2026-03 payment:p1 150 on 2026-04-10',
      '2026-03 payment:p1 250 on 2026-04-25',
      '2026-03 payment:p2 300 on 2026-04-10',
    ]);
  });

  it('leaves a penalty that it was put on', () => {
    const ledger = after(
      charged('2026-03', 1000),
      posted(50),
      received('p1', 50),
      allocated('p1', 50, { part: 'penalty' }),
      posted(-20),
      freed('p1', 20, { part: 'penalty' }),
    );
    expect(ledger.lines[0]?.penaltyPaid).toEqual([{ moneyId: 'payment:p1', amountKopecks: 30, on: '2026-04-10' }]);
    expect(ledger.money[0]?.freed).toEqual([{ amountKopecks: 20, on: '2026-04-10' }]);
  });

  it('is spent from its own date, the rest of the payment untouched', () => {
    const ledger = after(
      ...base,
      charged('2026-04', 1000),
      freed('p1', 400, { on: '2026-04-25' }),
      freed('p1', 100),
      allocated('p1', 100, { period: '2026-04', on: '2026-04-10', freed: true }),
      allocated('p1', 150, { period: '2026-04', on: '2026-04-25', freed: true }),
    );
    expect(ledger.money[0]).toMatchObject({ restKopecks: 0, freed: [{ amountKopecks: 250, on: '2026-04-25' }] });
    expect(paid(ledger).slice(1)).toEqual([
      '2026-04 payment:p1 100 on 2026-04-10',
      '2026-04 payment:p1 150 on 2026-04-25',
    ]);
  });
});

describe('a withdrawn payment', () => {
  it('vanishes from every line with its rest; other money stays where it is', () => {
    const ledger = after(
      charged('2026-03', 1000),
      charged('2026-04', 1000),
      posted(50),
      received('p1', 2000),
      received('p2', 800),
      allocated('p1', 700),
      allocated('p2', 300),
      allocated('p1', 600, { period: '2026-04' }),
      allocated('p1', 50, { part: 'penalty' }),
      { kind: 'money_withdrawn', moneyId: 'payment:p1' },
    );
    expect(paid(ledger)).toEqual(['2026-03 payment:p2 300 on 2026-04-10']);
    expect(ledger.lines[0]?.penaltyPaid).toEqual([]);
    expect(ledger.money.map((money) => money.moneyId)).toEqual(['payment:p2']);
    expect(balanceOf(ledger)).toBe(2050 - 800);
  });

  it('that is not there changes nothing', () => {
    const before = after(charged('2026-03', 1000), received('p1', 500));
    expect(
      after(charged('2026-03', 1000), received('p1', 500), { kind: 'money_withdrawn', moneyId: 'payment:p9' }),
    ).toEqual(before);
  });
});

describe('what is archived', () => {
  const settled = () =>
    after(
      charged('2026-03', 10),
      charged('2026-04', 20),
      charged('2026-05', 30),
      received('p1', 1),
      received('p2', 2),
      received('p3', 3),
    );
  const stands = (ledger: PayeeLedger) => [
    ledger.lines.map((line) => line.period).join(' '),
    ledger.money.map((money) => String(money.paymentId)).join(' '),
  ];
  const moved = (ledger: PayeeLedger, ...movements: readonly Movement[]) => {
    const draft = new LedgerDraft(ledger);
    for (const movement of movements) draft.apply(movement);
    return draft.ledger();
  };

  it('leaves the ledger, that line and that payment alone', () => {
    expect(stands(moved(settled(), { kind: 'line_archived', period: '2026-04' }))).toEqual([
      '2026-03 2026-05',
      'p1 p2 p3',
    ]);
    expect(stands(moved(settled(), { kind: 'line_archived', period: '2026-03' }))).toEqual([
      '2026-04 2026-05',
      'p1 p2 p3',
    ]);
    expect(stands(moved(settled(), { kind: 'money_archived', moneyId: 'payment:p2' }))).toEqual([
      '2026-03 2026-04 2026-05',
      'p1 p3',
    ]);
    expect(stands(moved(settled(), { kind: 'money_archived', moneyId: 'payment:p1' }))).toEqual([
      '2026-03 2026-04 2026-05',
      'p2 p3',
    ]);
  });

  it('twice, or without having been there, changes nothing', () => {
    expect(moved(settled(), { kind: 'line_archived', period: '2026-09' })).toEqual(settled());
    expect(moved(settled(), { kind: 'money_archived', moneyId: 'payment:p9' })).toEqual(settled());
  });

  it('comes back to its place', () => {
    const [march] = settled().lines as [PayeeLedger['lines'][number]];
    const [first] = settled().money as [Money];
    const archived = moved(
      settled(),
      { kind: 'line_archived', period: '2026-03' },
      { kind: 'money_archived', moneyId: 'payment:p1' },
    );
    expect(moved(archived, { kind: 'line_restored', line: march }, { kind: 'money_restored', money: first })).toEqual(
      settled(),
    );
    const [, april] = settled().lines as [unknown, PayeeLedger['lines'][number]];
    const withoutApril = moved(settled(), { kind: 'line_archived', period: '2026-04' });
    expect(moved(withoutApril, { kind: 'line_restored', line: april })).toEqual(settled());
  });

  it('stays as it is where it stands there already', () => {
    const [march] = settled().lines as [PayeeLedger['lines'][number]];
    const [first] = settled().money as [Money];
    expect(moved(settled(), { kind: 'line_restored', line: { ...march, principalKopecks: 999 } })).toEqual(settled());
    expect(moved(settled(), { kind: 'money_restored', money: { ...first, restKopecks: 999 } })).toEqual(settled());
  });
});

describe('the order of money', () => {
  const money = (receivedOn: string, paymentId: string | null, moneyId = `payment:${String(paymentId)}`): Money => ({
    moneyId,
    paymentId,
    receivedOn,
    reservedFor: null,
    restKopecks: 1,
    freed: [],
  });

  it('is by day; on one day money without a payment first, then by payment id, bytewise', () => {
    const ordered = [
      money('2026-03-19', 'z'),
      money('2026-03-20', null, 'advance:2026-03-20:001'),
      money('2026-03-20', null, 'advance:2026-03-20:002'),
      money('2026-03-20', null, 'zero advance'),
      money('2026-03-20', 'B'),
      money('2026-03-20', 'a'),
      money('2026-03-21', 'A'),
    ];
    expect([...ordered].reverse().sort(compareMoney)).toEqual(ordered);
    expect([...ordered].sort(compareMoney)).toEqual(ordered);
    const received_ = after(received('b', 1), received('a', 1), received('c', 1, '2026-03-01'));
    expect(received_.money.map((one) => one.paymentId)).toEqual(['c', 'a', 'b']);
  });
});

describe('a ledger', () => {
  it('is not changed by a draft of it', () => {
    const ledger = after(charged('2026-03', 1000), received('p1', 500));
    const copy = structuredClone(ledger);
    const draft = new LedgerDraft(ledger);
    draft.apply(allocated('p1', 500));
    draft.apply(charged('2026-04', 1));
    draft.apply({ kind: 'money_withdrawn', moneyId: 'payment:p1' });
    expect(ledger).toEqual(copy);
  });

  it('owes open principal and posted penalty less unspent money', () => {
    const opening = {
      ...(after(charged('2025-12', 700)).lines[0] as PayeeLedger['lines'][number]),
      openingPenaltyKopecks: 90,
    };
    const ledger = { lines: [opening], money: after(received('p1', 200)).money };
    expect(openPostedPenalty(opening)).toBe(90);
    expect(balanceOf(ledger)).toBe(700 + 90 - 200);
    expect(balanceOf(EMPTY_LEDGER)).toBe(0);
  });

  it('refuses a movement on a line or on money that it does not have', () => {
    expect(() => after(posted(1))).toThrow('The ledger has no line of 2026-03');
    expect(() => after(charged('2026-03', 1), allocated('p1', 1))).toThrow('The ledger has no money payment:p1');
  });
});
