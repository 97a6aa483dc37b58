import { CivilDate, DomainEvent } from '#libs/kernel';

/** Another sign-in shows the account: whoever uses it knew its login and code. Told to the account’s own people. */
export type AccountShared = DomainEvent<
  'AccountShared',
  {
    readonly account: string;
    /** The account of the sign-in that shows it. */
    readonly toAccount: string;
    /** The code that was known: with another one in force the account is shown no more. */
    readonly codeId: string;
    /** The code of that sign-in at this moment: with another one it shows the account no more either. */
    readonly toCodeId: string;
    readonly sharedOn: CivilDate;
    /** In words, the devices on which that sign-in was open at this moment: from here on they see the account. */
    readonly devices: readonly string[];
  }
>;

export type AccountSharingEnded = DomainEvent<
  'AccountSharingEnded',
  { readonly account: string; readonly toAccount: string; readonly by: SharingEndedBy }
>;

/** The people of the account itself, or those who had attached it. */
export type SharingEndedBy = 'owner' | 'holder';

/** Stream `identity_sharing-<account>`. */
export type AccountSharingEvent = AccountShared | AccountSharingEnded;

export const ACCOUNT_SHARING_EVENT_TYPES: readonly AccountSharingEvent['type'][] = [
  'AccountShared',
  'AccountSharingEnded',
];
