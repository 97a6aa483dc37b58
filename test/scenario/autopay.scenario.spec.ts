import { Logger } from '@nestjs/common';
import { RejectedError } from '#libs/kernel';
import { AutopayChargesJob, autopayStream } from '#services/payments';
import { ErasePeople } from '../../services/identity';
import { autopayStoryteller, CAUSE, PERSON, pressed, TERMS } from './support/autopay-story';

const told = autopayStoryteller();

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof RejectedError) return error.rejection.code;
      throw error;
    },
  );
}

it('an agreement gives three days of notice, charges once, and is withdrawn at any time', async () => {
  const { story, payments, agree, approve, verify, day, sent } = await told();
  await verify();
  const started = await agree();
  expect(await day('2026-04-05')).toEqual([]);
  await approve(started);
  expect(await payments.autopay('A1')).toMatchObject([
    { active: { limitKopecks: 1_500_00, methodTitle: 'учебная карта •• 4477' }, requested: null },
  ]);
  await story.throughMonth('2026-04');

  // April is owed: 1000.00. Notice on the 7th, the charge on the 10th, and neither of them twice.
  const days = ['2026-05-06', '2026-05-07', '2026-05-07', '2026-05-09', '2026-05-10', '2026-05-10'];
  const noted: string[] = [];
  for (const date of days) noted.push(`${date} ${(await day(date)).join()}`);
  expect(noted).toEqual([
    '2026-05-06 ',
    '2026-05-07 AutopayAnnounced',
    '2026-05-07 ',
    '2026-05-09 ',
    '2026-05-10 AutopayCharged',
    '2026-05-10 ',
  ]);
  expect(await story.debts('A1', '2026-05-10')).toEqual([]);
  const { entries } = await payments.history('A1');
  expect(entries.map(({ paidOn, amountKopecks, byAutopay }) => [paidOn, amountKopecks, byAutopay])).toEqual([
    ['2026-05-10', 1_000_00, true],
    ['2026-04-05', 1_000_00, false],
  ]);

  // Two months are above the limit: nothing is charged, and that is said.
  await story.throughMonth('2026-06');
  expect(await day('2026-07-07')).toEqual(['AutopaySkipped']);
  expect((await sent()).at(-1)).toBe('Автоплатёж не сделан: сумма больше Вашего предела');
  await payments.withdrawAutopay('A1', 'main', pressed('withdraw'));
  expect(await day('2026-07-08')).toEqual([]);
  await story.through('2026-07-08');
  await story.expectAtRest();
});

it('is not agreed to without an address to which notice can be sent, and is held when the address goes', async () => {
  const { story, stack, payments, agree, approve, verify, withdraw, day, sent } = await told();
  expect(await payments.canGiveNotice('A1')).toBe(false);
  const before = await stack.store.head();
  expect(await codeOf(agree())).toBe('PAYMENTS_AUTOPAY_NEEDS_ADDRESS');
  expect(await stack.store.head()).toBe(before);
  const first = await verify();
  expect(await payments.canGiveNotice('A1')).toBe(true);
  await approve(await agree());
  await story.throughMonth('2026-04');

  expect(await day('2026-05-07')).toEqual(['AutopayAnnounced']);
  expect(await sent()).toContain('Скоро автоплатёж');
  await withdraw(first);
  expect(await payments.canGiveNotice('A1')).toBe(false);
  expect(await day('2026-05-10')).toEqual(['AutopayHeld']);
  expect(await day('2026-05-11')).toEqual([]);
  expect((await payments.autopay('A1'))[0]?.steps.at(-1)).toEqual({ kind: 'held', on: '2026-05-10' });

  // Another address: notice anew, and with it its three days.
  story.stack.setTime('2026-05-12', '09:00:00');
  await verify();
  expect(await day('2026-05-12')).toEqual(['AutopayAnnounced']);
  expect(await sent()).toContain('Скоро автоплатёж');
  expect(await day('2026-05-14')).toEqual([]);
  expect(await day('2026-05-15')).toEqual(['AutopayCharged']);
  await story.through('2026-05-15');
  await story.expectAtRest();
});

