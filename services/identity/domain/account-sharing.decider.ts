import { CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import { AccountSharingCommand, EndEverySharing, EndSharing, ShareAccount } from './account-sharing.commands';
import { AccountSharingEvent } from './account-sharing.events';

/** The other sign-ins that show an account, in the order in which they came. */
export type AccountSharingState = readonly SharedWith[];

export interface SharedWith {
  /** The account of the sign-in. */
  readonly account: string;
  readonly codeId: string;
  readonly toCodeId: string;
  readonly sharedOn: CivilDate;
}

/** More people than a family has: a code that goes about like that is to be replaced. */
export const SHARED_WITH_MAX = 20;

export const accountSharingDecider: Decider<AccountSharingState, AccountSharingCommand, AccountSharingEvent> = {
  initialState: () => [],
  evolve: evolveSharing,
  decide(command, state) {
    switch (command.kind) {
      case 'ShareAccount':
        return shareAccount(command, state);
      case 'EndSharing':
        return endSharing(command, state);
      case 'EndEverySharing':
        return endEverySharing(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** Whether a sign-in shows the account: by the code that is in force, and by the code that the sign-in has itself. */
export function isSharedWith(
  state: AccountSharingState,
  { account, codeId, toCodeId }: Pick<SharedWith, 'account' | 'codeId' | 'toCodeId'>,
): boolean {
  return state.some((one) => one.account === account && one.codeId === codeId && one.toCodeId === toCodeId);
}

/** Shows the account under another sign-in; shown by this code already, it stays so. */
export function shareAccount(
  { account, toAccount, codeId, toCodeId, sharedOn, devices }: ShareAccount,
  state: AccountSharingState,
): readonly AccountSharingEvent[] | Rejection {
  if (isSharedWith(state, { account: toAccount, codeId, toCodeId })) return [];
  // What was shared by an earlier code is void, and takes nobody's place.
  if (state.filter((one) => one.codeId === codeId && one.account !== toAccount).length >= SHARED_WITH_MAX) {
    return new Rejection('IDENTITY_TOO_MANY_SHARED', { account, limit: SHARED_WITH_MAX });
  }
  return [{ type: 'AccountShared', version: 1, data: { account, toAccount, codeId, toCodeId, sharedOn, devices } }];
}

export function endSharing(
  { account, toAccount, by }: EndSharing,
  state: AccountSharingState,
): readonly AccountSharingEvent[] {
  if (!state.some((one) => one.account === toAccount)) return [];
  return [{ type: 'AccountSharingEnded', version: 1, data: { account, toAccount, by } }];
}

/** «Выйти везде»: nobody but the account's own sign-in shows it any more. */
export function endEverySharing(
  { account, by }: EndEverySharing,
  state: AccountSharingState,
): readonly AccountSharingEvent[] {
  return state.map(({ account: toAccount }) => ({
    type: 'AccountSharingEnded',
    version: 1,
    data: { account, toAccount, by },
  }));
}

function evolveSharing(state: AccountSharingState, event: AccountSharingEvent): AccountSharingState {
  const others = state.filter((one) => one.account !== event.data.toAccount);
  switch (event.type) {
    case 'AccountShared': {
      const { toAccount: account, codeId, toCodeId, sharedOn } = event.data;
      // A code that was replaced never comes back: what it had opened is forgotten.
      return [...others.filter((one) => one.codeId === codeId), { account, codeId, toCodeId, sharedOn }];
    }
    case 'AccountSharingEnded':
      return others;
    default:
      return unreachable(event);
  }
}
