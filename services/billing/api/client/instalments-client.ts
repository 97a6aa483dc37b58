import { defineClient } from '#libs/clients';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { InstalmentPlan } from '../../domain/instalment-plan.policy';
import {
  InstalmentsAsked,
  InstalmentsCard,
  InstalmentsPreview,
  InstalmentsQuestion,
} from '../instalments/instalments.query';

export type {
  InstalmentsAsked,
  InstalmentsCard,
  InstalmentsPreview,
  InstalmentsQuestion,
} from '../instalments/instalments.query';
export { instalmentsOfPlan } from '../../domain/instalment-plan.policy';
export type { InstalmentPlan, PlannedInstalments } from '../../domain/instalment-plan.policy';
export type { InstalmentPart } from '../../domain/instalment.events';
export { INSTALMENT_PARTS_MAX } from '../../domain/instalment.policy';
export { InstalmentsAskedBody, InstalmentsCardAnswer, InstalmentsPreviewAnswer } from '../instalments/instalments.dto';

export const INSTALMENTS_CLIENT = Symbol('INSTALMENTS_CLIENT');

/** What two people agree to: the plan, and what it comes to. */
export interface ProposedInstalments {
  readonly plan: InstalmentPlan;
  readonly preview: InstalmentsPreview;
}

/** Agreements to pay a debt by parts. In one process a direct call; between processes HTTP. Throws RejectedError. */
export interface InstalmentsClient {
  /** The newest first. */
  all(question: InstalmentsQuestion): Promise<readonly InstalmentsCard[]>;
  /** `account|payee` of agreements that ran at the end of a day; `knownAt` is an instant, or a day, which means its end. */
  runningOn(asOf: string, knownAt?: string): Promise<ReadonlySet<string>>;
  /** What an agreement of today would be; writes nothing. BILLING_UNKNOWN_ACCOUNT, BILLING_INSTALMENTS_… */
  preview(account: string, asked: InstalmentsAsked): Promise<InstalmentsPreview>;
  /** The plan of an agreement, for two people; what `preview` throws. */
  propose(
    account: string,
    asked: InstalmentsAsked,
    cause: string,
    document: string | null,
  ): Promise<ProposedInstalments>;
  /** BILLING_UNKNOWN_INSTALMENTS, BILLING_INSTALMENTS_ENDED. */
  withdraw(account: string, agreementId: string, cause: string, origin: CommandOrigin): Promise<CommandReceipt>;
}

export const instalmentsClient = defineClient<InstalmentsClient>()({
  name: 'instalments',
  token: INSTALMENTS_CLIENT,
  operations: {
    all: 'ask',
    runningOn: 'ask',
    preview: 'ask',
    propose: 'ask',
    withdraw: 'tell',
  },
});
