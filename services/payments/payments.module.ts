import { Module } from '@nestjs/common';
import { PAYMENTS_CLIENT, PAYMENTS_OFFICE_CLIENT, REGISTRIES_CLIENT } from './api/client';
import { EmbeddedPaymentsClient } from './api/client/embedded-payments-client';
import { EmbeddedPaymentsOfficeClient } from './api/client/embedded-payments-office-client';
import { EmbeddedRegistriesClient } from './api/client/embedded-registries-client';
import { OfficePaymentsQuery } from './api/office/office-payments.query';
import { OnlinePaymentsOffice } from './api/online/online-payments-office';
import { OnlinePaymentsController } from './api/online/online-payments.controller';
import { ONLINE_WORK } from './api/online/online-work';
import { PaymentAllowance } from './api/online/payment-allowance';
import { PaymentHistoryQuery } from './api/online/payment-history.query';
import { PaymentsController } from './api/payments.controller';
import { RegistriesController } from './api/registries/registries.controller';
import { RegistriesQuery } from './api/registries/registries.query';
import { RegistryDesk } from './api/registries/registry-desk';
import { REGISTRY_WORK, RegistryWork } from './api/registries/registry-work';
import { SealedRegistryFiles } from './api/registries/sealed-registry-files';
import { SetAsidePaymentsController } from './api/registries/set-aside-payments.controller';
import { AutopayChargesJob } from './automation/autopay-charges.job';
import { ConfirmOnlinePaymentsJob } from './automation/confirm-online-payments.job';
import { KeptMethods } from './automation/kept-methods';
import { NoteRefundsJob } from './automation/note-refunds.job';
import { OnlinePaymentLog } from './automation/online-payment-log';
import { OnlinePayments } from './automation/online-payments';
import { ReconcilePaymentsJob } from './automation/reconcile-payments.job';
import { FinishRegistriesJob } from './automation/registries/finish-registries.job';
import { ForgetUnacceptedRegistriesJob } from './automation/registries/forget-unaccepted-registries.job';
import { REGISTRY_FILE_DAYS, REGISTRY_FILE_DAYS_USUAL, REGISTRY_FILES } from './automation/registries/registry-files';
import { RegistryIntake } from './automation/registries/registry-intake';
import { WhenAccountClosedThenClosePayerAccount } from './automation/when-account-closed-then-close-payer-account.reaction';
import { WhenAccountOpenedThenNotePayerAccount } from './automation/when-account-opened-then-note-payer-account.reaction';
import { WhenApprovalGrantedThenRefundPayment } from './automation/when-approval-granted-then-refund-payment.reaction';
import { WhenApprovalGrantedThenReturnPayment } from './automation/when-approval-granted-then-return-payment.reaction';
import { WhenCompanyRegisteredThenNoteRecipients } from './automation/when-company-registered-then-note-recipients.reaction';
import { WhenContactVerifiedThenNotePayerContact } from './automation/when-contact-verified-then-note-payer-contact.reaction';
import { WhenContactWithdrawnThenDropPayerContact } from './automation/when-contact-withdrawn-then-drop-payer-contact.reaction';
import { WhenOnlinePaymentCapturedThenReceivePayment } from './automation/when-online-payment-captured-then-receive-payment.reaction';
import { WhenOnlinePaymentDeclinedThenNoteAutopay } from './automation/when-online-payment-declined-then-note-autopay.reaction';
import { WhenOnlinePaymentRefundedThenReversePayment } from './automation/when-online-payment-refunded-then-reverse-payment.reaction';
import { WhenPaymentReplacedThenReceiveReplacement } from './automation/when-payment-replaced-then-receive-replacement.reaction';
import { WhenPersonErasedThenEndAutopay } from './automation/when-person-erased-then-end-autopay.reaction';

/** Payments and their identity, their recall, paying at a bank and agreements to be charged. */
@Module({
  controllers: [
    PaymentsController,
    OnlinePaymentsController,
    RegistriesController,
    SetAsidePaymentsController,
    WhenAccountOpenedThenNotePayerAccount,
    WhenAccountClosedThenClosePayerAccount,
    WhenCompanyRegisteredThenNoteRecipients,
    WhenOnlinePaymentCapturedThenReceivePayment,
    WhenOnlinePaymentRefundedThenReversePayment,
    WhenPaymentReplacedThenReceiveReplacement,
    WhenApprovalGrantedThenRefundPayment,
    WhenApprovalGrantedThenReturnPayment,
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
    ReconcilePaymentsJob,
    AutopayChargesJob,
    PaymentAllowance,
    OnlinePaymentsOffice,
    PaymentHistoryQuery,
    { provide: PAYMENTS_CLIENT, useClass: EmbeddedPaymentsClient },
    OfficePaymentsQuery,
    { provide: PAYMENTS_OFFICE_CLIENT, useClass: EmbeddedPaymentsOfficeClient },
    RegistryIntake,
    SealedRegistryFiles,
    { provide: REGISTRY_FILES, useExisting: SealedRegistryFiles },
    FinishRegistriesJob,
    ForgetUnacceptedRegistriesJob,
    {
      provide: REGISTRY_WORK,
      useFactory: registryWork,
      inject: [RegistryIntake, FinishRegistriesJob, { token: REGISTRY_FILE_DAYS, optional: true }],
    },
    RegistryDesk,
    RegistriesQuery,
    { provide: REGISTRIES_CLIENT, useClass: EmbeddedRegistriesClient },
  ],
  exports: [
    PAYMENTS_CLIENT,
    PAYMENTS_OFFICE_CLIENT,
    REGISTRIES_CLIENT,
    RegistryIntake,
    FinishRegistriesJob,
    ForgetUnacceptedRegistriesJob,
    ConfirmOnlinePaymentsJob,
    NoteRefundsJob,
    ReconcilePaymentsJob,
    AutopayChargesJob,
  ],
})
export class PaymentsModule {}

function registryWork(intake: RegistryIntake, job: FinishRegistriesJob, keptDays?: number): RegistryWork {
  return {
    keptDays: keptDays ?? REGISTRY_FILE_DAYS_USUAL,
    check: (file) => intake.check(file),
    take: (file, cause) => intake.take(file, cause),
    begin: (registryId, actor) => job.begin(registryId, actor),
  };
}
