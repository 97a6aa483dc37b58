import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { RecalculationGrounds } from '../../domain/recalculation';
import { Debtor, DebtorsQuestion } from '../debtors.query';
import { OfficeNames } from '../office-names.query';
import { RecalculationStatement, ReplayStatement } from '../recalculations/record-recalculation';
import { RecalculationCard, RecalculationPreview } from '../recalculations/recalculations.query';
import { ReplayedAccount, ReplayQuestion } from '../replay/replay.query';
import { TurnoverQuestion, TurnoverSheetRow } from '../turnover.query';

export type { RecalculationGrounds, RecalculationKind, InterruptedSupply } from '../../domain/recalculation';
export type { SupposedRules } from '../../domain/supposed-rules.policy';
export type { Debtor, DebtorsQuestion } from '../debtors.query';
export type { OfficeNames } from '../office-names.query';
export type { RecalculationStatement, ReplayStatement } from '../recalculations/record-recalculation';
export type { PreviewedLine, RecalculationCard, RecalculationPreview } from '../recalculations/recalculations.query';
export type { ReplayedLine } from '../replay/replay-differences';
export type { ReplayedAccount, ReplayQuestion } from '../replay/replay.query';
export type { TurnoverGroup, TurnoverQuestion, TurnoverSheetRow } from '../turnover.query';

// Shapes of answers and questions, for the document of the back-office.
export { DebtorAnswer, TurnoverRowAnswer } from '../reports.dto';
export { PAYEES } from '../../domain/reference-book';
export type { Component, Payee } from '../../domain/reference-book';
export { TURNOVER_GROUPS } from '../turnover.query';

export const BILLING_OFFICE_CLIENT = Symbol('BILLING_OFFICE_CLIENT');

/**
 * What the accountants' back-office asks of billing besides what residents ask. In one process a direct call; between
 * processes HTTP. Whether a person may ask for a house or approve a recalculation is decided before. Moments `knownAt`
 * are texts: an instant, or a day, which means its end. Throws RejectedError.
 */
export interface BillingOfficeClient {
  /** What houses and utilities are called; BILLING_NO_COMPANY. */
  names(): Promise<OfficeNames>;
  /** Rows as they are found; BILLING_DATES_OUT_OF_ORDER, BILLING_UNKNOWN_HOUSE. */
  turnover(question: TurnoverQuestion): AsyncIterable<TurnoverSheetRow>;
  /** BILLING_UNKNOWN_HOUSE, BILLING_BEFORE_FIRST_PERIOD, BILLING_NO_RULE_IN_FORCE. */
  debtors(question: DebtorsQuestion): AsyncIterable<Debtor>;
  /** Accounts in order, those without a difference too; writes nothing. BILLING_REPLAY_RULES and dates. */
  replay(question: ReplayQuestion): AsyncIterable<ReplayedAccount>;
  /** The name under which a replay is approved and posted. */
  replayId(question: ReplayQuestion): Promise<string>;
  /** Posts what was approved of a replay to one account, once. BILLING_REPLAY_CHANGED. */
  postReplay(account: string, statement: ReplayStatement, origin: CommandOrigin): Promise<CommandReceipt>;
  /** Before and after by line, with formula and inputs. BILLING_RECALCULATION_… */
  previewRecalculation(account: string, grounds: RecalculationGrounds): Promise<RecalculationPreview>;
  recordRecalculation(
    account: string,
    statement: RecalculationStatement,
    origin: CommandOrigin,
  ): Promise<CommandReceipt>;
  recalculations(account: string): Promise<readonly RecalculationCard[]>;
}
