import { Decider, Rejection, unreachable } from '#libs/kernel';
import { ErasePerson } from './person.commands';
import { PersonEvent } from './person.events';

export type PersonState = { readonly status: 'kept' } | { readonly status: 'erased' };

const REASON_CHARACTERS_LIMIT = 300;

export const personDecider: Decider<PersonState, ErasePerson, PersonEvent> = {
  initialState: () => ({ status: 'kept' }),
  evolve(_state, event) {
    switch (event.type) {
      case 'PersonErased':
        return { status: 'erased' };
      default:
        return unreachable(event.type);
    }
  },
  decide: erasePerson,
};

/** Erases a person, once. The reason is the office's and names nobody. */
export function erasePerson(command: ErasePerson, state: PersonState): readonly PersonEvent[] | Rejection {
  const { personId, erasedOn, reason, actorRole } = command;
  if (reason === '' || [...reason].length > REASON_CHARACTERS_LIMIT) {
    return new Rejection('IDENTITY_REASON_REQUIRED', { charactersLimit: REASON_CHARACTERS_LIMIT });
  }
  if (state.status === 'erased') return [];
  return [{ type: 'PersonErased', version: 1, data: { personId, erasedOn, reason, actorRole } }];
}
