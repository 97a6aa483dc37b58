import { carrying, defineClient, long } from '#libs/clients';
import type { BillingPeriod, CivilDate } from '#libs/kernel';
import type { CommandOrigin, CommandReceipt } from '#libs/platform';
import type { LikeAccount } from '../../domain/like-accounts.policy';
import type { ReturnedTo } from '../../domain/payment.events';
import type { ProfileVersion } from '../../domain/registries/profile-in-force.policy';
import type { AcceptedRegistry, RegistryFile } from '../../domain/registries/registry-check';
import { REGISTRY_BYTES_MAX } from '../../domain/registries/registry-check';
import type { RegistryProfile } from '../../domain/registries/registry-profile';
import type { ReturnPlan } from '../../domain/return-plan.policy';
import type { RegistryCard } from '../../projections/registries/registries.projection';
import type {
  LinesFilter,
  RegistryFilter,
  RegistryLinesPage,
  RegistryPage,
  SetAsideFilter,
  SetAsidePage,
  SetAsidePayment,
} from '../registries/registries.query';
import type { CheckedAgain, CheckedRegistry, RegistryToAccept } from '../registries/registry-desk';
import type { KeptRegistryFile } from '../registries/sealed-registry-files';

export type { LikeAccount } from '../../domain/like-accounts.policy';
export { SET_ASIDE_REASONS } from '../../domain/payment.events';
export type { ReturnedTo, SetAsideReason } from '../../domain/payment.events';
export type { ProfileVersion } from '../../domain/registries/profile-in-force.policy';
export { REGISTRY_BYTES_MAX } from '../../domain/registries/registry-check';
export type { ReturnPlan } from '../../domain/return-plan.policy';
export type { AcceptedRegistry, RegistryFile } from '../../domain/registries/registry-check';
export type { SummaryOrder, RegistryTotals } from '../../domain/registries/registry-payment';
export type { RegistryProfile } from '../../domain/registries/registry-profile';
export { REGISTRY_OUTCOMES } from '../../domain/registries/registry.events';
export { SET_ASIDE_STATUSES } from '../../projections/registries/set-aside-payments.projection';
export type {
  OutcomeSums,
  RecordedLine,
  RegistryLineNote,
  RegistryOutcome,
  SumsByOutcome,
} from '../../domain/registries/registry.events';
export type { RegistryCard } from '../../projections/registries/registries.projection';
export type { RegistryLineCard } from '../../projections/registries/registry-lines.projection';
export type { SetAsideStatus } from '../../projections/registries/set-aside-payments.projection';
export type {
  LinesFilter,
  RegistryFilter,
  RegistryLinesPage,
  RegistryPage,
  SetAsideFilter,
  SetAsidePage,
  SetAsidePayment,
} from '../registries/registries.query';
export type { CheckedAgain, CheckedRegistry, FaultInWords, RegistryToAccept } from '../registries/registry-desk';
export type { KeptRegistryFile } from '../registries/sealed-registry-files';

// Shapes of answers, for the documents of the gateways.
export {
  ProfilesAnswer,
  RegistriesAnswer,
  RegistryAnswer,
  RegistryLinesAnswer,
  SetAsideAnswer,
  SetAsidePaymentAnswer,
  UnacceptedRegistriesAnswer,
} from '../registries/registries-answers.dto';
export {
  AssignPaymentBody,
  RefusePaymentBody,
  ReturnPaymentBody,
  TransferPaymentBody,
} from '../registries/registries.dto';
export { CheckedRegistryAnswer, AcceptedRegistryAnswer } from '../registries/checked-registry.dto';
export { faultInWords } from '../registries/registry-desk';

export const REGISTRIES_CLIENT = Symbol('REGISTRIES_CLIENT');

/**
 * What the back-office asks of payments: banks' files, payments that stand aside, and corrections of payments. In one
 * process a direct call; between processes HTTP. Throws RejectedError.
 */
