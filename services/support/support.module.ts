import { Module } from '@nestjs/common';
import { AdditionalServicesController } from './api/additional-services.controller';
import { AdditionalServicesQuery } from './api/additional-services.query';
import { Allowances } from './api/allowances';
import { OwnSubjects } from './api/own-subjects';
import { SealedAttachments } from './api/attachments/sealed-attachments';
import { AnswerTemplates } from './api/answer-templates';
import { ORDER_REFUNDS_CLIENT, ORDERS_CLIENT, SUPPORT_CLIENT, SUPPORT_OFFICE_CLIENT } from './api/client';
import { EmbeddedOrderRefundsClient } from './api/client/embedded-order-refunds-client';
import { EmbeddedOrdersClient } from './api/client/embedded-orders-client';
import { EmbeddedSupportClient } from './api/client/embedded-support-client';
import { EmbeddedSupportOfficeClient } from './api/client/embedded-support-office-client';
import { ConversationsController } from './api/conversations.controller';
import { ConversationsQuery } from './api/conversations.query';
import { Correspondence } from './api/correspondence';
import { NotificationPreferences } from './api/notification-preferences';
import { OrderDesk } from './api/order-desk';
import { OrdersController } from './api/orders.controller';
import { OrdersQuery } from './api/orders.query';
import { WhenAccountClosedThenCloseSupportedAccount } from './automation/when-account-closed-then-close-supported-account.reaction';
import { WhenAccountOpenedThenNoteSupportedAccount } from './automation/when-account-opened-then-note-supported-account.reaction';
import { WhenAnswerWrittenThenNotify } from './automation/when-answer-written-then-notify.reaction';
import { WhenAccountSharedThenNotify } from './automation/when-account-shared-then-notify.reaction';
import { WhenApprovalGrantedThenAgreeOrderRefund } from './automation/when-approval-granted-then-agree-order-refund.reaction';
import { WhenAutopayAnnouncedThenNotify } from './automation/when-autopay-announced-then-notify.reaction';
import { WhenAutopayDeclinedThenNotify } from './automation/when-autopay-declined-then-notify.reaction';
import { WhenAutopayRequestFailedThenNotify } from './automation/when-autopay-request-failed-then-notify.reaction';
import { WhenAutopaySkippedThenNotify } from './automation/when-autopay-skipped-then-notify.reaction';
import { WhenContactVerifiedThenNoteContact } from './automation/when-contact-verified-then-note-contact.reaction';
import { WhenContactWithdrawnThenDropContact } from './automation/when-contact-withdrawn-then-drop-contact.reaction';
import { WhenInstalmentKeptThenNoteLeft } from './automation/when-instalment-kept-then-note-left.reaction';
import { WhenInstalmentsAgreedThenNotify } from './automation/when-instalments-agreed-then-notify.reaction';
import { WhenInstalmentsFulfilledThenNotify } from './automation/when-instalments-fulfilled-then-notify.reaction';
import { WhenInstalmentsMissedThenNotify } from './automation/when-instalments-missed-then-notify.reaction';
import { WhenInstalmentsReopenedThenNotify } from './automation/when-instalments-reopened-then-notify.reaction';
import { WhenInstalmentsRestoredThenNotify } from './automation/when-instalments-restored-then-notify.reaction';
import { WhenInstalmentsWithdrawnThenNotify } from './automation/when-instalments-withdrawn-then-notify.reaction';
import { WhenOnlinePaymentCapturedThenNoteOrderPayment } from './automation/when-online-payment-captured-then-note-order-payment.reaction';
import { WhenOnlinePaymentDeclinedThenNotify } from './automation/when-online-payment-declined-then-notify.reaction';
import { WhenOnlinePaymentRefundedThenNoteOrderRefund } from './automation/when-online-payment-refunded-then-note-order-refund.reaction';
import { WhenPaymentReceivedThenNotify } from './automation/when-payment-received-then-notify.reaction';
import { WhenPaymentCreditedThenNoteDuePayment } from './automation/when-payment-credited-then-note-due-payment.reaction';
import { WhenPaymentCreditReversedThenRemindAgain } from './automation/when-payment-credit-reversed-then-remind-again.reaction';
import { WhenPeriodClosedThenNotify } from './automation/when-period-closed-then-notify.reaction';
import { WhenReadingAcceptedThenNoteReadings } from './automation/when-reading-accepted-then-note-readings.reaction';

const REACTIONS = [
  WhenAccountClosedThenCloseSupportedAccount,
  WhenAccountOpenedThenNoteSupportedAccount,
  WhenAnswerWrittenThenNotify,
  WhenAccountSharedThenNotify,
  WhenAutopayAnnouncedThenNotify,
  WhenAutopayDeclinedThenNotify,
  WhenAutopayRequestFailedThenNotify,
  WhenAutopaySkippedThenNotify,
  WhenOnlinePaymentDeclinedThenNotify,
  WhenContactVerifiedThenNoteContact,
  WhenContactWithdrawnThenDropContact,
  WhenPaymentReceivedThenNotify,
  WhenPaymentCreditedThenNoteDuePayment,
  WhenPaymentCreditReversedThenRemindAgain,
  WhenPeriodClosedThenNotify,
  WhenReadingAcceptedThenNoteReadings,
  WhenInstalmentKeptThenNoteLeft,
  WhenInstalmentsAgreedThenNotify,
  WhenInstalmentsFulfilledThenNotify,
  WhenInstalmentsMissedThenNotify,
  WhenInstalmentsReopenedThenNotify,
  WhenInstalmentsRestoredThenNotify,
  WhenInstalmentsWithdrawnThenNotify,
  WhenOnlinePaymentCapturedThenNoteOrderPayment,
  WhenOnlinePaymentRefundedThenNoteOrderRefund,
  WhenApprovalGrantedThenAgreeOrderRefund,
];

/** Conversations between residents and specialists, what people are told by letter, and orders for additional services. */
@Module({
  controllers: [ConversationsController, AdditionalServicesController, OrdersController, ...REACTIONS],
  providers: [
    SealedAttachments,
    Allowances,
    OwnSubjects,
    Correspondence,
    ConversationsQuery,
    NotificationPreferences,
    AdditionalServicesQuery,
    OrdersQuery,
    OrderDesk,
    AnswerTemplates,
    { provide: SUPPORT_OFFICE_CLIENT, useClass: EmbeddedSupportOfficeClient },
    { provide: SUPPORT_CLIENT, useClass: EmbeddedSupportClient },
    { provide: ORDER_REFUNDS_CLIENT, useClass: EmbeddedOrderRefundsClient },
    { provide: ORDERS_CLIENT, useClass: EmbeddedOrdersClient },
  ],
  exports: [SUPPORT_CLIENT, SUPPORT_OFFICE_CLIENT, ORDERS_CLIENT, ORDER_REFUNDS_CLIENT],
})
export class SupportModule {}
