import { Decider, Rejection, unreachable } from '#libs/kernel';
import { AttachAccount, CabinetAccessCommand, DetachAccount, EndSessions } from './cabinet-access.commands';
import { CabinetAccessEvent } from './cabinet-access.events';

/** Accounts under one sign-in besides that of its login, in the order in which they came. */
export interface CabinetAccessState {
  readonly attached: readonly AttachedAccount[];
}

export interface AttachedAccount {
  readonly account: string;
  readonly codeId: string;
  /** The code of the sign-in when it was attached; undefined in what is older than that. */
  readonly byCodeId: string | undefined;
}

/** A family has a flat, a garage and the parents' flat; who has more is an office of its own. */
export const ATTACHED_ACCOUNTS_MAX = 20;

export const cabinetAccessDecider: Decider<CabinetAccessState, CabinetAccessCommand, CabinetAccessEvent> = {
  initialState: () => ({ attached: [] }),
  evolve: evolveAccess,
  decide(command, state) {
    switch (command.kind) {
      case 'AttachAccount':
        return attachAccount(command, state);
      case 'DetachAccount':
        return detachAccount(command, state);
      case 'EndSessions':
        return endSessions(command);
      default:
        return unreachable(command);
    }
  },
};

/** Attaches an account, or attaches it anew after its code, or that of the sign-in, was replaced. */
export function attachAccount(
  { login, account, attachedAccount, codeId, byCodeId }: AttachAccount,
  { attached }: CabinetAccessState,
): readonly CabinetAccessEvent[] | Rejection {
  if (attachedAccount === account) return new Rejection('IDENTITY_ACCOUNT_IS_OWN', { account });
  const known = attached.find((one) => one.account === attachedAccount);
  if (known?.codeId === codeId && known.byCodeId === byCodeId) return [];
  const others = attached.filter((one) => one.byCodeId === byCodeId && one !== known);
  if (others.length >= ATTACHED_ACCOUNTS_MAX) {
    return new Rejection('IDENTITY_TOO_MANY_ATTACHED', { account, limit: ATTACHED_ACCOUNTS_MAX });
  }
  return [{ type: 'AccountAttached', version: 1, data: { login, account, attachedAccount, codeId, byCodeId } }];
}

export function detachAccount(
  { login, account, attachedAccount }: DetachAccount,
  { attached }: CabinetAccessState,
): readonly CabinetAccessEvent[] {
  if (!attached.some((one) => one.account === attachedAccount)) return [];
  return [{ type: 'AccountDetached', version: 1, data: { login, account, attachedAccount } }];
}

export function endSessions({ login, account, endId, cause }: EndSessions): readonly CabinetAccessEvent[] {
  return [{ type: 'SessionsEnded', version: 1, data: { login, account, endId, cause } }];
}

function evolveAccess(state: CabinetAccessState, event: CabinetAccessEvent): CabinetAccessState {
  switch (event.type) {
    case 'AccountAttached': {
      const { attachedAccount: account, codeId, byCodeId } = event.data;
      const one = { account, codeId, byCodeId };
      const isKnown = state.attached.some((known) => known.account === account);
      const renewed = state.attached.map((known) => (known.account === account ? one : known));
      // A code that was replaced never comes back: what was attached by it is forgotten.
      return { attached: (isKnown ? renewed : [...state.attached, one]).filter((kept) => kept.byCodeId === byCodeId) };
    }
    case 'AccountDetached':
      return { attached: state.attached.filter(({ account }) => account !== event.data.attachedAccount) };
    case 'SessionsEnded':
      return state;
    default:
      return unreachable(event);
  }
}
