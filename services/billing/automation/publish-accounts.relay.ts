import { accountClosed, accountOpened, periodClosed } from '#libs/contracts';
import { RecordedEvent, unreachable } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { PeriodClosed } from '../domain/account-period.events';
import { AccountClosed, AccountOpened } from '../domain/account.events';

type Published = AccountOpened | AccountClosed | PeriodClosed;

/** What other services are told about accounts and their periods. */
export const billingRelay: RelayTranslation = {
  service: 'billing',
  handles: ['AccountOpened', 'AccountClosed', 'PeriodClosed'] satisfies Published['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & Published;
    const key = event.data.account;
    switch (event.type) {
      case 'AccountOpened': {
        const { account, houseId, openedOn, personId, windowFromDay, windowToDay } = event.data;
        const data = { account, houseId, openedOn, personId, windowFromDay, windowToDay };
        return { contract: accountOpened.name, key, data };
      }
      case 'AccountClosed': {
        const { account, closedOn } = event.data;
        return { contract: accountClosed.name, key, data: { account, closedOn } };
      }
      case 'PeriodClosed': {
        const { account, period, dueOn, payees } = event.data;
        return { contract: periodClosed.name, key, data: { account, period, dueOn, payees } };
      }
      default:
        return unreachable(event);
    }
  },
};
