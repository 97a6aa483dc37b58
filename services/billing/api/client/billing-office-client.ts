import { defineClient, long } from '#libs/clients';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { RecalculationGrounds } from '../../domain/recalculation';
import { Debtor, DebtorsQuestion } from '../debtors.query';
import { OfficeNames } from '../office-names.query';
import { OrderFigures } from '../../domain/recalculation-order.events';
import { RecalculationPlan } from '../../domain/recalculation-plan.policy';
import { RecalculationOrderRow } from '../../projections/recalculation-orders.projection';
import { RecordedRecalculationRow } from '../../projections/recorded-recalculations.projection';
import { HousePreview } from '../recalculations/house-recalculations.query';
import { HouseOrder, OrderProgress, OrderReceipt, RecordedQuestion } from '../recalculations/order-recalculations';
import { ReplayRun } from '../replay/replay-run';
import { RecalculationStatement } from '../recalculations/record-recalculation';
import { RecalculationCard, RecalculationPreview } from '../recalculations/recalculations.query';
import { ReplayedAccount, ReplayQuestion } from '../replay/replay.query';
import { TurnoverQuestion, TurnoverSheetRow } from '../turnover.query';

export type { InterruptedSupply, Spell, RecalculationGrounds, RecalculationKind } from '../../domain/recalculation';
export type { SupposedRules } from '../../domain/supposed-rules.policy';
export type { Debtor, DebtorsQuestion } from '../debtors.query';
export type { OfficeNames } from '../office-names.query';
export type { RecalculationStatement } from '../recalculations/record-recalculation';
export type { PreviewedLine, RecalculationCard, RecalculationPreview } from '../recalculations/recalculations.query';
export type { OrderedWork, OrderFigures } from '../../domain/recalculation-order.events';
export type { RecalculationPlan } from '../../domain/recalculation-plan.policy';
export type { RecalculationOrderRow } from '../../projections/recalculation-orders.projection';
export type { RecordedRecalculationRow } from '../../projections/recorded-recalculations.projection';
export type { HouseAccountPreview, HousePreview } from '../recalculations/house-recalculations.query';
export type { HouseOrder, OrderProgress, OrderReceipt, RecordedQuestion } from '../recalculations/order-recalculations';
export type { ReplayRun, ReplayRunAccount } from '../replay/replay-run';
export type { ReplayedLine } from '../replay/replay-differences';
export type { ReplayedAccount, ReplayQuestion } from '../replay/replay.query';
export type { TurnoverGroup, TurnoverQuestion, TurnoverSheetRow } from '../turnover.query';

// Shapes of answers and questions, for the document of the back-office.
export { DebtorAnswer, TurnoverRowAnswer } from '../reports.dto';
export { ALLOWED_HOURS } from '../../domain/quality-recalculation.policy';
export { ALONE_MAX_KOPECKS } from '../../domain/recalculation-bounds.policy';
export { RecalculationPreviewAnswer } from '../recalculations/recalculation-answers.dto';
export { groundsOf, REFUSALS_OF_GROUNDS } from '../recalculations/recalculation-grounds';
export {
  GroundsBody,
  RecalculationBody,
  ExpectedSumField,
  SUPPLIES,
  WordsField,
} from '../recalculations/recalculations.dto';
export { ReplayedAccountAnswer, ReplayPeriods } from '../replay/replays.dto';
export { NORM_MEASURES, PAYEES, unitOfPart } from '../../domain/reference-book';
export type { Component, Payee } from '../../domain/reference-book';
export { TURNOVER_GROUPS } from '../turnover.query';

export const BILLING_OFFICE_CLIENT = Symbol('BILLING_OFFICE_CLIENT');

export interface WaiverStatement {
  readonly grounds: RecalculationGrounds;
  readonly cause: string;
  readonly document: string | null;
}

export interface ProposalStatement extends WaiverStatement {
  /** What the preview came to. */
  readonly expectedKopecks: number;
}

