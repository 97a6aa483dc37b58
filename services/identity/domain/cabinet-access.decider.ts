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

/** Attaches an account, or attaches it anew after its code was replaced. */
export function attachAccount(
  { login, account, attachedAccount, codeId }: AttachAccount,
  { attached }: CabinetAccessState,
): readonly CabinetAccessEvent[] | Rejection {
  if (attachedAccount === account) return new Rejection('IDENTITY_ACCOUNT_IS_OWN', { account });
  const known = attached.find((one) => one.account === attachedAccount);
  if (known?.codeId === codeId) return [];
  if (known === undefined && attached.length >= ATTACHED_ACCOUNTS_MAX) {
    return new Rejection('IDENTITY_TOO_MANY_ATTACHED', { account, limit: ATTACHED_ACCOUNTS_MAX });
  }
  return [{ type: 'AccountAttached', version: 1, data: { login, account, attachedAccount, codeId } }];
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
      const { attachedAccount: account, codeId } = event.data;
      const isKnown = state.attached.some((one) => one.account === account);
      const renewed = state.attached.map((one) => (one.account === account ? { account, codeId } : one));
      return { attached: isKnown ? renewed : [...state.attached, { account, codeId }] };
    }
    case 'AccountDetached':
      return { attached: state.attached.filter(({ account }) => account !== event.data.attachedAccount) };
    case 'SessionsEnded':
      return state;
    default:
      return unreachable(event);
  }
}
