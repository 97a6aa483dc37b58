import { Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { RejectedError, Rejection } from '#libs/kernel';
import { planOfOrder } from '../../domain/recalculation-plan.policy';
import { RecalculationGrounds } from '../../domain/recalculation';
import { AskedMoment } from '../asked-moment';
import { Debtor, DebtorsQuery, DebtorsQuestion } from '../debtors.query';
import { OfficeNamesQuery } from '../office-names.query';
import { RecalculationStatement, RecordRecalculation } from '../recalculations/record-recalculation';
import { HouseRecalculationsQuery } from '../recalculations/house-recalculations.query';
import { HouseOrder, OrderRecalculations, RecordedQuestion } from '../recalculations/order-recalculations';
import { ReplayRuns } from '../replay/replay-runs';
import { RecalculationsQuery } from '../recalculations/recalculations.query';
import { ReplayQuery, ReplayQuestion } from '../replay/replay.query';
import { TurnoverQuery, TurnoverQuestion, TurnoverSheetRow } from '../turnover.query';
import { BillingOfficeClient, ProposalStatement, WaiverStatement } from './billing-office-client';

/** Billing in the same process, for the back-office. */
@Injectable()
export class EmbeddedBillingOfficeClient implements BillingOfficeClient {
  constructor(
    private readonly turnoverQuery: TurnoverQuery,
    private readonly debtorsQuery: DebtorsQuery,
    private readonly replays: ReplayQuery,
    private readonly recalculationsQuery: RecalculationsQuery,
    private readonly recording: RecordRecalculation,
    private readonly asked: AskedMoment,
    private readonly officeNames: OfficeNamesQuery,
    private readonly houses: HouseRecalculationsQuery,
    private readonly ordering: OrderRecalculations,
    private readonly runs: ReplayRuns,
  ) {}

  names() {
    return this.officeNames.all();
  }

  async *turnover(question: TurnoverQuestion): AsyncGenerator<TurnoverSheetRow> {
    yield* this.turnoverQuery.rows({ ...question, knownAt: await this.asked.knownAt(question.knownAt) });
  }

  async *debtors(question: DebtorsQuestion): AsyncGenerator<Debtor> {
    yield* this.debtorsQuery.all({ ...question, knownAt: await this.asked.knownAt(question.knownAt) });
  }

  replay(question: ReplayQuestion) {
    return this.replays.accounts(question);
  }

  replayId(question: ReplayQuestion) {
    return this.replays.idOf(question);
  }

  previewRecalculation(account: string, grounds: RecalculationGrounds) {
    return this.recalculationsQuery.preview(account, grounds);
  }

  recordRecalculation(account: string, statement: RecalculationStatement, origin: CommandOrigin) {
    return this.recording.record(account, statement, origin);
  }

  recorded(question: RecordedQuestion) {
    return this.ordering.recorded(question);
  }

  previewForHouse(house: string, except: readonly string[], grounds: RecalculationGrounds) {
    return this.houses.preview(house, except, grounds);
  }

  orderForHouse(order: HouseOrder, origin: CommandOrigin) {
    return this.ordering.orderForHouse(order, origin);
  }

  async proposeWaiver(account: string, { grounds, cause, document }: WaiverStatement) {
    const figures = await this.ordering.proposeWaiver(account, grounds);
    const work = { kind: 'grounds', grounds, account } as const;
    return { plan: planOfOrder({ work, figures, cause, document }), figures };
  }

  async proposeRecalculation(account: string, statement: ProposalStatement) {
    const { grounds, cause, document, expectedKopecks } = statement;
    const { preview, figures } = await this.ordering.proposeForAccount(account, grounds, expectedKopecks);
    const work = { kind: 'grounds', grounds, account } as const;
    return { plan: planOfOrder({ work, figures, cause, document }), figures, preview };
  }

  orders() {
    return this.ordering.orders();
  }

  order(orderId: string) {
    return this.ordering.progress(orderId);
  }

  startReplay(question: ReplayQuestion) {
    return this.runs.start(question);
  }

  replayRun(runId: string) {
    return this.runs.get(runId);
  }

  replayOne(account: string, question: ReplayQuestion) {
    return this.replays.one(account, question);
  }

  async proposeReplay(runId: string, cause: string) {
    const { replayId, question, figures } = await this.runs.get(runId);
    if (figures === null) throw new RejectedError(new Rejection('BILLING_REPLAY_NOT_DONE'));
    if (figures.accounts === 0) throw new RejectedError(new Rejection('BILLING_REPLAY_NOTHING'));
    // The rules may have changed since it was found: then it has another name, and is found again first.
    if ((await this.replays.idOf(question)) !== replayId) {
      throw new RejectedError(new Rejection('BILLING_REPLAY_PLAN_CHANGED'));
    }
    const { from, to, house = null, rules = null } = question;
    const work = { kind: 'replay', replayId, from, to, house, rules } as const;
    return { plan: planOfOrder({ work, figures, cause, document: null }), figures };
  }

  recalculations(account: string) {
    return this.recalculationsQuery.ofAccount(account);
  }
}
