import { CivilDate, DomainEvent } from '#libs/kernel';

/** An account that may be paid for. It stays payable after it is closed: for its debt. */
export type PayerAccountNoted = DomainEvent<
  'PayerAccountNoted',
  {
    readonly account: string;
    readonly houseId: string;
    readonly openedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

/** Somebody of the account can be sent a notice from a day on; the address is none of the business of payments. */
export type PayerContactNoted = DomainEvent<
  'PayerContactNoted',
  { readonly account: string; readonly contactId: string; readonly personId: string; readonly verifiedOn: CivilDate }
>;

export type PayerContactDropped = DomainEvent<
  'PayerContactDropped',
  { readonly account: string; readonly contactId: string; readonly droppedOn: CivilDate }
>;

/** Stream `payments_account-<account>`. */
export type PayerAccountEvent = PayerAccountNoted | PayerContactNoted | PayerContactDropped;

export const PAYER_ACCOUNT_EVENT_TYPES: readonly PayerAccountEvent['type'][] = [
  'PayerAccountNoted',
  'PayerContactNoted',
  'PayerContactDropped',
];
