import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler } from '#libs/event-store';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { PersonVault, PersonVaultError } from '#libs/person-vault';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, PERSON_VAULT, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import {
  CHOSEN_KINDS,
  comesAlways,
  DescribedKind,
  describedKind,
  NOTIFICATION_KINDS,
  NotificationKind,
} from '../domain/notification-kinds';
import { ChooseNotifications, supportedAccountStream } from '../domain/supported-account.commands';
import { supportedAccountDecider } from '../domain/supported-account.decider';
import { isChosen } from '../domain/supported-account.state';
import { notifications } from '../projections/notifications.projection';
import { supportedAccounts } from '../projections/supported-accounts.projection';

export interface NotificationPreferencesAnswer {
  /** Where letters go, shortened so that nobody over the shoulder learns the address: `a•••@example.ru`. */
  readonly addresses: readonly string[];
  readonly kinds: readonly (DescribedKind & { readonly on: boolean })[];
}

/** `<id of the letter>.<kind, sealed with the person's key>`: see the job that sends letters. */
const OFF_TOKEN_FORM = /^([0-9a-f]{32})\.([A-Za-z0-9_-]{20,200})$/;

/** What people want to be told by letter. */
@Injectable()
export class NotificationPreferences {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws RejectedError SUPPORT_UNKNOWN_ACCOUNT. */
  async of(account: string): Promise<NotificationPreferencesAnswer> {
    const row = await this.readModels.get(supportedAccounts, account);
    if (!row?.document.noted) throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_ACCOUNT', { account }));
    const { contacts } = row.document;
    const people = await this.vault.getMany(contacts.map(({ personId }) => personId));
    const addresses = contacts.flatMap(({ personId, contactId }) => people.get(personId)?.[`mail:${contactId}`] ?? []);
    return {
      addresses: addresses.map(shortened),
      kinds: NOTIFICATION_KINDS.map((kind) => ({ ...kind, on: isChosen(row.document, kind.kind) })),
    };
  }

  /** Turns the kinds that are named on and all others off, save those that come always. Answers the position. */
  choose(account: string, on: readonly string[], origin: CommandOrigin): Promise<number> {
    const choices = CHOSEN_KINDS.map(({ kind }) => ({ kind, on: on.includes(kind) }));
    return this.state({ account, choices, by: 'preferences' }, origin);
  }

  /** What a link of a letter would turn off; null where it is none of ours or its person was erased. */
  async lookAtOff(token: string): Promise<DescribedKind | null> {
    return (await this.letterOf(token))?.described ?? null;
  }

  /** Turns it off, once or again. A kind that comes always stays on: the answer says which it is. */
  async turnOff(token: string, origin: Pick<CommandOrigin, 'correlationId'>): Promise<DescribedKind | null> {
    const letter = await this.letterOf(token);
    if (letter === null) return null;
    const { account, kind, described } = letter;
    if (comesAlways(kind)) return described;
    await this.state(
      { account, choices: [{ kind, on: false }], by: 'letter' },
      // Turned on again meanwhile, another press is another command.
      {
        ...origin,
        commandId: `letter-off:${token}:${this.clock.now()}`,
        causationId: null,
        actor: 'letter',
        input: kind,
      },
    );
    return described;
  }

  private async letterOf(token: string) {
    const [, notificationId = '', sealed = ''] = OFF_TOKEN_FORM.exec(token) ?? [];
    const row = notificationId === '' ? null : await this.readModels.get(notifications, notificationId);
    if (row === null) return null;
    const { account, personId, kind } = row.document;
    try {
      const opened = await this.vault.open(personId, `unsubscribe:${notificationId}`, sealed);
      return opened === kind ? { account, kind, described: describedKind(kind) } : null;
    } catch (error) {
      if (error instanceof PersonVaultError) return null;
      throw error;
    }
  }

  private async state(
    choice: Pick<ChooseNotifications, 'account' | 'choices' | 'by'>,
    origin: CommandOrigin,
  ): Promise<number> {
    const result = await this.commands.execute({
      stream: supportedAccountStream(choice.account),
      decider: supportedAccountDecider,
      command: { kind: 'ChooseNotifications', ...choice, chosenOn: this.clock.today() },
      ...origin,
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    return result.position;
  }
}

function shortened(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
}

export type { DescribedKind, NotificationKind };
