import { Decider, unreachable } from '#libs/kernel';
import { NoteRecipients } from './recipients.commands';
import { Recipient, RecipientsEvent } from './recipients.events';

export type RecipientsState = readonly Recipient[] | null;

export const recipientsDecider: Decider<RecipientsState, NoteRecipients, RecipientsEvent> = {
  initialState: () => null,
  evolve(_state, event) {
    switch (event.type) {
      case 'RecipientsNoted':
        return event.data.recipients;
      default:
        return unreachable(event.type);
    }
  },
  decide: noteRecipients,
};

/** Billing says where money goes: another note replaces the earlier, the same one changes nothing. */
export function noteRecipients({ companyId, recipients }: NoteRecipients, state: RecipientsState): RecipientsEvent[] {
  if (state !== null && sameRecipients(state, recipients)) return [];
  return [{ type: 'RecipientsNoted', version: 1, data: { companyId, recipients } }];
}

function sameRecipients(left: readonly Recipient[], right: readonly Recipient[]): boolean {
  return left.length === right.length && left.every((one, index) => sameRecipient(one, right[index] as Recipient));
}

function sameRecipient(left: Recipient, right: Recipient): boolean {
  return (Object.keys(left) as (keyof Recipient)[]).every((key) => left[key] === right[key]);
}
