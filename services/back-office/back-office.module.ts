import { DynamicModule, Module, Provider, Type } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ApiAccountsController } from './api/accounts.controller';
import { ApiApprovalsController } from './api/approvals.controller';
import { ApiAttentionController } from './api/attention.controller';
import { ApiAuditController } from './api/audit.controller';
import { AskToClose } from './api/ask-to-close';
import { ApiCodesController } from './api/codes.controller';
import { AskToRefund } from './api/ask-to-refund';
import { AskToRefundOrder } from './api/ask-to-refund-order';
import { AskToReturn } from './api/ask-to-return';
import { CloseOutlooks } from './api/close-outlook';
import { ClosePreview } from './api/close-preview';
import { CompanyScope } from './api/company-scope';
import { createOfficeFormTokens, OfficeCookies } from './api/cookies';
import { ApiHousesController } from './api/houses.controller';
import { ApiPeriodsController } from './api/periods.controller';
import { ApiRulesController } from './api/rules.controller';
import { ApiJobsController } from './api/jobs.controller';
import { ApiReadingsController } from './api/readings.controller';
import { ReadingsOfPeriod } from './api/readings-view';
import { SettleReading } from './api/settle-reading';
import { ApiAnswerTemplatesController } from './api/answer-templates.controller';
import { ConversationDesk } from './api/conversation-desk';
import { ApiConversationsController } from './api/conversations.controller';
import { ApiImportController } from './api/import.controller';
import { ImportDesk } from './api/import-desk';
import { ApiPrintRunsController } from './api/print-runs.controller';
import { ApiOrderRefundsController } from './api/order-refunds.controller';
import { ApiPaymentsController } from './api/payments.controller';
import { DebtRegistry } from './api/debt-registry';
import { ApiRegistriesController } from './api/registries.controller';
import { ApiSessionController } from './api/session.controller';
import { ApiDebtorsController } from './api/debtors.controller';
import { DebtorsList } from './api/debtors-list';
import { AskForInstalments } from './api/ask-for-instalments';
import { ApiInstalmentsController } from './api/instalments.controller';
import { AskToRecalculate } from './api/ask-to-recalculate';
import { PaperSlips } from './api/paper-slips';
import { ApiRecalculationsController } from './api/recalculations.controller';
import { ReplayFile } from './api/replay-file';
import { ApiReplaysController } from './api/replays.controller';
import { ApiTurnoverController } from './api/turnover.controller';
import { TurnoverSheet } from './api/turnover-sheet';
import { GrantApproval } from './api/grant-approval';
import { OfficeSignIn } from './api/sign-in';
import { ApiStaffController } from './api/staff.controller';
import { ApiSuspenseController } from './api/suspense.controller';
import { BACK_OFFICE_SETTINGS, BackOfficeSettings, OFFICE_COOKIES, OFFICE_FORM_TOKENS } from './settings';
import { OfficeAccountLinesController } from './web/account-lines.controller';
import { OfficeAccountsController } from './web/accounts.controller';
import { OfficeApprovalsController } from './web/approvals.controller';
import { OfficeAttentionController } from './web/attention.controller';
import { OfficeAssetsController } from './web/assets.controller';
import { OfficeAuditController } from './web/audit.controller';
import { OfficeDebtorsController } from './web/debtors.controller';
import { OfficeInstalmentsController } from './web/instalments.controller';
import { OfficeRecalculationsController } from './web/recalculations.controller';
import { OfficeReplayController } from './web/replay.controller';
import { OfficeTurnoverController } from './web/turnover.controller';
import { WaitingForOfficer } from './web/waiting-work';
import { OfficeHealthController } from './web/health.controller';
import { OfficeHomeController } from './web/home.controller';
import { OfficeHousesController } from './web/houses.controller';
import { OfficeAnswerTemplatesController } from './web/answer-templates.controller';
import { OfficeConversationsController } from './web/conversations.controller';
import { OfficeCodesController } from './web/codes.controller';
import { DebtFigures } from './web/debt-figures';
import { OfficeErrorFilter } from './web/page-error.filter';
import { OfficeOrderRefundsController } from './web/order-refunds.controller';
import { OfficePages } from './web/pages';
import { OfficePaymentCorrectionsController } from './web/payment-corrections.controller';
import { OfficePaymentsController } from './web/payments.controller';
import { OfficePeriodController } from './web/period.controller';
import { OfficeRulesController } from './web/rules.controller';
import { OfficeJobsController } from './web/jobs.controller';
import { OfficeCloseController } from './web/close.controller';
import { OfficePreviewController } from './web/preview.controller';
import { OfficeSlipsController } from './web/slips.controller';
import { OfficeReadingDoubtsController } from './web/reading-doubts.controller';
import { OfficeReadingCorrectionsController } from './web/reading-corrections.controller';
import { OfficeReadingsController } from './web/readings.controller';
import { OfficeImportController } from './web/import.controller';
import { OfficePrintRunsController } from './web/print-runs.controller';
import { OfficeRegistriesController } from './web/registries.controller';
import { OfficeSignInController } from './web/sign-in.controller';
import { OfficeStaffController } from './web/staff.controller';
import { OfficeSuspenseController } from './web/suspense.controller';

