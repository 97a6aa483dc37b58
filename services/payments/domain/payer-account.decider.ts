import { CivilDate, Decider, unreachable } from '#libs/kernel';
import { DropPayerContact, NotePayerAccount, NotePayerContact, PayerAccountCommand } from './payer-account.commands';
import { PayerAccountEvent, PayerContactNoted } from './payer-account.events';

/** Contacts may be told of before the account is: each service is heard at its own pace. */
export interface PayerAccountState {
  readonly noted: { readonly houseId: string; readonly openedOn: CivilDate } | null;
  /** Who can be sent a notice, in the order in which they were verified. */
  readonly contacts: readonly PayerContactNoted['data'][];
}

export const payerAccountDecider: Decider<PayerAccountState, PayerAccountCommand, PayerAccountEvent> = {
  initialState: () => ({ noted: null, contacts: [] }),
  evolve: evolvePayerAccount,
  decide(command, state) {
    switch (command.kind) {
      case 'NotePayerAccount':
        return notePayerAccount(command, state);
      case 'NotePayerContact':
        return notePayerContact(command, state);
      case 'DropPayerContact':
        return dropPayerContact(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** Notes an account that billing has opened. Billing decides what is true of it: another note replaces the earlier. */
export function notePayerAccount(
  { account, houseId, openedOn }: NotePayerAccount,
  { noted }: PayerAccountState,
): readonly PayerAccountEvent[] {
  if (noted?.houseId === houseId && noted.openedOn === openedOn) return [];
  return [{ type: 'PayerAccountNoted', version: 1, data: { account, houseId, openedOn, effectiveOn: openedOn } }];
}

/** Verified anew, a contact counts from its new day. */
export function notePayerContact(
  { kind, ...contact }: NotePayerContact,
  { contacts }: PayerAccountState,
): readonly PayerAccountEvent[] {
  void kind;
  const known = contacts.find(({ contactId }) => contactId === contact.contactId);
  if (known?.personId === contact.personId && known.verifiedOn === contact.verifiedOn) return [];
  return [{ type: 'PayerContactNoted', version: 1, data: contact }];
}

export function dropPayerContact(
  { account, contactId, droppedOn }: DropPayerContact,
  { contacts }: PayerAccountState,
): readonly PayerAccountEvent[] {
  if (!contacts.some((contact) => contact.contactId === contactId)) return [];
  return [{ type: 'PayerContactDropped', version: 1, data: { account, contactId, droppedOn } }];
}

/** Since when somebody can be sent a notice; null where nobody can. */
export function reachableSince({ contacts }: Pick<PayerAccountState, 'contacts'>): CivilDate | null {
  return contacts.map(({ verifiedOn }) => verifiedOn).sort()[0] ?? null;
}

function evolvePayerAccount(state: PayerAccountState, event: PayerAccountEvent): PayerAccountState {
  switch (event.type) {
    case 'PayerAccountNoted':
      return { ...state, noted: { houseId: event.data.houseId, openedOn: event.data.openedOn } };
    case 'PayerContactNoted':
      return { ...state, contacts: [...without(state, event.data.contactId), event.data] };
    case 'PayerContactDropped':
      return { ...state, contacts: without(state, event.data.contactId) };
    default:
      return unreachable(event);
  }
}

function without({ contacts }: PayerAccountState, contactId: string): PayerAccountState['contacts'] {
  return contacts.filter((contact) => contact.contactId !== contactId);
}
