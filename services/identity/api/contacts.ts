import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock, fold, RejectedError, Rejection } from '#libs/kernel';
import { PersonFields, PersonVault } from '#libs/person-vault';
import {
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  PERSON_VAULT,
  receiptOf,
} from '#libs/platform';
import { contactsStream } from '../domain/contact.commands';
import { contactDecider, ContactsState } from '../domain/contact.decider';
import { ContactEvent } from '../domain/contact.events';
import { FindCredentials } from './access/find-credentials';
import { OfficeCause } from './codes/hand-out-codes';

const CONTACT_ID_CHARACTERS = 32;

/** Ways to reach people: the address in the vault, everything else in the log. */
@Injectable()
export class Contacts {
  private lastChange: Promise<void> = Promise.resolve();

  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly credentials: FindCredentials,
  ) {}

  /**
   * Keeps an address that the office has seen to be the person's. Throws RejectedError, and PersonErasedError for a
   * person who was erased.
   */
  async verifyMail(
    asked: { readonly account: string; readonly personId: string; readonly address: string },
    { reason, actorRole }: OfficeCause,
    origin: CommandOrigin,
  ): Promise<CommandReceipt & { readonly contactId: string }> {
    const { account, personId, address } = asked;
    await this.requireAccount(account);
    const contactId = contactIdOf(origin.commandId);
    await this.keep(personId, contactId, address, origin);
    const contact = { account, personId, contactId, kind: 'mail', verifiedOn: this.clock.today() } as const;
    const result = await this.commands.execute({
      ...origin,
      stream: contactsStream(account),
      decider: contactDecider,
      command: { kind: 'VerifyContact', contact: { ...contact, reason, actorRole } },
      // Neither the address nor its hash stands in the log: a mail address is guessed from its hash.
      input: { account, personId, reason },
    });
    // Refused, withdrawn since, or somebody else’s under the same key: nobody’s address is kept for nothing.
    const isTheirs = (await this.of(account)).some((one) => one.contactId === contactId && one.personId === personId);
    if (!isTheirs) await this.changeFields(personId, (fields) => without(fields, contactId));
    return { ...receiptOf(result), contactId };
  }

  /** Forgets an address. Throws RejectedError. */
  async withdraw(
    { account, contactId }: { readonly account: string; readonly contactId: string },
    { reason, actorRole }: OfficeCause,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.requireAccount(account);
    const personId = (await this.of(account)).find((contact) => contact.contactId === contactId)?.personId;
    const withdrawnOn = this.clock.today();
    const result = await this.commands.execute({
      ...origin,
      stream: contactsStream(account),
      decider: contactDecider,
      command: { kind: 'WithdrawContact', account, contactId, withdrawnOn, reason, actorRole },
      input: { account, contactId, reason, actorRole },
    });
    if (personId !== undefined) await this.changeFields(personId, (fields) => without(fields, contactId));
    return receiptOf(result);
  }

  /** The contacts of an account as the log has them now. */
  async of(account: string): Promise<ContactsState> {
    const history = await this.store.readStream(contactsStream(account));
    return fold(contactDecider, history as unknown as readonly ContactEvent[]);
  }

  /** The address that was verified last; null where there is none, or its person was erased. */
  async mailOf(account: string): Promise<string | null> {
    const newest = (await this.of(account)).at(-1);
    if (newest === undefined) return null;
    return (await this.vault.get(newest.personId))?.[mailField(newest.contactId)] ?? null;
  }

  /** Throws RejectedError IDENTITY_UNKNOWN_ACCOUNT. */
  private async requireAccount(account: string): Promise<void> {
    const { status } = await this.credentials.byAccount(account);
    if (status === 'unknown') throw new RejectedError(new Rejection('IDENTITY_UNKNOWN_ACCOUNT', { account }));
  }

  /**
   * Keeps the address before the log tells of it, and never another in its place: the log has no address by which the
   * same key with another one could be told. Throws RejectedError COMMAND_ID_REUSED for that.
   */
  private async keep(personId: string, contactId: string, address: string, origin: CommandOrigin): Promise<void> {
    const field = mailField(contactId);
    let known: string | undefined;
    await this.changeFields(personId, (fields) => {
      known = fields[field];
      return { [field]: address, ...fields };
    });
    if (known === undefined || known === address) return;
    throw new RejectedError(new Rejection('COMMAND_ID_REUSED', { commandId: origin.commandId }));
  }

  /** One after another: the vault puts all fields of a person at once, and a change must not undo another. */
  private changeFields(personId: string, change: (fields: PersonFields) => PersonFields): Promise<void> {
    const turn = this.lastChange.then(async () => {
      const fields = await this.vault.get(personId);
      const changed = change(fields ?? {});
      if (fields === null && Object.keys(changed).length === 0) return;
      await this.vault.put(personId, changed);
    });
    this.lastChange = turn.catch(() => undefined);
    return turn;
  }
}

/** The same command again means the same contact. */
function contactIdOf(commandId: string): string {
  return createHash('sha256').update(`contact:${commandId}`, 'utf8').digest('hex').slice(0, CONTACT_ID_CHARACTERS);
}

/** Where the vault of persons keeps the address of a contact; support reads it there too. */
export function mailField(contactId: string): string {
  return `mail:${contactId}`;
}

function without(fields: PersonFields, contactId: string): PersonFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== mailField(contactId)));
}
