import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { PersonVault } from '#libs/person-vault';
import {
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  PERSON_VAULT,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { personStream } from '../domain/person.commands';
import { personDecider } from '../domain/person.decider';
import { contacts } from '../projections/contacts.projection';
import { OfficeCause } from './codes/hand-out-codes';
import { Contacts } from './contacts';

/**
 * Erases a person (152-ФЗ): drops the key that names, addresses and messages are sealed with. The log stays as it was,
 * and with it every sum; what it holds of the person can be read by nobody any more.
 */
@Injectable()
export class ErasePeople {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly contactsOfPeople: Contacts,
  ) {}

  /** Once or again: a second time finishes what a fault has interrupted. Throws RejectedError. */
  async erase(personId: string, cause: OfficeCause, origin: CommandOrigin): Promise<CommandReceipt> {
    await this.requireKnown(personId);
    const command = { kind: 'ErasePerson', personId, erasedOn: this.clock.today(), ...cause } as const;
    const result = await this.commands.execute({
      ...origin,
      stream: personStream(personId),
      decider: personDecider,
      command,
      input: origin.input ?? { personId, ...cause },
    });
    const receipt = receiptOf(result);
    for (const { document } of await this.readModels.find(contacts, { where: { person_id: personId } })) {
      const { contactId } = document;
      const withdrawal = { ...origin, commandId: `${origin.commandId}:${contactId}` };
      await this.contactsOfPeople.withdraw(document, cause, withdrawal);
    }
    await this.vault.erase(personId);
    return receipt;
  }

  /** A number that was mistyped erases nobody. Throws RejectedError IDENTITY_UNKNOWN_PERSON. */
  private async requireKnown(personId: string): Promise<void> {
    if ((await this.vault.get(personId)) !== null) return;
    const wasErased = (await this.store.readStream(personStream(personId))).length > 0;
    if (!wasErased) throw new RejectedError(new Rejection('IDENTITY_UNKNOWN_PERSON', { person: personId }));
  }
}
