import { AcquirerPayment, AcquirerUnavailableError, NewAcquirerPayment, SandboxAcquirer } from '#libs/acquiring';
import { MemoryMailer } from '#libs/mail';
import { CommandOrigin } from '#libs/platform';
import { autopayDebts, createSandboxBank } from '#services/app';
import { AutopayChargesJob, autopayStream } from '#services/payments';
import { sendNotifications } from '#services/support';
import { Contacts } from '../../../services/identity';
import { BILLING_CLIENT, BillingClient } from '../../../services/billing/api/client';
import { PAYMENTS_CLIENT, PaymentsClient, StartedPayment } from '../../../services/payments/api/client';
import { storyteller } from './story';

/** Every account is charged 50 × 20 = 1000.00 a month for upkeep. */
const UPKEEP = { connected: { upkeep: '' } };
export const PERSON = 'payer-of-A1';
export const CAUSE = { reason: 'came with a passport', actorRole: 'chief' } as const;
export const TERMS = {
  ...{ account: 'A1', payee: 'main' as const, limitKopecks: 1_500_00, firstAmountKopecks: 1_000_00 },
  trigger: { kind: 'day' as const, day: 10 },
};

export function pressed(key: string): CommandOrigin {
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

export type AutopayStory = Awaited<ReturnType<typeof tell>>;

/** Stories whose residents pay at a bank, in April. */
export function autopayStoryteller(): () => Promise<AutopayStory> {
  const begin = storyteller();
  return () => tell(begin);
}

async function tell(begin: ReturnType<typeof storyteller>) {
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
