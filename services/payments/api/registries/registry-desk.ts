import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CommandHandler } from '#libs/event-store';
import { BillingPeriod, CivilDate, Clock, personalWordIn, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, CommandReceipt, READ_MODELS, receiptOf, wordsOf } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { goingOnAs, PaymentCommand, paymentStream } from '../../domain/payment.commands';
import { paymentDecider } from '../../domain/payment.decider';
import { AcceptedRegistry, RegistryCheck, RegistryFile } from '../../domain/registries/registry-check';
import { registryProfileStream } from '../../domain/registries/registry-profile.commands';
import { registryProfileDecider } from '../../domain/registries/registry-profile.decider';
import { RegistryProfile } from '../../domain/registries/registry-profile';
import { knownAccounts } from '../../projections/known-accounts.projection';
import { registries } from '../../projections/registries/registries.projection';
import { REGISTRY_WORK, RegistryWork } from './registry-work';
import { KeptRegistryFile, SealedRegistryFiles } from './sealed-registry-files';

const ID_DIGITS = 32;
const FILE_NAME_CHARACTERS_MAX = 100;

export interface FaultInWords {
  readonly code: string;
  /** From 1; null for what is about the whole file. */
  readonly line: number | null;
  /** From 1; null where there are no columns. */
  readonly column: number | null;
  /** In Russian: what is wrong and what to do. */
  readonly message: string;
}

/** A dry run for people: faults are sentences. */
export interface CheckedRegistry extends Omit<RegistryCheck, 'faults'> {
  readonly faults: { readonly count: number; readonly told: readonly FaultInWords[] };
}

export interface CheckedAgain extends KeptRegistryFile {
  readonly checked: CheckedRegistry;
}

export interface RegistryToAccept {
  readonly registryId: string;
  readonly profileId: string;
  readonly fileName: string;
}

/** What people of the office do with banks' files and with payments. Every method throws RejectedError. */
@Injectable()
export class RegistryDesk {
  constructor(
    @Inject(REGISTRY_WORK) private readonly work: RegistryWork,
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly files: SealedRegistryFiles,
  ) {}

  /** A dry run. A file without a fault is kept, sealed, until it is accepted and recorded. */
  async check(file: RegistryFile): Promise<CheckedRegistry> {
    const named = { ...file, fileName: nameOf(file.fileName) };
    const checked = await this.work.check(named);
    const { faults, registryId, taken } = checked;
    if (faults.count === 0 && taken !== 'reconciled') await this.files.keep(registryId, named);
    return inWords(checked);
  }

  /** Files that were checked and that nobody has accepted yet, the latest first. */
  async unaccepted(): Promise<readonly KeptRegistryFile[]> {
    const kept = await this.files.kept();
    const accepted = await this.readModels.getMany(
      registries,
      kept.map(({ registryId }) => registryId),
    );
    return kept.filter(({ registryId }) => !accepted.has(registryId));
  }

  /** The dry run of such a file once more, as it would be accepted now. PAYMENTS_REGISTRY_FILE_GONE. */
  async checkAgain(registryId: string): Promise<CheckedAgain> {
    const kept = (await this.unaccepted()).find((one) => one.registryId === registryId);
    const bytes = kept === undefined ? null : await this.files.read(registryId);
    if (kept === undefined || bytes === null) {
      throw new RejectedError(new Rejection('PAYMENTS_REGISTRY_FILE_GONE', { registryId }));
    }
    return { ...kept, checked: inWords(await this.work.check({ ...kept, bytes })) };
  }

  /**
   * Accepts a file that was checked: its lines are recorded from here on, whoever looks. The same file again is answered
   * with how it stands. PAYMENTS_REGISTRY_FILE_GONE, PAYMENTS_REGISTRY_REFUSED, PAYMENTS_REGISTRY_OTHER_PROFILE.
   */
  async accept(asked: RegistryToAccept, { actor }: Pick<CommandOrigin, 'actor'>): Promise<AcceptedRegistry> {
    const { registryId, profileId } = asked;
    const bytes = await this.files.read(registryId);
    if (bytes === null) return this.acceptedBefore(asked);
    const taken = await this.work.take({ bytes, profileId, fileName: nameOf(asked.fileName) }, { actor });
    if (taken.status === 'recording') this.work.begin(registryId, actor);
    return taken;
  }

