import { CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import { CloseMeteredAccount, MeteredAccountCommand, NoteMeteredAccount } from './metered-account.commands';
import { MeteredAccountEvent, MeteredAccountNoted } from './metered-account.events';

export type MeteredAccountState =
  | { readonly status: 'unknown' }
  | { readonly status: 'open'; readonly noted: MeteredAccountNoted['data'] }
  | { readonly status: 'closed'; readonly noted: MeteredAccountNoted['data']; readonly closedOn: CivilDate };

export const meteredAccountDecider: Decider<MeteredAccountState, MeteredAccountCommand, MeteredAccountEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveMeteredAccount,
  decide(command, state) {
    switch (command.kind) {
      case 'NoteMeteredAccount':
        return noteMeteredAccount(command, state);
      case 'CloseMeteredAccount':
        return closeMeteredAccount(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** Notes an account that billing has opened. Billing decides what is true of it: another note replaces the earlier. */
export function noteMeteredAccount(
  command: NoteMeteredAccount,
  state: MeteredAccountState,
): readonly MeteredAccountEvent[] {
  const { kind, ...data } = command;
  void kind;
  if (state.status !== 'unknown' && sameNote(state.noted, data)) return [];
  return [{ type: 'MeteredAccountNoted', version: 1, data: { ...data, effectiveOn: data.openedOn } }];
}

function sameNote(left: MeteredAccountNoted['data'], right: Omit<MeteredAccountNoted['data'], 'effectiveOn'>): boolean {
  return (
    left.houseId === right.houseId &&
    left.openedOn === right.openedOn &&
    left.windowFromDay === right.windowFromDay &&
    left.windowToDay === right.windowToDay
  );
}

export function closeMeteredAccount(
  { account, closedOn }: CloseMeteredAccount,
  state: MeteredAccountState,
): readonly MeteredAccountEvent[] | Rejection {
  if (state.status === 'unknown') return new Rejection('METERING_UNKNOWN_ACCOUNT', { account });
  if (state.status === 'closed' && state.closedOn === closedOn) return [];
  return [{ type: 'MeteredAccountClosed', version: 1, data: { account, closedOn, effectiveOn: closedOn } }];
}

function evolveMeteredAccount(state: MeteredAccountState, event: MeteredAccountEvent): MeteredAccountState {
  switch (event.type) {
    case 'MeteredAccountNoted':
      return state.status === 'closed' ? { ...state, noted: event.data } : { status: 'open', noted: event.data };
    case 'MeteredAccountClosed':
      if (state.status === 'unknown') return state;
      return { status: 'closed', noted: state.noted, closedOn: event.data.closedOn };
    default:
      return unreachable(event);
  }
}
