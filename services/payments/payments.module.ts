import { Module } from '@nestjs/common';
import { PAYMENTS_CLIENT } from './api/client';
import { EmbeddedPaymentsClient } from './api/client/embedded-payments-client';
import { OnlinePaymentsOffice } from './api/online/online-payments-office';
import { OnlinePaymentsController } from './api/online/online-payments.controller';
import { ONLINE_WORK } from './api/online/online-work';
import { PaymentAllowance } from './api/online/payment-allowance';
import { PaymentHistoryQuery } from './api/online/payment-history.query';
import { PaymentsController } from './api/payments.controller';
import { AutopayChargesJob } from './automation/autopay-charges.job';
import { ConfirmOnlinePaymentsJob } from './automation/confirm-online-payments.job';
import { KeptMethods } from './automation/kept-methods';
import { NoteRefundsJob } from './automation/note-refunds.job';
import { OnlinePaymentLog } from './automation/online-payment-log';
import { OnlinePayments } from './automation/online-payments';
import { WhenAccountOpenedThenNotePayerAccount } from './automation/when-account-opened-then-note-payer-account.reaction';
import { WhenCompanyRegisteredThenNoteRecipients } from './automation/when-company-registered-then-note-recipients.reaction';
import { WhenContactVerifiedThenNotePayerContact } from './automation/when-contact-verified-then-note-payer-contact.reaction';
import { WhenContactWithdrawnThenDropPayerContact } from './automation/when-contact-withdrawn-then-drop-payer-contact.reaction';
import { WhenOnlinePaymentCapturedThenReceivePayment } from './automation/when-online-payment-captured-then-receive-payment.reaction';
import { WhenOnlinePaymentDeclinedThenNoteAutopay } from './automation/when-online-payment-declined-then-note-autopay.reaction';
import { WhenOnlinePaymentRefundedThenReversePayment } from './automation/when-online-payment-refunded-then-reverse-payment.reaction';
import { WhenPersonErasedThenEndAutopay } from './automation/when-person-erased-then-end-autopay.reaction';

/** Payments and their identity, their recall, paying at a bank and agreements to be charged. */
@Module({
  controllers: [
    PaymentsController,
    OnlinePaymentsController,
    WhenAccountOpenedThenNotePayerAccount,
    WhenCompanyRegisteredThenNoteRecipients,
    WhenOnlinePaymentCapturedThenReceivePayment,
    WhenOnlinePaymentRefundedThenReversePayment,
    WhenContactVerifiedThenNotePayerContact,
    WhenContactWithdrawnThenDropPayerContact,
    WhenOnlinePaymentDeclinedThenNoteAutopay,
    WhenPersonErasedThenEndAutopay,
  ],
  providers: [
    OnlinePaymentLog,
    KeptMethods,
    OnlinePayments,
    { provide: ONLINE_WORK, useExisting: OnlinePayments },
    ConfirmOnlinePaymentsJob,
    NoteRefundsJob,
    AutopayChargesJob,
    PaymentAllowance,
    OnlinePaymentsOffice,
    PaymentHistoryQuery,
    { provide: PAYMENTS_CLIENT, useClass: EmbeddedPaymentsClient },
  ],
  exports: [PAYMENTS_CLIENT, ConfirmOnlinePaymentsJob, NoteRefundsJob, AutopayChargesJob],
})
export class PaymentsModule {}