  private async acceptedBefore({ registryId, profileId }: RegistryToAccept): Promise<AcceptedRegistry> {
    const known = await this.readModels.get(registries, registryId);
    if (known === null) throw new RejectedError(new Rejection('PAYMENTS_REGISTRY_FILE_GONE', { registryId }));
    const { document, position } = known;
    if (document.profileId !== profileId) {
      throw new RejectedError(
        new Rejection('PAYMENTS_REGISTRY_OTHER_PROFILE', { registryId, profileId: document.profileId }),
      );
    }
    const { status, totals, recorded, sums } = document;
    return { registryId, status, totals, recorded, sums, position, repeated: true };
  }

  async defineProfile(profile: RegistryProfile, from: CivilDate, origin: CommandOrigin): Promise<CommandReceipt> {
    const result = await this.commands.execute({
      stream: registryProfileStream(profile.profileId),
      decider: registryProfileDecider,
      command: { kind: 'DefineRegistryProfile', profile, from },
      ...origin,
    });
    return receiptOf(result);
  }

  /** Puts a payment that stands aside on an account: a suspended one, or a conflict that is a payment of its own. */
  async assign(
    paymentId: string,
    { account, namedPeriod, reason }: { account: string; namedPeriod?: BillingPeriod | undefined; reason: string },
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.requireAccount(account);
    const today = this.clock.today();
    return this.state(
      { kind: 'AssignPayment', paymentId, account, namedPeriod: namedPeriod ?? null, reason, today },
      origin,
    );
  }

  refuse(paymentId: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt> {
    return this.state({ kind: 'RefusePayment', paymentId, reason, today: this.clock.today() }, origin);
  }

  reverse(
    paymentId: string,
    { reversedOn, reason }: { reversedOn?: CivilDate | undefined; reason: string },
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const today = this.clock.today();
    const command = { kind: 'ReversePayment', paymentId, reversedOn: reversedOn ?? today, reason, today } as const;
    return this.state(command, origin);
  }

  /** Moves a payment to the right account, with its own day. */
  async transfer(
    paymentId: string,
    { account, reason }: { account: string; reason: string },
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.requireAccount(account);
    const today = this.clock.today();
    const replacementId = goingOnAs(paymentId, idOf('transfer', origin.commandId));
    return this.state({ kind: 'TransferPayment', paymentId, account, replacementId, reason, today }, origin);
  }

  private async state(command: PaymentCommand, origin: CommandOrigin): Promise<CommandReceipt> {
    const result = await this.commands.execute({
      stream: paymentStream(command.paymentId),
      decider: paymentDecider,
      command,
      ...origin,
    });
    return receiptOf(result);
  }

  /** Throws RejectedError PAYMENTS_UNKNOWN_ACCOUNT for an account that billing has not told of. */
  private async requireAccount(account: string): Promise<void> {
    const known = await this.readModels.get(knownAccounts, account);
    if (known === null) throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_ACCOUNT', { account }));
  }
}

export function faultInWords(fault: Rejection): FaultInWords {
  const { code, details } = fault;
  const numberOf = (name: string) => (typeof details[name] === 'number' ? details[name] : null);
  return { code, line: numberOf('line'), column: numberOf('column'), message: wordsOf(fault) };
}

/**
 * A name for a list: no folder, no sign that a terminal or a page could trip over. A name that may be a person’s, or holds
 * a number of theirs, is kept by its kind alone: nobody is asked to rename the file of a bank, and the hash tells it.
 */
function nameOf(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  const name = last.replace(/[^\p{L}\p{N} ._()-]/gu, '_').slice(0, FILE_NAME_CHARACTERS_MAX) || 'реестр';
  if (personalWordIn(name) === null) return name;
  return `реестр${/\.[a-z]{2,4}$/i.exec(name)?.[0] ?? ''}`;
}

/** The same intention is the same payment: its id follows from that of its command. */
function idOf(kind: string, id: string): string {
  return createHash('sha256').update(`${kind}|${id}`).digest('hex').slice(0, ID_DIGITS);
}

function inWords(checked: RegistryCheck): CheckedRegistry {
  const { faults } = checked;
  return { ...checked, faults: { count: faults.count, told: faults.told.map(faultInWords) } };
}
