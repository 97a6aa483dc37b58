import { CivilDate, DomainEvent } from '#libs/kernel';

/** What metering knows of a dwelling account: that it is there, and when its house asks for readings. */
export type MeteredAccountNoted = DomainEvent<
  'MeteredAccountNoted',
  {
    readonly account: string;
    readonly houseId: string;
    readonly openedOn: CivilDate;
    /** First and last day of the month of the reading window, from 1 to 28. */
    readonly windowFromDay: number;
    readonly windowToDay: number;
    readonly effectiveOn: CivilDate;
  }
>;

export type MeteredAccountClosed = DomainEvent<
  'MeteredAccountClosed',
  {
    readonly account: string;
    /** The first day that is not billed. */
    readonly closedOn: CivilDate;
    readonly effectiveOn: CivilDate;
  }
>;

/** Stream `metering_account-<account>`. */
export type MeteredAccountEvent = MeteredAccountNoted | MeteredAccountClosed;

export const METERED_ACCOUNT_EVENT_TYPES: readonly MeteredAccountEvent['type'][] = [
  'MeteredAccountNoted',
  'MeteredAccountClosed',
];
