import { createCommandHandler, MemoryEventStore } from '#libs/event-store';
import {
  Dispatcher,
  IntegrationMessage,
  MemoryConsumerState,
  MessageContext,
  MessageHandlerFunction,
} from '#libs/messaging';
import { SettableClock } from '#libs/platform';
import { integrationMessage } from '#libs/testing';
import { leftToPay } from '../domain/supported-account.state';
import { supportedAccountNow } from './request-notifications';
import { WhenAccountOpenedThenNoteSupportedAccount } from './when-account-opened-then-note-supported-account.reaction';
import { WhenAutopayAnnouncedThenNotify } from './when-autopay-announced-then-notify.reaction';
import { WhenContactVerifiedThenNoteContact } from './when-contact-verified-then-note-contact.reaction';
import { WhenContactWithdrawnThenDropContact } from './when-contact-withdrawn-then-drop-contact.reaction';
import { WhenPaymentCreditedThenNoteDuePayment } from './when-payment-credited-then-note-due-payment.reaction';
import { WhenPaymentCreditReversedThenRemindAgain } from './when-payment-credit-reversed-then-remind-again.reaction';
import { WhenPaymentReceivedThenNotify } from './when-payment-received-then-notify.reaction';
import { WhenPeriodClosedThenNotify } from './when-period-closed-then-notify.reaction';

const account = '0017';
const TODAY = '2026-05-07';

const told = (messageId: string, contract: string, data: object): IntegrationMessage => {
  const message = integrationMessage(messageId, account, { contract, data: { account, ...data } });
  return { ...message, source: { ...message.source, recordedAt: `${TODAY}T07:00:00.000Z` } };
};
const WINDOW = { windowFromDay: 15, windowToDay: 25 };
const OPENED = told('opened', 'billing.account-opened.v1', { houseId: 'H1', openedOn: '2026-01-01', ...WINDOW });
const verified = (verifiedOn: string) =>
  told('verified', 'identity.contact-verified.v1', { contactId: 'c-1', personId: 'p-1', kind: 'mail', verifiedOn });
const VERIFIED = verified('2026-04-05');
const WITHDRAWN = told('withdrawn', 'identity.contact-withdrawn.v1', { contactId: 'c-1', withdrawnOn: TODAY });
const CHARGE = { payee: 'main', amountKopecks: 1_000_00, chargeOn: '2026-05-10' };
const ANNOUNCED = told('announced', 'payments.autopay-announced.v1', { ...CHARGE, announcedOn: TODAY });
const MONEY = { paymentId: 'P-1', payee: 'main', amountKopecks: 1_000_00 };
const RECEIVED = told('received', 'payments.payment-received.v1', { ...MONEY, receivedOn: TODAY, namedPeriod: null });
const credited = (paymentId: string, amountKopecks: number, period: string) =>
  told(`credited-${paymentId}`, 'billing.payment-credited.v1', {
    ...{ paymentId, payee: 'main', amountKopecks, receivedOn: '2026-04-29', period },
  });
const REVERSED = told('reversed', 'billing.payment-credit-reversed.v1', {
  ...{ paymentId: 'P-0', payee: 'main', amountKopecks: 50_00, reversedOn: TODAY, period: '2026-05' },
});
const FIGURES = { openingKopecks: 0, chargedKopecks: 0, recalculatedKopecks: 0, penaltyKopecks: 0, paymentsKopecks: 0 };
const CLOSED = told('closed', 'billing.period-closed.v1', {
  ...{ period: '2026-04', dueOn: '2026-05-11', payees: [{ payee: 'main', ...FIGURES, closingKopecks: 800_00 }] },
});