export interface RegistriesClient {
  /** The ways in which files are read today, the built-in ones among them. */
  profiles(): Promise<readonly ProfileVersion[]>;
  /** PAYMENTS_REGISTRY_PROFILE_INVALID, PAYMENTS_REGISTRY_PROFILE_CONFLICT. */
  defineProfile(profile: RegistryProfile, from: CivilDate, origin: CommandOrigin): Promise<CommandReceipt>;
  /**
   * A dry run: faults by line and column, or what would become of the lines. A file without a fault is kept, sealed, for
   * `accept`. PAYMENTS_UNKNOWN_REGISTRY_PROFILE.
   */
  check(file: RegistryFile): Promise<CheckedRegistry>;
  /** Files that were checked and that nobody has accepted yet, the latest first. */
  unaccepted(): Promise<readonly KeptRegistryFile[]>;
  /** The dry run of such a file once more. PAYMENTS_REGISTRY_FILE_GONE. */
  checkAgain(registryId: string): Promise<CheckedAgain>;
  /**
   * Accepts a file that was checked and answers at once; its lines are recorded from here on, see `registry` for how far.
   * The same file again adds nothing. PAYMENTS_REGISTRY_FILE_GONE, PAYMENTS_REGISTRY_REFUSED,
   * PAYMENTS_REGISTRY_OTHER_PROFILE.
   */
  accept(asked: RegistryToAccept, origin: Pick<CommandOrigin, 'actor'>): Promise<AcceptedRegistry>;
  /** So many days a file that was checked waits to be accepted; then it is forgotten. */
  keptDays(): Promise<number>;
  registries(filter?: RegistryFilter): Promise<RegistryPage>;
  /** Progress and reconciliation: counts and sums by outcome beside those of the file. PAYMENTS_UNKNOWN_REGISTRY. */
  registry(registryId: string): Promise<RegistryCard>;
  /** PAYMENTS_UNKNOWN_REGISTRY. */
  lines(registryId: string, filter?: LinesFilter): Promise<RegistryLinesPage>;
  /** Payments that stand aside, with who paid in the bank's words: `because: ['conflict']` are the conflicts. */
  setAside(filter?: SetAsideFilter): Promise<SetAsidePage>;
  /** One that stands, or stood, aside. PAYMENTS_UNKNOWN_SET_ASIDE. */
  setAsideOne(paymentId: string): Promise<SetAsidePayment>;
  /** Accounts whose numbers are like this one, the nearest first. */
  likeAccounts(stated: string): Promise<readonly LikeAccount[]>;
  /**
   * The account of a payment that stands aside was found; a conflict assigned to its account is accepted as a payment of
   * its own. It counts from the day on which it was paid. PAYMENTS_UNKNOWN_ACCOUNT, PAYMENTS_UNKNOWN_SET_ASIDE,
   * PAYMENTS_SET_ASIDE_SETTLED, PAYMENTS_REASON_REQUIRED.
   */
  assign(
    paymentId: string,
    asked: { readonly account: string; readonly namedPeriod?: BillingPeriod; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<CommandReceipt>;
  /**
   * What a second person is to agree to before money that stands aside goes back; nothing is written, and whoever hears of
   * the agreement records the return. PAYMENTS_UNKNOWN_SET_ASIDE, PAYMENTS_SET_ASIDE_SETTLED.
   */
  proposeReturn(paymentId: string, to: ReturnedTo, reason: string): Promise<ReturnPlan>;
  /** A conflict is no payment of its own. PAYMENTS_NO_CONFLICT besides. */
  refuse(paymentId: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** Recalls a payment: it counts as if it had never been made. */
  reverse(
    paymentId: string,
    asked: { readonly reversedOn?: CivilDate; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<CommandReceipt>;
  /** Moves a payment to the right account, with its own day. */
  transfer(
    paymentId: string,
    asked: { readonly account: string; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<CommandReceipt>;
}

export const registriesClient = defineClient<RegistriesClient>()({
  name: 'registries',
  token: REGISTRIES_CLIENT,
  operations: {
    profiles: 'ask',
    defineProfile: 'tell',
    check: carrying('once', REGISTRY_BYTES_MAX),
    accept: long('once'),
    unaccepted: 'ask',
    checkAgain: long('ask'),
    keptDays: 'ask',
    registries: 'ask',
    registry: 'ask',
    lines: 'ask',
    setAside: 'ask',
    setAsideOne: 'ask',
    likeAccounts: 'ask',
    assign: 'tell',
    proposeReturn: 'ask',
    refuse: 'tell',
    reverse: 'tell',
    transfer: 'tell',
  },
});
