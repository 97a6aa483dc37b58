import { ReconciledPayment } from '#services/payments';
import { paymentsCommand, reportInWords } from './payments.command';

const NONE = { known: 0, gone_on: 0, recorded: 0, under_way: 0, set_aside: 0, nothing_paid: 0, refused: 0 };
const SINCE = '2026-04-05T08:00:00.000Z';
const REPORT = { since: SINCE, dryRun: false, outcomes: NONE, payments: [], unread: 0 };
const PAYMENT: ReconciledPayment = {
  acquirerPaymentId: 'a-1',
  paymentId: 'p-1',
  account: '0017',
  amountKopecks: 400_05,
  refundedKopecks: 0,
  paidOn: '2026-04-06',
  outcome: 'recorded',
  code: null,
};

describe('payments reconcile', () => {
  const given = process.env['KVITOK_ACQUIRER'];
  afterEach(() => {
    if (given === undefined) delete process.env['KVITOK_ACQUIRER'];
    else process.env['KVITOK_ACQUIRER'] = given;
  });
  const run = (...words: string[]) => paymentsCommand().parseAsync(['node', 'kvitok', 'reconcile', ...words]);

  it.each(['off', 'sandbox'])('asks no bank where KVITOK_ACQUIRER is %s, and says what to set', async (kind) => {
    process.env['KVITOK_ACQUIRER'] = kind;
    const failure = { exitCode: 2, message: expect.stringContaining('KVITOK_ACQUIRER') as string };
    await expect(run('--since', SINCE)).rejects.toMatchObject(failure);
  });

  it('wants a moment that is one', async () => {
    await expect(run('--since', 'yesterday')).rejects.toMatchObject({ exitCode: 2 });
  });

  it('says of each payment whose it is and what became of it', () => {
    const refused = {
      ...PAYMENT,
      account: null,
      outcome: 'refused',
      code: 'PAYMENTS_ONLINE_PAYMENT_CONFLICT',
    } as const;
    const words = reportInWords({
      ...REPORT,
      outcomes: { ...NONE, known: 12, recorded: 1, refused: 1 },
      payments: [PAYMENT, refused],
      unread: 2,
    }).split('\n');
    expect(words[0]).toBe('a-1 2026-04-06 400.05 счёт 0017: записан');
    expect(words[1]).toMatch(/^a-1 2026-04-06 400\.05 счёт не указан: отказ \(PAYMENTS_ONLINE_PAYMENT_CONFLICT: \S/);
    expect(words.slice(2)).toEqual([
      'Платежи по списку банка:',
      '  известны и без того: 12',
      '  записаны на лицевые счета: 1',
      '  противоречат известному: 1',
      '  не рубли или не разобраны, посмотрите в кабинете банка: 2',
    ]);
  });

  it('says of a trial that nothing is recorded, and of an empty list that it is empty', () => {
    expect(reportInWords({ ...REPORT, dryRun: true })).toBe(
      'Проба, ничего не записано. Платежи по списку банка:\n  нет',
    );
  });
});
