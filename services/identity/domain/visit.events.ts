import { DomainEvent } from '#libs/kernel';

/**
 * Somebody signed in. The device is named in words; neither address nor browser line is kept: they would be personal data
 * in a log that forgets nothing.
 */
export type CabinetEntered = DomainEvent<
  'CabinetEntered',
  {
    readonly login: string;
    readonly account: string;
    readonly visitId: string;
    readonly device: string;
    /** The first sign-in from this device. */
    readonly isNewDevice: boolean;
    /** Other accounts that this sign-in opens; absent where there are none. Their people read of it too. */
    readonly attachedAccounts?: readonly string[];
  }
>;

/** Stream `identity_visits-<login>_<year>_<month>`. */
export type VisitEvent = CabinetEntered;

export const VISIT_EVENT_TYPES: readonly VisitEvent['type'][] = ['CabinetEntered'];
