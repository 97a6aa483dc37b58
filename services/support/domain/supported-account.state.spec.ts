import { DuePaid, DuePaymentRecalled, SupportedAccountEvent, SupportedAccountNoted } from './supported-account.events';
import { evolveAccount, isChosen, leftToPay, SupportedAccount, UNTOLD_ACCOUNT } from './supported-account.state';

const account = '0017';
const NOTED = { account, personId: 'p-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
const after = (...events: Exclude<SupportedAccountEvent, SupportedAccountNoted>[]): SupportedAccount =>
  events.reduce(evolveAccount, { ...UNTOLD_ACCOUNT, noted: NOTED });

const due = (
  main: number,
  capital_repair: number,
  period = '2026-03',
): Exclude<SupportedAccountEvent, SupportedAccountNoted> => ({
  type: 'DueNoted',
  version: 1,
  data: { account, period, dueOn: '2026-04-15', owedKopecks: { main, capital_repair } },
});
const paid = (
  paymentId: string,
  payee: 'main' | 'capital_repair',
  amountKopecks: number,
  period = '2026-04',
): DuePaid => ({
  type: 'DuePaid',
  version: 1,
  data: { account, paymentId, payee, amountKopecks, receivedOn: '2026-03-30', period },
});
const recalled = (
  paymentId: string,
  payee: 'main' | 'capital_repair',
  amountKopecks: number,
  period = '2026-04',
): DuePaymentRecalled => ({
  type: 'DuePaymentRecalled',
  version: 1,
  data: { account, paymentId, owedAgain: { payee, amountKopecks, period } },
});

describe('what is left to be paid', () => {
  it('is nothing before a month was closed', () => {
    expect(leftToPay(after(paid('P-1', 'main', 100)))).toBe(0);
  });

  it.each([
    ['all of it', [], 700],
    ['less what was paid since', [paid('P-1', 'main', 100), paid('P-2', 'capital_repair', 50)], 550],
    ['what one payee lacks, although the other has too much', [paid('P-1', 'main', 900)], 200],
    ['nothing when all is paid', [paid('P-1', 'main', 500), paid('P-2', 'capital_repair', 200)], 0],
  ])('is %s', (_what, payments, left) => {
    expect(leftToPay(after(due(500, 200), ...payments))).toBe(left);
  });

  it('loses with a close what was credited to that month or before, whenever it was paid', () => {
    const payments = [paid('P-1', 'main', 10, '2026-03'), paid('P-2', 'main', 30, '2026-04'), paid('P-3', 'main', 70)];
    // Of March, which is closed with 500, P-2 and P-3 are credited later; of April, which is closed with 400, nothing is.
    expect(leftToPay(after(...payments, due(500, 0)))).toBe(400);
    expect(leftToPay(after(...payments, due(500, 0), due(400, 0, '2026-04')))).toBe(400);
  });

  it('is more by what was recalled, whether the closing sum has it or not', () => {
    // 500 − 100 + 100.
    expect(leftToPay(after(due(500, 0), paid('P-1', 'main', 100), recalled('P-1', 'main', 100)))).toBe(500);
    // 500 + 100: the closing sum has the payment.
    expect(leftToPay(after(due(500, 0), recalled('P-1', 'main', 100)))).toBe(600);
    // A part of 100 was given back and the rest of 60 goes on as a payment of its own: 500 + 100 − 60.
    const refunded = [recalled('P-1', 'main', 100), paid('P-1-rest', 'main', 60)];
    expect(leftToPay(after(due(500, 0), ...refunded))).toBe(540);
  });

  it('is what a recall takes out of an advance and no more', () => {
    // 900 were paid for 700: −200. Without them 700 are owed; the other payee has 50 to come whatever happens here.
    const advance = [due(-200, 50), recalled('P-1', 'main', 900)];
    expect(leftToPay(after(due(-200, 50)))).toBe(50);
    expect(leftToPay(after(...advance))).toBe(750);
  });

  it('knows a recall until the close of the month in which it was', () => {
    const may = recalled('P-1', 'main', 100, '2026-05');
    const told = [due(500, 0), paid('P-1', 'main', 100), due(400, 0, '2026-04')];
    // April's sum has the payment: 400 + 100. May's sum has the recall.
    expect(leftToPay(after(...told, may))).toBe(500);
    expect(leftToPay(after(...told, may, due(500, 0, '2026-05')))).toBe(500);
  });
});

describe('payments that were noted before billing told of credits', () => {
  const earlier = (receivedOn: string, recordedAt?: string): DuePaid => ({
    type: 'DuePaid',
    version: 1,
    data: { account, paymentId: 'P-1', payee: 'main', amountKopecks: 100, receivedOn, recordedAt },
  });
  const closing = (closedAt?: string): Exclude<SupportedAccountEvent, SupportedAccountNoted> => ({
    type: 'DueNoted',
    version: 1,
    data: {
      ...{ account, period: '2026-03', dueOn: '2026-04-15', closedAt },
      owedKopecks: { main: 500, capital_repair: 0 },
    },
  });
  const CLOSED_AT = '2026-04-02T20:00:00.000Z';

  it.each([
    [
      'recorded before the close is in the closing sum',
      earlier('2026-03-30', '2026-03-30T12:00:00.000Z'),
      CLOSED_AT,
      500,
    ],
    ['recorded at that instant too, being told before it', earlier('2026-03-30', CLOSED_AT), CLOSED_AT, 500],
    ['recorded later is not', earlier('2026-03-30', '2026-04-03T12:00:00.000Z'), CLOSED_AT, 400],
    ['without an instant is, being told before', earlier('2026-03-31'), undefined, 500],
    ['of which the close has no instant too', earlier('2026-03-30', '2026-04-03T12:00:00.000Z'), undefined, 500],
    ['of the month after is not', earlier('2026-04-01'), undefined, 400],
  ])('one that was %s', (_what, payment, closedAt, left) => {
    expect(leftToPay(after(payment, closing(closedAt)))).toBe(left);
  });

  it('count behind the close, until they are recalled', () => {
    const without = { type: 'DuePaymentRecalled', version: 1, data: { account, paymentId: 'P-1' } } as const;
    expect(leftToPay(after(closing(CLOSED_AT), earlier('2026-04-02')))).toBe(400);
    expect(leftToPay(after(closing(CLOSED_AT), earlier('2026-04-02'), without))).toBe(500);
  });
});

describe('a choice', () => {
  it('is the last one made, and everything is on before', () => {
    const choice = (on: boolean, chosenOn: string) =>
      ({
        type: 'NotificationsChosen',
        version: 1,
        data: { account, kind: 'overdue', on, chosenOn, by: 'letter' },
      }) as const;
    expect(isChosen(after(), 'overdue')).toBe(true);
    const off = after(choice(true, '2026-03-01'), choice(false, '2026-03-02'));
    expect([isChosen(off, 'overdue'), isChosen(off, 'slip_ready')]).toEqual([false, true]);
    expect(off.choices.overdue).toEqual({ on: false, chosenOn: '2026-03-02' });
  });
});

describe('an agreement to pay by parts', () => {
  const parts = [
    { dueOn: '2026-04-10', amountKopecks: 700 },
    { dueOn: '2026-05-10', amountKopecks: 300 },
  ];
  const of = { account, agreementId: 'a-1' };
  const agreed = {
    type: 'InstalmentsNoted',
    version: 1,
    data: { ...of, agreedOn: '2026-03-10', payee: 'main', parts },
  } as const;
  const kept = { type: 'InstalmentsLeftNoted', version: 1, data: { ...of, part: 1, leftKopecks: 250 } } as const;
  const broken = {
    type: 'InstalmentsEnded',
    version: 1,
    data: { ...of, because: 'broken', endedOn: '2026-04-16' },
  } as const;
  const resumed = { type: 'InstalmentsResumed', version: 1, data: { ...of, resumedOn: '2026-04-18' } } as const;

  it('runs with all its parts to pay, until less is left', () => {
    expect(after(agreed).instalments['a-1']).toEqual({
      agreedOn: '2026-03-10',
      payee: 'main',
      parts,
      leftKopecks: 1_000,
      state: 'running',
    });
    expect(after(agreed, kept).instalments['a-1']?.leftKopecks).toBe(250);
  });

  it('ends and runs again', () => {
    expect(after(agreed, broken).instalments['a-1']?.state).toBe('broken');
    expect(after(agreed, broken, resumed).instalments['a-1']?.state).toBe('running');
  });

  it('that was paid by a recalled payment runs again with what is left', () => {
    const paid = { ...broken, data: { ...broken.data, because: 'fulfilled' } } as const;
    const reopened = { ...resumed, data: { ...resumed.data, leftKopecks: 700 } };
    expect(after(agreed, kept, paid, reopened).instalments['a-1']).toMatchObject({
      state: 'running',
      leftKopecks: 700,
    });
  });

  it('that nobody has told of is not made up', () => {
    expect(after(kept, broken, resumed).instalments).toEqual({});
  });

  it('stands beside the others of the account', () => {
    const other = { ...agreed, data: { ...agreed.data, agreementId: 'a-2' } };
    const { instalments } = after(agreed, other, broken);
    expect([instalments['a-1']?.state, instalments['a-2']?.state]).toEqual(['broken', 'running']);
  });
});