/** The pages of the back-office. A new one is a controller, its line here, and its line in `web/sections.ts`. */
const PAGES: readonly Type[] = [
  OfficeAssetsController,
  OfficeHealthController,
  OfficeSignInController,
  OfficeHomeController,
  OfficeHousesController,
  OfficeAccountsController,
  OfficeAccountLinesController,
  OfficeReadingsController,
  OfficeReadingCorrectionsController,
  OfficeReadingDoubtsController,
  OfficePreviewController,
  OfficeCloseController,
  OfficeSlipsController,
  OfficePeriodController,
  OfficeJobsController,
  OfficeCodesController,
  OfficePrintRunsController,
  OfficeConversationsController,
  OfficeAnswerTemplatesController,
  OfficeImportController,
  // Before the page of one payment: an address of its own among theirs.
  OfficeAttentionController,
  OfficeOrderRefundsController,
  OfficePaymentsController,
  OfficePaymentCorrectionsController,
  OfficeRegistriesController,
  OfficeSuspenseController,
  OfficeRecalculationsController,
  OfficeReplayController,
  OfficeTurnoverController,
  OfficeDebtorsController,
  OfficeInstalmentsController,
  OfficeApprovalsController,
  OfficeRulesController,
  OfficeStaffController,
  OfficeAuditController,
];

/** The operations of its API. */
const OPERATIONS: readonly Type[] = [
  ApiSessionController,
  ApiHousesController,
  ApiAccountsController,
  ApiRulesController,
  ApiReadingsController,
  ApiPeriodsController,
  ApiJobsController,
  ApiAttentionController,
  ApiOrderRefundsController,
  ApiPaymentsController,
  ApiRegistriesController,
  ApiSuspenseController,
  ApiRecalculationsController,
  ApiReplaysController,
  ApiTurnoverController,
  ApiDebtorsController,
  ApiInstalmentsController,
  ApiApprovalsController,
  ApiStaffController,
  ApiAuditController,
  ApiCodesController,
  ApiPrintRunsController,
  ApiConversationsController,
  ApiAnswerTemplatesController,
  ApiImportController,
];

/** The back-office: pages and API over the typed clients of the services. It owns no data. */
@Module({})
export class BackOfficeModule {
  /** `clients` binds the clients of the services, the clock and the wait for what was just recorded. */
  static forRoot(settings: BackOfficeSettings, clients: readonly Provider[]): DynamicModule {
    const cookies = new OfficeCookies(settings);
    return {
      module: BackOfficeModule,
      controllers: [...PAGES, ...OPERATIONS],
      providers: [
        ...clients,
        { provide: BACK_OFFICE_SETTINGS, useValue: settings },
        { provide: OFFICE_COOKIES, useValue: cookies },
        { provide: OFFICE_FORM_TOKENS, useValue: createOfficeFormTokens(settings, cookies) },
        CompanyScope,
        OfficeSignIn,
        AskToClose,
        CloseOutlooks,
        GrantApproval,
        ReadingsOfPeriod,
        SettleReading,
        ConversationDesk,
        ImportDesk,
        AskToRefund,
        AskToRefundOrder,
        AskToReturn,
        ClosePreview,
        DebtRegistry,
        DebtFigures,
        WaitingForOfficer,
        AskToRecalculate,
        PaperSlips,
        AskForInstalments,
        ReplayFile,
        TurnoverSheet,
        DebtorsList,
        OfficePages,
        { provide: APP_FILTER, useClass: OfficeErrorFilter },
      ],
    };
  }
}
