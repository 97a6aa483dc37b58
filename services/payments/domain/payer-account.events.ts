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

export type PayerAccountClosed = DomainEvent<
  'PayerAccountClosed',
  {
    readonly account: string;
    /** The first day that is not billed. */
    readonly closedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

export type PayerAccountEvent = PayerAccountNoted | PayerAccountClosed;

export const PAYER_ACCOUNT_EVENT_TYPES: readonly PayerAccountEvent['type'][] = [
  'PayerAccountNoted',
  'PayerAccountClosed',
];
