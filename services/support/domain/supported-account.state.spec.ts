import { SupportedAccountEvent, SupportedAccountNoted } from './supported-account.events';
import { evolveAccount, isChosen, leftToPay, SupportedAccount, UNTOLD_ACCOUNT } from './supported-account.state';

const account = '0017';
const NOTED = { account, personId: 'p-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
const after = (...events: Exclude<SupportedAccountEvent, SupportedAccountNoted>[]): SupportedAccount =>
  events.reduce(evolveAccount, { ...UNTOLD_ACCOUNT, noted: NOTED });

const due = (
  main: number,
  capital_repair: number,
  closedAt?: string,
): Exclude<SupportedAccountEvent, SupportedAccountNoted> => ({
  type: 'DueNoted',
  version: 1,
  data: { account, period: '2026-03', dueOn: '2026-04-15', owedKopecks: { main, capital_repair }, closedAt },
});
const paid = (
  paymentId: string,
  payee: 'main' | 'capital_repair',
  amountKopecks: number,
  receivedOn = '2026-04-02',
  recordedAt?: string,
): Exclude<SupportedAccountEvent, SupportedAccountNoted> => ({
  type: 'DuePaid',
  version: 1,
  data: { account, paymentId, payee, amountKopecks, receivedOn, recordedAt },
});

describe('what is left to be paid', () => {
  it('is nothing before a month was closed', () => {
    expect(leftToPay(after(paid('P-1', 'main', 100)))).toBe(0);
  });

  it.each([
    ['all of it', [], 700],
    ['less what was paid', [paid('P-1', 'main', 100), paid('P-2', 'capital_repair', 50)], 550],
    ['what one payee lacks, although the other has too much', [paid('P-1', 'main', 900)], 200],
    ['nothing when all is paid', [paid('P-1', 'main', 500), paid('P-2', 'capital_repair', 200)], 0],
  ])('is %s', (_what, payments, left) => {
    expect(leftToPay(after(due(500, 200), ...payments))).toBe(left);
  });

  it.each([
    ['in it, where it was known at the close', '2026-03-30T12:00:00.000Z', 500],
    // A registry of the bank that was read after the close, with a payment of the closed month in it.
    ['not in it, where it was recorded later', '2026-04-03T12:00:00.000Z', 400],
  ])('counts a payment that is told before the closing sum of its month as %s', (_what, recordedAt, left) => {
    const closing = due(500, 0, '2026-04-02T20:00:00.000Z');
    expect(leftToPay(after(paid('P-1', 'main', 100, '2026-03-30', recordedAt), closing))).toBe(left);
  });

  it('counts a payment that came before the close and belongs to the month after', () => {
    const early = [paid('P-1', 'main', 100, '2026-04-01'), paid('P-2', 'main', 30, '2026-03-31')];
    expect(leftToPay(after(...early, due(500, 0)))).toBe(400);
  });

  it('grows back when a payment is recalled', () => {
    const recalled = { type: 'DuePaymentRecalled', version: 1, data: { account, paymentId: 'P-1' } } as const;
    expect(leftToPay(after(due(500, 0), paid('P-1', 'main', 100), recalled))).toBe(500);
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
