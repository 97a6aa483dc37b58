import { Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { RecalculationGrounds } from '../../domain/recalculation';
import { AskedMoment } from '../asked-moment';
import { Debtor, DebtorsQuery, DebtorsQuestion } from '../debtors.query';
import { OfficeNamesQuery } from '../office-names.query';
import { RecalculationStatement, RecordRecalculation, ReplayStatement } from '../recalculations/record-recalculation';
import { RecalculationsQuery } from '../recalculations/recalculations.query';
import { ReplayQuery, ReplayQuestion } from '../replay/replay.query';
import { TurnoverQuery, TurnoverQuestion, TurnoverSheetRow } from '../turnover.query';
import { BillingOfficeClient } from './billing-office-client';

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

  postReplay(account: string, statement: ReplayStatement, origin: CommandOrigin) {
    return this.recording.postReplay(account, statement, origin);
  }

  previewRecalculation(account: string, grounds: RecalculationGrounds) {
    return this.recalculationsQuery.preview(account, grounds);
  }

  recordRecalculation(account: string, statement: RecalculationStatement, origin: CommandOrigin) {
    return this.recording.record(account, statement, origin);
  }

  recalculations(account: string) {
    return this.recalculationsQuery.ofAccount(account);
  }
}
