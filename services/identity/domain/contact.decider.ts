import { Decider, Rejection, unreachable } from '#libs/kernel';
import { ContactCommand, VerifyContact, WithdrawContact } from './contact.commands';
import { ContactEvent, ContactVerified } from './contact.events';

/** The ways to reach the people of an account, in the order in which they were verified. */
export type ContactsState = readonly ContactVerified['data'][];

export const CONTACTS_PER_ACCOUNT_MAX = 5;

export const contactDecider: Decider<ContactsState, ContactCommand, ContactEvent> = {
  initialState: () => [],
  evolve(state, event) {
    switch (event.type) {
      case 'ContactVerified':
        return [...state, event.data];
      case 'ContactWithdrawn':
        return state.filter(({ contactId }) => contactId !== event.data.contactId);
      default:
        return unreachable(event);
    }
  },
  decide(command, state) {
    switch (command.kind) {
      case 'VerifyContact':
        return verifyContact(command, state);
      case 'WithdrawContact':
        return withdrawContact(command, state);
      default:
        return unreachable(command);
    }
  },
};

export function verifyContact({ contact }: VerifyContact, state: ContactsState): readonly ContactEvent[] | Rejection {
  if (state.some(({ contactId }) => contactId === contact.contactId)) return [];
  if (state.length >= CONTACTS_PER_ACCOUNT_MAX) {
    const { account } = contact;
    return new Rejection('IDENTITY_TOO_MANY_CONTACTS', { account, limit: CONTACTS_PER_ACCOUNT_MAX });
  }
  return [{ type: 'ContactVerified', version: 1, data: contact }];
}

/** Withdrawn already, it stays so. */
export function withdrawContact(command: WithdrawContact, state: ContactsState): readonly ContactEvent[] {
  const { account, contactId, withdrawnOn, reason, actorRole } = command;
  const known = state.find((contact) => contact.contactId === contactId);
  if (known === undefined) return [];
  const { personId } = known;
  const data = { account, personId, contactId, withdrawnOn, reason, actorRole };
  return [{ type: 'ContactWithdrawn', version: 1, data }];
}