it('is not charged on a notice that went to an address of before, though the next was verified on the same day', async () => {
  const { story, agree, approve, verify, withdraw, day, sent } = await told();
  const first = await verify();
  await approve(await agree());
  await story.throughMonth('2026-04');
  expect(await day('2026-05-07')).toEqual(['AutopayAnnounced']);
  expect(await sent()).toContain('Скоро автоплатёж');
  await withdraw(first);
  await verify('anna@example.com');
  expect(await day('2026-05-10')).toEqual(['AutopayAnnounced']);
  expect(await sent()).toEqual(['Скоро автоплатёж']);
  expect(await day('2026-05-13')).toEqual(['AutopayCharged']);
  await story.through('2026-05-13');
  await story.expectAtRest();
});

it('says by letter what the bank has not charged: the next try, or that the agreement is over', async () => {
  const { story, bank, payments, agree, approve, verify, day, sent } = await told();
  await verify();
  await approve(await agree());
  await story.throughMonth('2026-04');
  await day('2026-05-07');
  await sent();
  bank.declines = 'insufficient_funds';
  expect(await day('2026-05-10')).toEqual(['AutopayCharged', 'AutopayDeclined']);
  expect(await sent()).toEqual(['Автоплатёж не прошёл']);
  expect((await payments.autopay('A1'))[0]?.steps.at(-1)).toMatchObject({ kind: 'declined', nextOn: '2026-06-10' });
  // It is not tried again behind the resident's back.
  expect(await day('2026-05-11')).toEqual([]);
  expect(await story.debts('A1', '2026-05-11')).toEqual(['2026-04: 1000.00']);

  const { limitKopecks, ...terms } = TERMS;
  void limitKopecks;
  bank.declines = null;
  await approve(await payments.requestAutopay({ ...terms, limitKopecks: 3_000_00 }, pressed('agree-to-more')));
  await story.throughMonth('2026-05');
  expect(await day('2026-06-07')).toEqual(['AutopayAnnounced']);
  bank.declines = 'card_expired';
  expect(await day('2026-06-10')).toEqual(['AutopayCharged', 'AutopayDeclined']);
  expect(await sent()).toContain('Автоплатёж не прошёл и закончился');
  expect(await payments.autopay('A1')).toMatchObject([{ active: null, endedOn: '2026-06-10' }]);
  await story.throughMonth('2026-06');
  expect(await day('2026-07-07')).toEqual([]);
  await story.through('2026-07-07');
  await story.expectAtRest();
});

it('does not wait for ever for a bank that keeps no card, or a first payment that was not made', async () => {
  const { story, bank, stack, payments, agree, approve, verify, day, sent } = await told();
  await verify();
  bank.keepsCards = false;
  await approve(await agree());
  const failure = { reason: 'method_not_kept', on: '2026-04-05' };
  expect(await payments.autopay('A1')).toMatchObject([{ active: null, requested: null, failure }]);
  expect(await sent()).toEqual(['Платёж принят', 'Автоплатёж не подключён: банк не запомнил карту']);
  const { redirectUrl } = await agree('again');
  await bank.act(new URL(redirectUrl).pathname.split('/').at(-1) ?? '', 'decline');
  await story.stack.kvitok.drain();
  expect(await payments.autopay('A1')).toMatchObject([{ requested: null, failure: { reason: 'payment_declined' } }]);
  expect(await day('2026-05-07')).toEqual([]);
  expect(await stack.consumerState.parkedKeys()).toEqual([]);
  await story.through('2026-05-07');
  await story.expectAtRest();
});