/** Support alone, told one message after another by a bus that forgets what it has delivered. */
async function supportHears(...messages: readonly IntegrationMessage[]) {
  const store = new MemoryEventStore();
  const clock = new SettableClock(`${TODAY}T08:00:00.000Z`, TODAY);
  const commands = createCommandHandler({ store, clock });
  const reactions: Record<string, { handle(data: never, context: MessageContext): Promise<void> }> = {
    [OPENED.contract]: new WhenAccountOpenedThenNoteSupportedAccount(commands),
    [VERIFIED.contract]: new WhenContactVerifiedThenNoteContact(commands, store, clock),
    [WITHDRAWN.contract]: new WhenContactWithdrawnThenDropContact(commands),
    [ANNOUNCED.contract]: new WhenAutopayAnnouncedThenNotify(commands, store, clock),
    [RECEIVED.contract]: new WhenPaymentReceivedThenNotify(commands, store, clock),
    [CLOSED.contract]: new WhenPeriodClosedThenNotify(commands, store, clock),
    ['billing.payment-credited.v1']: new WhenPaymentCreditedThenNoteDuePayment(commands, store),
    [REVERSED.contract]: new WhenPaymentCreditReversedThenRemindAgain(commands),
  };
  const parts = {
    consumer: 'kvitok.support',
    now: () => clock.now(),
    pause: async () => undefined,
    handlerOf: (contract: string): MessageHandlerFunction | null => {
      const reaction = reactions[contract];
      const isMany = contract === RECEIVED.contract || contract === 'billing.payment-credited.v1';
      return reaction ? (data, context) => reaction.handle((isMany ? [data] : data) as never, context) : null;
    },
  };
  for (const message of messages) {
    const state = new MemoryConsumerState();
    await new Dispatcher({ ...parts, state }).deliver([message]);
    expect(await state.parkedKeys()).toEqual([]);
  }
  const { events } = await store.readAll({ after: 0, limit: 100 });
  const letters = events.filter(({ type }) => type === 'NotificationRequested');
  return { letters: letters.map(({ data }) => data), account: await supportedAccountNow(store, account) };
}

describe('what support hears of an account', () => {
  it.each([
    ['the account, its contact, the announcement', [OPENED, VERIFIED, ANNOUNCED]],
    ['the contact, the announcement, the account', [VERIFIED, ANNOUNCED, OPENED]],
    ['the announcement, the account, the contact', [ANNOUNCED, OPENED, VERIFIED]],
    ['the announcement, the contact, the account', [ANNOUNCED, VERIFIED, OPENED]],
    ['everything twice', [ANNOUNCED, VERIFIED, ANNOUNCED, OPENED, VERIFIED]],
  ])('gives notice of a charge once, in the order: %s', async (_what, messages) => {
    const { letters, account: known } = await supportHears(...messages);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ kind: 'autopay_announced', contactId: 'c-1', facts: CHARGE });
    expect(known.contacts).toEqual([{ contactId: 'c-1', personId: 'p-1', verifiedOn: '2026-04-05' }]);
    expect(known.noted).toMatchObject({ openedOn: '2026-01-01' });
  });

  it('gives no notice to who was verified after it, nor to who was withdrawn', async () => {
    expect((await supportHears(ANNOUNCED, OPENED, verified('2026-05-08'))).letters).toEqual([]);
    expect((await supportHears(VERIFIED, WITHDRAWN, ANNOUNCED, OPENED)).letters).toEqual([]);
  });

  it.each([
    ['the payment before all that billing tells', [VERIFIED, RECEIVED, OPENED]],
    ['the payment after all that billing tells', [VERIFIED, OPENED, RECEIVED]],
  ])('tells of a payment that has come, in the order: %s', async (_what, messages) => {
    const { letters } = await supportHears(...messages);
    expect(letters).toMatchObject([{ kind: 'payment_received', subject: 'P-1' }]);
  });
});

describe('what billing tells of an account in the order of its log', () => {
  // P-0, P-1 and P-2 were all paid on 29 April: P-0 and P-1 are in the closing sum of April, P-2 came too late for it.
  const billing = [
    ...[OPENED, credited('P-0', 50_00, '2026-04'), credited('P-1', 1_000_00, '2026-04')],
    ...[CLOSED, credited('P-2', 100_00, '2026-05'), REVERSED],
  ];

  it.each(billing.map((_, place) => [place]))(
    'leaves the same to be paid wherever the payment itself is told (%i)',
    async (place) => {
      const messages = [...billing.slice(0, place), RECEIVED, ...billing.slice(place)];
      // 800 of the closing sum less 100 of P-2, and 50 of P-0 again, which was recalled.
      expect(leftToPay((await supportHears(VERIFIED, ...messages)).account)).toBe(750_00);
    },
  );

  it('counts once where it is told twice', async () => {
    for (const messages of [billing.flatMap((message) => [message, message]), [...billing, ...billing]]) {
      expect(leftToPay((await supportHears(VERIFIED, ...messages)).account)).toBe(750_00);
    }
  });

  it('parks nothing where nobody can be reached', async () => {
    expect((await supportHears(...billing)).account).toMatchObject({ due: null, payments: [], recalled: [] });
  });
});
