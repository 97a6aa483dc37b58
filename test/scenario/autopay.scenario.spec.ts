import { Logger } from '@nestjs/common';
import { AcquirerPayment, AcquirerUnavailableError, NewAcquirerPayment, SandboxAcquirer } from '#libs/acquiring';
import { MemoryMailer } from '#libs/mail';
import { RejectedError } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { autopayDebts, createSandboxBank } from '#services/app';
import { AutopayChargesJob, autopayStream } from '#services/payments';
import { sendNotifications } from '#services/support';
import { Contacts, ErasePeople } from '../../services/identity';
import { BILLING_CLIENT, BillingClient } from '../../services/billing/api/client';
import { PAYMENTS_CLIENT, PaymentsClient, StartedPayment } from '../../services/payments/api/client';
import { storyteller } from './support/story';

const begin = storyteller();

/** Every account is charged 50 × 20 = 1000.00 a month for upkeep. */
const UPKEEP = { connected: { upkeep: '' } };
const PERSON = 'payer-of-A1';
const CAUSE = { reason: 'came with a passport', actorRole: 'chief' } as const;
const TERMS = {
  ...{ account: 'A1', payee: 'main' as const, limitKopecks: 1_500_00, firstAmountKopecks: 1_000_00 },
  trigger: { kind: 'day' as const, day: 10 },
};

function pressed(key: string): CommandOrigin {
  return { commandId: `cabinet:${key}`, correlationId: key, causationId: null, actor: 'resident:1', input: key };
}

/** A bank that makes no charge without the payer, for a reason, or keeps no card. */
class UnwillingBank extends SandboxAcquirer {
  declines: string | null = null;
  keepsCards = true;
  isDown = false;

  override async create(payment: NewAcquirerPayment): Promise<AcquirerPayment> {
    if (this.isDown) throw new AcquirerUnavailableError('sandbox', 'is down', { isDown: true });
    if (payment.methodId === null || this.declines === null) return super.create(payment);
    return this.unwilling(await super.create({ ...payment, methodId: 'a card of nobody' }));
  }

  override async find(id: string): Promise<AcquirerPayment | null> {
    const found = await super.find(id);
    return found === null ? null : this.unwilling(found);
  }

  private unwilling(answer: AcquirerPayment): AcquirerPayment {
    const declineReason = answer.state === 'declined' ? (this.declines ?? answer.declineReason) : null;
    return { ...answer, declineReason, method: this.keepsCards ? answer.method : null };
  }
}

/** A story whose residents pay at a bank, in April. */
async function told() {
  const bank = new UnwillingBank('http://bank.local');
  const acquiring = { acquirer: bank, returnAddress: 'http://cabinet.local/pay/result' };
  const story = await begin({ accounts: { A1: UPKEEP } }, acquiring);
  const { kvitok, clock } = story.stack;
  const { app, stack } = kvitok;
  await createSandboxBank(kvitok, bank);
  const payments = app.get<PaymentsClient>(PAYMENTS_CLIENT, { strict: false });
  const billing = app.get<BillingClient>(BILLING_CLIENT, { strict: false });
  await story.throughMonth('2026-03');
  story.stack.setTime('2026-04-05', '12:00:00');
  let letters = 0;
  return {
    story,
    bank,
    payments,
    app,
    stack,
    /** The office has seen that an address is the payer's own; answers with what the contact is known by. */
    async verify(address = 'anna@example.ru'): Promise<string> {
      const asked = { account: 'A1', personId: PERSON, address };
      const { contactId } = await app.get(Contacts).verifyMail(asked, CAUSE, pressed(`verify-${(letters += 1)}`));
      await kvitok.drain();
      return contactId;
    },
    async withdraw(contactId: string): Promise<void> {
      await app.get(Contacts).withdraw({ account: 'A1', contactId }, CAUSE, pressed(`withdraw-${contactId}`));
      await kvitok.drain();
    },
    debts: autopayDebts(billing, clock),
    /** A payment by hand, at the bank's page. */
    pay: (amountKopecks: number) =>
      payments.startPayment({ account: 'A1', payee: 'main', amountKopecks }, pressed('by-hand')),
    agree: (key = 'agree') => payments.requestAutopay(TERMS, pressed(key)),
    async approve({ redirectUrl }: StartedPayment): Promise<void> {
      await bank.act(new URL(redirectUrl).pathname.split('/').at(-1) ?? '', 'approve');
      await kvitok.drain();
    },
    /** The charges of a day at ten in the morning; answers with what the agreement has noted of it. */
    async day(date: string): Promise<readonly string[]> {
      const before = (await stack.store.readStream(autopayStream('A1', 'main'))).length;
      story.stack.setTime(date, '10:00:00');
      const report = await app.get(AutopayChargesJob).run({ date }, autopayDebts(billing, clock));
      await kvitok.drain();
      const noted = await stack.store.readStream(autopayStream('A1', 'main'));
      const refused = report.refused.map(({ code }) => code);
      return [...noted.slice(before).map(({ type }) => type), ...refused];
    },
    /** Subjects of the letters that leave now. */
    async sent(): Promise<readonly string[]> {
      const { readModelStore, commands, store, vault, mailer } = stack;
      const known = (mailer as MemoryMailer).sent().length;
      const parts = {
        readModels: readModelStore,
        commands,
        store,
        vault,
        mailer,
        publicAddress: 'https://lk.example.ru',
      };
      const moment = () => ({ now: clock.now(), today: clock.today(), time: '10:00' });
      await sendNotifications({ ...parts, newAttemptId: () => `attempt-${String((letters += 1))}`, moment });
      await kvitok.drain();
      return (mailer as MemoryMailer)
        .sent()
        .slice(known)
        .map(({ subject }) => subject);
    },
  };
}

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
    bank.isDown = true;
    await day('2026-05-10');
    bank.isDown = false;
    await app.get(AutopayChargesJob).resume(debts);
    await story.stack.kvitok.drain();
    expect(await story.debts('A1', '2026-05-10')).toEqual([]);
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
