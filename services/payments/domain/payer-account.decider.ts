import { CivilDate, Decider, unreachable } from '#libs/kernel';
import { NotePayerAccount } from './payer-account.commands';
import { PayerAccountEvent } from './payer-account.events';

export type PayerAccountState =
  { readonly status: 'unknown' } | { readonly status: 'known'; readonly houseId: string; readonly openedOn: CivilDate };

export const payerAccountDecider: Decider<PayerAccountState, NotePayerAccount, PayerAccountEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve(_state, event) {
    switch (event.type) {
      case 'PayerAccountNoted':
        return { status: 'known', houseId: event.data.houseId, openedOn: event.data.openedOn };
      default:
        return unreachable(event.type);
    }
  },
  decide: notePayerAccount,
};

/** Notes an account that billing has opened. Billing decides what is true of it: another note replaces the earlier. */
export function notePayerAccount(command: NotePayerAccount, state: PayerAccountState): readonly PayerAccountEvent[] {
  const { account, houseId, openedOn } = command;
  if (state.status === 'known' && state.houseId === houseId && state.openedOn === openedOn) return [];
  return [{ type: 'PayerAccountNoted', version: 1, data: { account, houseId, openedOn, effectiveOn: openedOn } }];
}
