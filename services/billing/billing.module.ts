import { Module } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { AccountCardController } from './api/account-card.controller';
import { AccountCardQuery } from './api/account-card.query';
import { AccountsController } from './api/accounts.controller';
import { AgingQuery } from './api/aging.query';
import { AskedMoment } from './api/asked-moment';
import {
  ACCOUNT_HISTORY_CLIENT,
  BILLING_CLIENT,
  BILLING_OFFICE_CLIENT,
  COMPANIES_CLIENT,
  HOUSES_CLIENT,
  INSTALMENTS_CLIENT,
  PERIODS_CLIENT,
  RULES_CLIENT,
  SLIPS_CLIENT,
  HOUSE_SLIPS_CLIENT,
  NIGHTS_CLIENT,
  READING_CONTROL_CLIENT,
} from './api/client';
import { EmbeddedAccountHistoryClient } from './api/client/embedded-account-history-client';
import { EmbeddedBillingClient } from './api/client/embedded-billing-client';
import { EmbeddedCompaniesClient } from './api/client/embedded-companies-client';
import { EmbeddedRulesClient } from './api/client/embedded-rules-client';
import { CalculateNow } from './api/calculate-now';
import { EmbeddedInstalmentsClient } from './api/client/embedded-instalments-client';
import { EmbeddedNightsClient } from './api/client/embedded-nights-client';
import { EmbeddedPeriodsClient } from './api/client/embedded-periods-client';
import { DebtorsQuery } from './api/debtors.query';
import { EmbeddedBillingOfficeClient } from './api/client/embedded-billing-office-client';
import { ExplainQuery } from './api/explain.query';
import { AccountAtQuery } from './api/history/account-at.query';
import { EventsBehindQuery } from './api/history/events-behind.query';
import { PaymentsAtQuery } from './api/history/payments-at.query';
import { HousesQuery } from './api/houses/houses.query';
import { InstalmentsQuery } from './api/instalments/instalments.query';
import { PENALTY_OF_INSTALMENTS } from './api/instalments/penalty-of-instalments';
import { WithdrawInstalments } from './api/instalments/withdraw-instalments';
import { ParkedAccountsQuery } from './api/parked-accounts.query';
import { ReadingControlQuery } from './api/reading-control.query';
import { NightTurns } from './api/night-turns';
import { NIGHT_WORK } from './api/nights';
import { PreviewTurns } from './api/preview-turns';
import { NightsController } from './api/nights.controller';
import { CarryOutRecalculations } from './api/recalculations/carry-out-recalculations';
import { HouseRecalculationsQuery } from './api/recalculations/house-recalculations.query';
import { OrderRecalculations } from './api/recalculations/order-recalculations';
import { RecalculationFactsOf } from './api/recalculations/recalculation-facts';
import { RecalculationsController } from './api/recalculations/recalculations.controller';
import { RecalculationsQuery } from './api/recalculations/recalculations.query';
import { RecordRecalculation } from './api/recalculations/record-recalculation';
import { ReplayRuns } from './api/replay/replay-runs';
import { ReplaysController } from './api/replay/replays.controller';
import { RulesQuery } from './api/rules/rules.query';
import { StateRule } from './api/rules/state-rule';
import { ReportsController } from './api/reports.controller';
import { ReplayQuery } from './api/replay/replay.query';
import { EmbeddedSlipsClient } from './api/client/embedded-slips-client';
import { HouseSlipsQuery } from './api/slips/house-slips.query';
import { IssueSlips } from './api/slips/issue-slips';
import { PrintHouse } from './api/slips/print-house';
import { PrintSlips } from './api/slips/print-slips';
import { SlipCodes } from './api/slips/slip-codes';
import { SlipSource } from './api/slips/slip-source';
import { SlipsController } from './api/slips/slips.controller';
import { SlipsQuery } from './api/slips/slips.query';
import { OfficeNamesQuery } from './api/office-names.query';
import { PaymentAllocationsQuery } from './api/payment-allocations.query';
import { StatementsQuery } from './api/statements.query';
import { TurnoverQuery } from './api/turnover.query';
import { WhatIfController } from './api/what-if.controller';
import { WhatIfQuery } from './api/what-if.query';
import { CarryOutClosesJob } from './automation/carry-out-closes.job';
import { KeepInstalmentsJob } from './automation/keep-instalments.job';
import { NightAccounts } from './automation/night-accounts';
import { NightLog } from './automation/night-log';
import { NightlyChargesJob } from './automation/nightly-charges.job';
import { ReferenceBooks } from './projections/reference-books';
import { WhenAccountOpenedThenOpenFirstPeriod } from './automation/when-account-opened-then-open-first-period.reaction';
import { WhenApprovalGrantedThenAgreeInstalments } from './automation/when-approval-granted-then-agree-instalments.reaction';
import { WhenApprovalGrantedThenNoteClose } from './automation/when-approval-granted-then-note-close.reaction';
import { WhenApprovalGrantedThenNoteRecalculations } from './automation/when-approval-granted-then-note-recalculations.reaction';
import { WhenMeteringToldThenNote } from './automation/when-metering-told-then-note.reaction';
import { WhenOrderChargedThenNote } from './automation/when-order-charged-then-note.reaction';
import { WhenPaymentReceivedThenCreditAccount } from './automation/when-payment-received-then-credit-account.reaction';
import { WhenPaymentReversedThenReverseCredit } from './automation/when-payment-reversed-then-reverse-credit.reaction';