/** What two people agree to: the plan, and what it comes to. */
export interface ProposedRecalculations {
  readonly plan: RecalculationPlan;
  readonly figures: OrderFigures;
}

export interface ProposedRecalculation extends ProposedRecalculations {
  readonly preview: RecalculationPreview;
}

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
  /** BILLING_UNKNOWN_HOUSE, BILLING_BEFORE_FIRST_PERIOD, BILLING_NO_RULE_IN_FORCE, BILLING_DAY_BEYOND_RULES. */
  debtors(question: DebtorsQuestion): AsyncIterable<Debtor>;
  /** Accounts in order, those without a difference too; writes nothing. BILLING_REPLAY_RULES and dates. */
  replay(question: ReplayQuestion): AsyncIterable<ReplayedAccount>;
  /** The name under which a replay is approved and posted. */
  replayId(question: ReplayQuestion): Promise<string>;
  /** Before and after by line, with formula and inputs. BILLING_RECALCULATION_… */
  previewRecalculation(account: string, grounds: RecalculationGrounds): Promise<RecalculationPreview>;
  recordRecalculation(
    account: string,
    statement: RecalculationStatement,
    origin: CommandOrigin,
  ): Promise<CommandReceipt>;
  recalculations(account: string): Promise<readonly RecalculationCard[]>;
  /** What was recorded in the company, the newest first. */
  recorded(question: RecordedQuestion): Promise<readonly RecordedRecalculationRow[]>;
  /** One ground for the accounts of a house; BILLING_UNKNOWN_HOUSE. */
  previewForHouse(house: string, except: readonly string[], grounds: RecalculationGrounds): Promise<HousePreview>;
  /** Orders what was previewed; a job records it. BILLING_RECALCULATION_CHANGED. */
  orderForHouse(order: HouseOrder, origin: CommandOrigin): Promise<OrderReceipt>;
  /** The plan of a waiver, for two people; BILLING_WAIVER_TOO_LARGE. */
  proposeWaiver(account: string, statement: WaiverStatement): Promise<ProposedRecalculations>;
  /** The plan of what one person may not record alone; BILLING_RECALCULATION_ALONE, BILLING_RECALCULATION_CHANGED. */
  proposeRecalculation(account: string, statement: ProposalStatement): Promise<ProposedRecalculation>;
  orders(): Promise<readonly RecalculationOrderRow[]>;
  /** BILLING_UNKNOWN_RECALCULATION_ORDER. */
  order(orderId: string): Promise<OrderProgress>;
  /** Begins a replay that goes on by itself; BILLING_REPLAY_BUSY and what `replay` throws. */
  startReplay(question: ReplayQuestion): Promise<ReplayRun>;
  /** How far it is and what it has found; BILLING_UNKNOWN_REPLAY_RUN. */
  replayRun(runId: string): Promise<ReplayRun>;
  /** One account of a replay with its lines; BILLING_UNKNOWN_ACCOUNT. */
  replayOne(account: string, question: ReplayQuestion): Promise<ReplayedAccount>;
  /** The plan of a replay that is done, for two people; BILLING_REPLAY_NOT_DONE, BILLING_RECALCULATION_CHANGES_NOTHING. */
  proposeReplay(runId: string, cause: string): Promise<ProposedRecalculations>;
}

export const billingOfficeClient = defineClient<BillingOfficeClient>()({
  name: 'billing-office',
  token: BILLING_OFFICE_CLIENT,
  operations: {
    names: 'ask',
    turnover: 'stream',
    debtors: 'stream',
    replay: 'stream',
    replayId: long('ask'),
    previewRecalculation: 'ask',
    recordRecalculation: 'tell',
    recalculations: 'ask',
    recorded: 'ask',
    previewForHouse: long('ask'),
    orderForHouse: long('tell'),
    proposeWaiver: 'ask',
    proposeRecalculation: 'ask',
    orders: 'ask',
    order: 'ask',
    startReplay: long('once'),
    replayRun: 'ask',
    replayOne: 'ask',
    proposeReplay: long('ask'),
  },
});
