import { CivilDate, Decider, unreachable } from '#libs/kernel';
import { ClosePayerAccount, NotePayerAccount, PayerAccountCommand } from './payer-account.commands';
import { PayerAccountEvent } from './payer-account.events';

export type PayerAccountState =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'known';
      readonly houseId: string;
      readonly openedOn: CivilDate;
      readonly closedOn: CivilDate | null;
    };

export const payerAccountDecider: Decider<PayerAccountState, PayerAccountCommand, PayerAccountEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve(state, event) {
    switch (event.type) {
      case 'PayerAccountNoted': {
        const { houseId, openedOn } = event.data;
        return { status: 'known', houseId, openedOn, closedOn: state.status === 'known' ? state.closedOn : null };
      }
      case 'PayerAccountClosed':
        return state.status === 'known' ? { ...state, closedOn: event.data.closedOn } : state;
      default:
        return unreachable(event);
    }
  },
  decide(command, state) {
    switch (command.kind) {
      case 'NotePayerAccount':
        return notePayerAccount(command, state);
      case 'ClosePayerAccount':
        return closePayerAccount(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** Notes an account that billing has opened. Billing decides what is true of it: another note replaces the earlier. */
export function notePayerAccount(command: NotePayerAccount, state: PayerAccountState): readonly PayerAccountEvent[] {
  const { account, houseId, openedOn } = command;
  if (state.status === 'known' && state.houseId === houseId && state.openedOn === openedOn) return [];
  return [{ type: 'PayerAccountNoted', version: 1, data: { account, houseId, openedOn, effectiveOn: openedOn } }];
}

/** Notes that billing has closed an account: whoever looks at a payment for it should know. */
export function closePayerAccount(command: ClosePayerAccount, state: PayerAccountState): readonly PayerAccountEvent[] {
  const { account, closedOn } = command;
  if (state.status === 'unknown' || state.closedOn === closedOn) return [];
  return [{ type: 'PayerAccountClosed', version: 1, data: { account, closedOn, effectiveOn: closedOn } }];
}
