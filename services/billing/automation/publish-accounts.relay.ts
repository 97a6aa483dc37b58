import {
  accountClosed,
  accountOpened,
  companyRegistered,
  paymentCredited,
  paymentCreditReversed,
  periodClosed,
} from '#libs/contracts';
import { RecordedEvent, unreachable } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { PaymentCredited, PaymentCreditReversed, PeriodClosed } from '../domain/account-period.events';
import { AccountClosed, AccountOpened } from '../domain/account.events';
import { CompanyRegistered } from '../domain/reference.events';

type Published =
  AccountOpened | AccountClosed | PaymentCredited | PaymentCreditReversed | PeriodClosed | CompanyRegistered;

/**
 * What other services are told about accounts, their periods and whom they pay. Credits and closes come in the order of the
 * log, so that whoever hears of a close has heard of all payments in its sums.
 */
export const billingRelay: RelayTranslation = {
  service: 'billing',
  handles: [
    'AccountOpened',
    'AccountClosed',
    'PaymentCredited',
    'PaymentCreditReversed',
    'PeriodClosed',
    'CompanyRegistered',
  ] satisfies Published['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & Published;
    switch (event.type) {
      case 'AccountOpened': {
        const { account, houseId, openedOn, personId, windowFromDay, windowToDay } = event.data;
        const data = { account, houseId, openedOn, personId, windowFromDay, windowToDay };
        return { contract: accountOpened.name, key: account, data };
      }
      case 'AccountClosed': {
        const { account, closedOn } = event.data;
        return { contract: accountClosed.name, key: account, data: { account, closedOn } };
      }
      case 'PaymentCredited': {
        const { account, paymentId, payee, amountKopecks, effectiveOn: receivedOn, period } = event.data;
        const data = { account, paymentId, payee, amountKopecks, receivedOn, period };
        return { contract: paymentCredited.name, key: account, data };
      }
      case 'PaymentCreditReversed': {
        const { account, paymentId, payee, amountKopecks, effectiveOn: reversedOn, period } = event.data;
        const data = { account, paymentId, payee, amountKopecks, reversedOn, period };
        return { contract: paymentCreditReversed.name, key: account, data };
      }
      case 'PeriodClosed': {
        const { account, period, dueOn, payees } = event.data;
        return { contract: periodClosed.name, key: account, data: { account, period, dueOn, payees } };
      }
      case 'CompanyRegistered': {
        const { companyId } = event.data;
        const payees = event.data.payees.map((one) => {
          const { payee, name, inn, kpp, bankName, bic, bankAccount, correspondentAccount } = one;
          return { payee, name, inn, kpp, bankName, bic, bankAccount, correspondentAccount };
        });
        return { contract: companyRegistered.name, key: companyId, data: { companyId, payees } };
      }
      default:
        return unreachable(event);
    }
  },
};