/** Houses, dwelling accounts, dated rules, charging, debts, penalty and periods. */
@Module({
  controllers: [
    AccountsController,
    AccountCardController,
    NightsController,
    WhatIfController,
    SlipsController,
    ReportsController,
    ReplaysController,
    RecalculationsController,
    WhenAccountOpenedThenOpenFirstPeriod,
    WhenMeteringToldThenNote,
    WhenApprovalGrantedThenNoteClose,
    WhenApprovalGrantedThenNoteRecalculations,
    WhenApprovalGrantedThenAgreeInstalments,
    WhenOrderChargedThenNote,
    WhenPaymentReceivedThenCreditAccount,
    WhenPaymentReversedThenReverseCredit,
  ],
  providers: [
    {
      provide: ReferenceBooks,
      inject: [READ_MODELS, PROJECTOR, EVENT_STORE],
      useFactory: (readModels: ReadModels, projector: Projector, events: EventStore) =>
        new ReferenceBooks(readModels, projector, events),
    },
    NightAccounts,
    KeepInstalmentsJob,
    NightLog,
    NightlyChargesJob,
    CarryOutClosesJob,
    StatementsQuery,
    AgingQuery,
    TurnoverQuery,
    DebtorsQuery,
    ExplainQuery,
    WhatIfQuery,
    ReplayQuery,
    RecalculationFactsOf,
    RecalculationsQuery,
    RecordRecalculation,
    ReplayRuns,
    HouseRecalculationsQuery,
    OrderRecalculations,
    CarryOutRecalculations,
    PreviewTurns,
    OfficeNamesQuery,
    PaymentAllocationsQuery,
    AccountAtQuery,
    PaymentsAtQuery,
    EventsBehindQuery,
    HousesQuery,
    RulesQuery,
    StateRule,
    { provide: RULES_CLIENT, useClass: EmbeddedRulesClient },
    AskedMoment,
    AccountCardQuery,
    { provide: BILLING_CLIENT, useClass: EmbeddedBillingClient },
    { provide: COMPANIES_CLIENT, useClass: EmbeddedCompaniesClient },
    { provide: PERIODS_CLIENT, useClass: EmbeddedPeriodsClient },
    { provide: BILLING_OFFICE_CLIENT, useClass: EmbeddedBillingOfficeClient },
    { provide: HOUSES_CLIENT, useExisting: HousesQuery },
    { provide: ACCOUNT_HISTORY_CLIENT, useClass: EmbeddedAccountHistoryClient },
    { provide: NIGHT_WORK, useExisting: NightlyChargesJob },
    { provide: PENALTY_OF_INSTALMENTS, useExisting: KeepInstalmentsJob },
    NightTurns,
    CalculateNow,
    ParkedAccountsQuery,
    InstalmentsQuery,
    WithdrawInstalments,
    { provide: INSTALMENTS_CLIENT, useClass: EmbeddedInstalmentsClient },
    { provide: NIGHTS_CLIENT, useClass: EmbeddedNightsClient },
    { provide: READING_CONTROL_CLIENT, useClass: ReadingControlQuery },
    SlipSource,
    SlipCodes,
    IssueSlips,
    SlipsQuery,
    PrintSlips,
    PrintHouse,
    { provide: SLIPS_CLIENT, useClass: EmbeddedSlipsClient },
    { provide: HOUSE_SLIPS_CLIENT, useClass: HouseSlipsQuery },
  ],
  exports: [
    BILLING_CLIENT,
    COMPANIES_CLIENT,
    PERIODS_CLIENT,
    HOUSES_CLIENT,
    INSTALMENTS_CLIENT,
    ACCOUNT_HISTORY_CLIENT,
    RULES_CLIENT,
    NIGHTS_CLIENT,
    HOUSE_SLIPS_CLIENT,
    READING_CONTROL_CLIENT,
    CarryOutClosesJob,
    BILLING_OFFICE_CLIENT,
    ReferenceBooks,
    NightlyChargesJob,
    StatementsQuery,
    AgingQuery,
    TurnoverQuery,
    DebtorsQuery,
    ExplainQuery,
    WhatIfQuery,
    ReplayQuery,
    RecalculationsQuery,
    RecordRecalculation,
    CarryOutRecalculations,
    ReplayRuns,
    OrderRecalculations,
    NightTurns,
    IssueSlips,
    SlipsQuery,
    PrintSlips,
    PrintHouse,
    SLIPS_CLIENT,
  ],
})
export class BillingModule {}