describe('what the resident pays by hand', () => {
  it('is not charged again by an order of which the bank has not heard', async () => {
    const { story, bank, app, debts, pay, agree, approve, verify, day } = await told();
    await verify();
    await approve(await agree());
    await story.throughMonth('2026-04');
    await day('2026-05-07');
    bank.isDown = true;
    expect(await day('2026-05-10')).toEqual(['AutopayCharged', 'PAYMENTS_ACQUIRER_UNAVAILABLE']);
    bank.isDown = false;
    const byHand = await pay(1_000_00);
    await story.stack.kvitok.drain();
    const made = bank.all().length;
    // Neither while the payer is at the bank's page, nor when the debt is paid.
    await app.get(AutopayChargesJob).resume(debts);
    await approve(byHand);
    expect(await story.debts('A1', '2026-05-10')).toEqual([]);
    await app.get(AutopayChargesJob).resume(debts);
    expect(await day('2026-05-11')).toEqual([]);
    expect(bank.all()).toHaveLength(made);
    await story.through('2026-05-11');
    await story.expectAtRest();
  });

  it('may be nothing: then the order is stated again when the bank is up', async () => {
    const { story, bank, app, debts, agree, approve, verify, day } = await told();
    await verify();
    await approve(await agree());
    await story.throughMonth('2026-04');
    await day('2026-05-07');
    const charges = app.get(AutopayChargesJob);
    expect(await charges.isUnheard()).toBe(false);
    bank.isDown = true;
    await day('2026-05-10');
    expect(await charges.isUnheard()).toBe(true);
    bank.isDown = false;
    await charges.resume(debts);
    await story.stack.kvitok.drain();
    expect(await story.debts('A1', '2026-05-10')).toEqual([]);
    expect(await charges.isUnheard()).toBe(false);
  });

  it('puts off the charge of the day while it is open at the bank', async () => {
    const { story, pay, agree, approve, verify, day } = await told();
    await verify();
    await approve(await agree());
    await story.throughMonth('2026-04');
    expect(await day('2026-05-07')).toEqual(['AutopayAnnounced']);
    story.stack.setTime('2026-05-10', '09:55:00');
    const byHand = await pay(1_000_00);
    await story.stack.kvitok.drain();
    expect(await day('2026-05-10')).toEqual([]);
    await approve(byHand);
    expect(await day('2026-05-11')).toEqual(['AutopaySkipped']);
    await story.through('2026-05-11');
    await story.expectAtRest();
  });
});

it('ends with the person whose it is, and the log never held the card in clear', async () => {
  const { story, app, stack, payments, agree, approve, verify, day } = await told();
  await verify();
  await approve(await agree());
  const [standing] = await payments.autopay('A1');
  expect(standing?.active?.methodTitle).toBe('учебная карта •• 4477');
  const log = JSON.stringify(await story.stack.log());
  // Digits of hashes and ids are no digits of a card.
  expect(log).not.toMatch(/(?<![0-9a-f])4477(?![0-9a-f])/);
  expect(log).toContain('sandbox-method-');

  await app.get(ErasePeople).erase(PERSON, CAUSE, pressed('erase'));
  await story.stack.kvitok.drain();
  expect(await payments.autopay('A1')).toMatchObject([{ active: null, endedOn: '2026-04-05' }]);
  const noted = await stack.store.readStream(autopayStream('A1', 'main'));
  expect(noted.filter(({ type }) => type === 'AutopayEnded')).toHaveLength(1);
  await story.throughMonth('2026-04');
  expect(await day('2026-05-07')).toEqual([]);
  await story.through('2026-05-07');
  await story.expectAtRest();
});

it('goes on behind an agreement that cannot be dealt with, and behind the last of a run that was broken off', async () => {
  const { app, agree, approve, verify } = await told();
  await verify();
  await approve(await agree());
  const job = app.get(AutopayChargesJob);
  const broken = { of: () => Promise.reject(new TypeError('billing is away')) };
  const faults = jest.spyOn(Logger.prototype, 'error').mockImplementation();
  const report = await job.run({ date: '2026-05-07' }, broken);
  expect(report).toMatchObject({ listed: 1, announced: 0, refused: [{ account: 'A1', payee: 'main', code: 'FAULT' }] });
  expect(faults).toHaveBeenCalledTimes(1);
  faults.mockRestore();
  expect(report.lastKey).toBe('A1 main');
  expect(await job.run({ date: '2026-05-07', afterKey: 'A1 main' }, broken)).toMatchObject({
    listed: 0,
    lastKey: null,
  });
});
