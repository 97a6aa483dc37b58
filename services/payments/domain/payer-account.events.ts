import { CivilDate, DomainEvent } from '#libs/kernel';

/** An account that may be paid for, stream `payments_account-<account>`. It stays payable after it is closed: for its debt. */
export type PayerAccountNoted = DomainEvent<
  'PayerAccountNoted',
  {
    readonly account: string;
    readonly houseId: string;
    readonly openedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type PayerAccountEvent = PayerAccountNoted;

export const PAYER_ACCOUNT_EVENT_TYPES: readonly PayerAccountEvent['type'][] = ['PayerAccountNoted'];
