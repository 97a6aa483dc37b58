import type {
  AccountEvent,
  AccountPeriodEvent,
  InstalmentEvent,
  PeriodCloseEvent,
  RecalculationOrderEvent,
  ReferenceEvent,
  SlipEvent,
} from '#services/billing';
import type {
  AccountSharingEvent,
  AlarmEvent,
  ApprovalEvent,
  CabinetAccessEvent,
  ContactEvent,
  CredentialEvent,
  LoginEvent,
  PersonEvent,
  PrintRunEvent,
  StaffEvent,
  StaffVisitEvent,
  VisitEvent,
} from '#services/identity';
import type { ConsumptionHistoryEvent, MeteredAccountEvent, MeterEvent } from '#services/metering';
import type {
  AutopayEvent,
  OnlinePaymentEvent,
  PayerAccountEvent,
  PaymentCorrectionEvent,
  PaymentEvent,
  RecipientsEvent,
  RefundEvent,
  RegistryEvent,
  RegistryProfileDefined,
  SetAsideEvent,
} from '#services/payments';
import type {
  AdditionalServiceEvent,
  AnswerTemplateEvent,
  ConversationEvent,
  NotificationEvent,
  OrderEvent,
  ServiceDayEvent,
  SupportedAccountEvent,
} from '#services/support';
import type { NightHouseEvent, NightRunEvent } from '../../billing/domain/night-run.events';
import type { PackageAccepted } from '../import/package-import.decider';

/** One line for each event of a union: an event without its line does not compile. */
type Descriptions<Type extends string> = Readonly<Record<Type, string>>;

export const METER_EVENTS: Descriptions<MeterEvent['type']> = {
  MeterInstalled: 'A meter counts for a utility of an account from a day, starting at these values.',
  MeterRemoved: 'A meter was taken off at its final values.',
  ReadingAccepted: 'A reading was taken and received; whether it was after the end of the verification is said too.',
  ReadingDoubtNoted: 'A person insists on a doubtful reading; the office looks at it.',
  ReadingDoubtSettled: 'The office has found a doubtful reading right or wrong, and says why.',
  ReadingCorrected:
    'An accepted reading has other values than were recorded; the ones believed so far stand beside them.',
};

export const METERED_ACCOUNT_EVENTS: Descriptions<MeteredAccountEvent['type']> = {
  MeteredAccountNoted: 'Metering learnt of an account and of the reading window of its house.',
  MeteredAccountClosed: 'Metering learnt that an account is not billed from a day on.',
};

export const CONSUMPTION_HISTORY_EVENTS: Descriptions<ConsumptionHistoryEvent['type']> = {
  ConsumptionHistoryRecorded: 'Actual monthly volumes from before the first billing period, for averages only.',
};

export const PAYMENT_EVENTS: Descriptions<PaymentEvent['type']> = {
  PaymentReceived: 'A payer has paid an amount for an account to a payee.',
  PaymentReversed: 'A payment was recalled: it counts as if it had never been made.',
  PaymentRefundNoted: 'The bank has given back what had been recalled before: nothing is recalled twice.',
};

export const PAYER_ACCOUNT_EVENTS: Descriptions<PayerAccountEvent['type']> = {
  PayerAccountNoted: 'Payments learnt of an account that may be paid for.',
  PayerAccountClosed: 'Payments learnt that an account is not billed from a day on; it stays payable for its debt.',
  PayerContactNoted: 'Payments learnt that somebody of an account can be sent a notice.',
  PayerContactDropped: 'Payments learnt that a notice cannot be sent this way any more.',
};

export const SET_ASIDE_EVENTS: Descriptions<SetAsideEvent['type']> = {
  PaymentSetAside:
    'A payment of a registry or of a bank’s own list waits for a person: nobody’s as far as is known, or contradicting another.',
  SetAsidePaymentAssigned: 'A person has found the account of a payment that stood aside; it counts from its own day.',
  SetAsidePaymentReturned: 'Money that stood aside went back to the bank or the payer.',
  SetAsidePaymentRefused: 'What contradicted a known payment is no payment of its own.',
};

export const PAYMENT_CORRECTION_EVENTS: Descriptions<PaymentCorrectionEvent['type']> = {
  PaymentRefunded: 'Money of a payment was given back to the payer, as a second person had approved.',
  PaymentReplaced: 'A recalled payment goes on as another: on the right account, or with what was not given back.',
};

export const REFUND_EVENTS: Descriptions<RefundEvent['type']> = {
  RefundFailed: 'A refund to which two people had agreed was not made: something has changed since.',
};

export const REGISTRY_EVENTS: Descriptions<RegistryEvent['type']> = {
  RegistryReceived: 'A bank’s file was read without a fault and is being recorded.',
  RegistryLinesRecorded: 'What became of some lines of a file, one after another.',
  RegistryReconciled: 'Every line of a file has its outcome, and the sums over them are those of the file.',
};

export const REGISTRY_PROFILE_EVENTS: Descriptions<RegistryProfileDefined['type']> = {
  RegistryProfileDefined: 'How files of a bank are read, from a day on.',
};

export const RECIPIENTS_EVENTS: Descriptions<RecipientsEvent['type']> = {
  RecipientsNoted: 'Payments learnt where the money of each payee goes.',
};

export const ONLINE_PAYMENT_EVENTS: Descriptions<OnlinePaymentEvent['type']> = {
  OnlinePaymentInitiated: 'A resident, or an agreement, begins to pay an amount at a bank.',
  OnlinePaymentRegistered: 'The bank has the payment, under this id.',
  OnlinePaymentAuthorized: 'The bank holds the money for us and has not taken it yet.',
  OnlinePaymentCaptured: 'The bank has taken the money: from here on the debt is lower.',
  OnlinePaymentSettled: 'The money has reached the account of the company.',
  OnlinePaymentDeclined: 'The bank has not made the payment, for this reason.',
  OnlinePaymentAbandoned: 'Nobody has paid in time; should it be paid after all, it counts.',
  OnlinePaymentRefunded: 'The bank has given money back to the payer: so much by all refunds.',
  OnlinePaymentAttentionRequested:
    'What became of the payment is not known: a person has to look at the bank’s own records.',
  OnlinePaymentAttentionClosed: 'A person has looked at the bank’s records: what was found, of a closed list.',
};

export const AUTOPAY_EVENTS: Descriptions<AutopayEvent['type']> = {
  AutopayRequested: 'A resident states the terms under which a payee may charge; a payment confirms them.',
  AutopayAgreed: 'The agreement holds: the bank keeps the method of payment for us.',
  AutopayWithdrawn: 'The resident has ended the agreement.',
  AutopayAnnounced: 'The resident was given notice of a charge, three days ahead or more.',
  AutopaySkipped: 'Nothing is charged this time, for this reason.',
  AutopayCharged: 'A charge was handed to the bank.',
  AutopayDeclined: 'The bank has not made a charge; it says when the next one comes or that the agreement is over.',
  AutopayHeld: 'Nothing is charged while nobody can be sent a notice.',
  AutopayRequestFailed: 'The terms that were stated never hold: the bank kept no method or did not make their payment.',
  AutopayEnded: 'The agreement has ended without the resident: the person was erased.',
};

export const REFERENCE_EVENTS: Descriptions<ReferenceEvent['type']> = {
  CompanyRegistered: 'The company, its payees with their requisites and the time zone of its days.',
  SettingDecided: 'A rule that the company may choose has a value from a day.',
  KeyRateAnnounced: 'The key rate of the Bank of Russia from a day.',
  CalendarDayDeclared: 'A day works or rests otherwise than its weekday says.',
  UtilityDefined: 'What is charged: its payee, unit, method and place in the order of print.',
  TariffSet: 'The price of a unit from a day.',
  NormSet: 'The volume of a norm from a day, for all houses or for one.',
  RaisingCoefficientSet: 'What a norm is multiplied by from a day where a meter could stand and does not.',
  RuleWithdrawn: 'A value that was stated by mistake holds no longer; no closed period was charged by it.',
  HouseRegistered: 'A house with its areas, heating mode and reading window.',
  HouseVolumeRecorded: 'The volume of the house meter in a period.',
};

export const ACCOUNT_EVENTS: Descriptions<AccountEvent['type']> = {
  AccountOpened: 'A dwelling account exists from a day, with the balances brought from the system before.',
  AccountClosed: 'An account is not billed from a day on.',
  ResidentsRegistered: 'How many persons are registered, and how many own, from a day.',
  UtilityConnected: 'An account has a utility from a day.',
  UtilityDisconnected: 'An account has a utility no more from a day.',
  AbsenceRegistered: 'Persons were away for these days; the charge by norm is reduced.',
  MeterNoted: 'Billing learnt from metering of a meter.',
  MeterRemovalNoted: 'Billing learnt from metering that a meter was taken off.',
  ReadingNoted: 'Billing learnt from metering of a reading.',
  ReadingCorrectionNoted: 'Billing learnt from metering of a corrected reading.',
  ConsumptionHistoryNoted: 'Billing learnt from metering of volumes from before the first billing period.',
  RecalculationRecorded:
    'An accountant recorded a recalculation that the monthly run does not make by itself: its lines wait for the close of the open period.',
  OrderChargeNoted: 'Billing learnt from support of an order that is to be charged, with its title and price.',
  OrderChargeCancellationNoted: 'Billing learnt from support that an order which was charged is not to be paid.',
};

export const ACCOUNT_PERIOD_EVENTS: Descriptions<AccountPeriodEvent['type']> = {
  PeriodOpened: 'A billing period of an account began, with the debts and the unspent money carried into it.',
  ChargesCalculated: 'The charges and recalculations of the period, each line with its inputs; the latest one counts.',
  PaymentCredited: 'A payment was allocated to debts.',
  PaymentCreditReversed: 'The allocations of a recalled payment were taken back.',
  PaymentHeld: 'A payment of a later month came before this one was closed; the next period takes it.',
  PenaltySuspended: 'No penalty is charged on some months from a day: an agreement to pay by parts runs.',
  PenaltyResumed: 'An agreement to pay by parts has ended: penalty is charged again after its last day.',
  PaymentReversalHeld: 'A recall of a later month came before this one was closed; the next period takes it.',
  PeriodClosed: 'The period is final: its figures by payee, the allocation of advances and the posted penalty.',
};

export const NIGHT_RUN_EVENTS: Descriptions<NightRunEvent['type']> = {
  NightRunStarted: 'The nightly jobs of a date began, or began again, with the houses to be done.',
  NightRunCompleted: 'The nightly jobs of a date are done in every house, with what was done on the whole.',
  CalculationAsked: 'A person wants the open period calculated now, all accounts or one that was parked.',
};

export const NIGHT_HOUSE_EVENTS: Descriptions<NightHouseEvent['type']> = {
  NightHouseTaken:
    'A worker took a house under a lease with a fencing token. In earlier logs the three stand in the stream of the night.',
  NightHouseProgressed: 'So many accounts of a house are done; the lease is renewed.',
  NightHouseCompleted: 'A house is done: how many accounts were calculated, unchanged, closed and parked.',
};

export const SLIP_EVENTS: Descriptions<SlipEvent['type']> = {
  SlipIssued: 'The slip of a closed period, with everything it says; a later version names the one it supersedes.',
  SlipSuperseded: 'A version of a slip is in force no more.',
};

export const CREDENTIAL_EVENTS: Descriptions<CredentialEvent['type']> = {
  CabinetAccountNoted: 'Identity learnt of an account whose payer may be given a way into the cabinet.',
  CredentialIssued: 'A login and an access code were made for an account; the code itself is not in the log.',
  CredentialReissued: 'Another access code under the same login; the one before is void.',
  CredentialRevoked: 'An access code is void.',
  CodePrinted: 'An access code left the system on paper, or was shown once to whoever opened a one-time link.',
  CodePrintRequested: 'The office was asked for a code: it goes into the next payment slip.',
  CodeAskedFor:
    '«Я не помню пароль»: the code was asked for by login; by mail a link was sent, else it goes into the slip.',
  SignInLocked:
    'After wrong codes in a row, sign-in of unknown devices waits, or is closed until the code is replaced.',
  SignInSuspended: 'The resident has frozen the cabinet: nobody signs in.',
  SignInResumed: 'The office lets people into a frozen cabinet again.',
};

export const VISIT_EVENTS: Descriptions<VisitEvent['type']> = {
  CabinetEntered: 'Somebody signed in, from a device that is named in words.',
};

export const CABINET_ACCESS_EVENTS: Descriptions<CabinetAccessEvent['type']> = {
  AccountAttached: 'Another account is shown under a sign-in, by whoever knew its login and code.',
  AccountDetached: 'An account is shown under a sign-in no more.',
  SessionsEnded: 'Every session of a login was ended.',
};

export const ACCOUNT_SHARING_EVENTS: Descriptions<AccountSharingEvent['type']> = {
  AccountShared: 'Another sign-in shows the account by the code that is in force; its own people are told.',
  AccountSharingEnded: 'Another sign-in shows the account no more: its own people or the others have ended it.',
};

export const CONTACT_EVENTS: Descriptions<ContactEvent['type']> = {
  ContactVerified: 'The office has seen that an address is the person’s own; the address is in the vault.',
  ContactWithdrawn: 'A person is not to be reached this way any more; the address was forgotten.',
};

export const PERSON_EVENTS: Descriptions<PersonEvent['type']> = {
  PersonErased: 'What was kept of a person was erased at the person’s demand; the sums stay.',
};

export const PRINT_RUN_EVENTS: Descriptions<PrintRunEvent['type']> = {
  PrintRunRequested:
    'The codes of these accounts were asked for on paper, as they stand now; more than 50 need a second person.',
  PrintRunApproved: 'A second person has agreed to a print run.',
  PrintLinkIssued: 'A link was made that prints a run once, within ten minutes.',
  PrintRunPrinted: 'The codes of a run left the system on paper.',
};

export const ALARM_EVENTS: Descriptions<AlarmEvent['type']> = {
  AccessAlarmRaised: 'Codes of many logins are being guessed, or asked for more often than people forget them.',
};

export const LOGIN_EVENTS: Descriptions<LoginEvent['type']> = {
  LoginReserved: 'A login belongs to one account for ever.',
};

export const CONVERSATION_EVENTS: Descriptions<ConversationEvent['type']> = {
  ConversationOpened: 'A conversation about an account, a line of a charge or an order began.',
  MessageWritten: 'A message, its text sealed; the first that waits for an answer sets the promised day.',
  AttachmentAdded: 'A file belongs to a message; its bytes lie sealed outside the log, its name is sealed here.',
  ConversationAnswered: 'A specialist’s message ended the waiting.',
  AnswerOverdueNoted: 'The promised day went by without an answer.',
  ConversationClosed: 'A conversation is over.',
  ConversationReopened: 'A closed conversation goes on.',
  ConversationAssigned: 'A member of staff takes care of a conversation.',
  AnswerPromiseChanged: 'An answer is promised for another day than before, with the reason.',
  AnswerCorrectionLinked: 'A message answers by a recalculation of billing, with what whoever asked is told of it.',
};

export const ANSWER_TEMPLATE_EVENTS: Descriptions<AnswerTemplateEvent['type']> = {
  AnswerTemplateSaved: 'A text that answers of a company often begin with; saved again it is replaced.',
  AnswerTemplateWithdrawn: 'Answers begin with that text no more.',
};

export const SUPPORTED_ACCOUNT_EVENTS: Descriptions<SupportedAccountEvent['type']> = {
  SupportedAccountNoted: 'Support learnt of an account and with whose key its correspondence is sealed.',
  SupportedAccountClosed: 'Support learnt that an account is not billed from a day on.',
  ContactNoted: 'Support learnt that somebody can be told by mail; the address is in the vault.',
  ContactDropped: 'Somebody is not to be reached this way any more.',
  NotificationsChosen: 'A person turned letters of a kind on or off.',
  DueNoted: 'What a closed month leaves to be paid and until when, where somebody can be reminded of it.',
  LetterHeld: 'A letter that comes always waits for a contact of which support has not heard yet.',
  DuePaid: 'A payment that counts against what is due, since the closing sum does not have it.',
  DuePaymentRecalled: 'A payment that the closing sum has, or that came since, was recalled.',
  ReadingsNoted: 'Some reading of a month has come in, where somebody can be reminded.',
  InstalmentsNoted: 'Support learnt what an account has agreed to pay by parts.',
  InstalmentsLeftNoted: 'What is left of an agreement after a part that was paid in time.',
  InstalmentsEnded: 'An agreement was broken, fulfilled or withdrawn: nobody is reminded of its parts.',
  InstalmentsResumed: 'An agreement that was broken, or paid by a payment that was recalled, runs again.',
};

export const NOTIFICATION_EVENTS: Descriptions<NotificationEvent['type']> = {
  NotificationRequested: 'Somebody is to be told of something: the outbox of letters.',
  NotificationAttempted: 'A process is about to hand a letter over; nobody else does meanwhile.',
  NotificationDeferred: 'Nobody took the letter; it is tried again later.',
  NotificationSent: 'A letter was handed over.',
  NotificationFailed: 'A letter is not sent any more, and why.',
};

export const ADDITIONAL_SERVICE_EVENTS: Descriptions<AdditionalServiceEvent['type']> = {
  AdditionalServiceOffered: 'The company offers an additional service from a day, by these terms.',
  AdditionalServiceChanged: 'A service has other terms from a day; orders placed before keep theirs.',
  AdditionalServiceWithdrawn: 'A service cannot be ordered from a day on; orders placed before are done.',
};

export const SERVICE_DAY_EVENTS: Descriptions<ServiceDayEvent['type']> = {
  SlotTaken: 'One of the orders that a service has room for on a day is taken.',
  SlotReleased: 'A place of a day is free again.',
};

export const ORDER_EVENTS: Descriptions<OrderEvent['type']> = {
  OrderPlaced: 'A resident ordered a service; its name, price and limit are frozen, a comment is sealed.',
  OrderConfirmed: 'The office has accepted an order for its day.',
  OrderRescheduled: 'An order is for another day or another part of it.',
  OrderCancelled: 'An order is not to be done, or is taken back, and why.',
  OrderCompleted: 'The work of an order was done on a day.',
  OrderPaymentNoted: 'A payment for an order has come through at the bank.',
  OrderRefundNoted: 'The bank has given money back that was paid for an order.',
  OrderRefundAgreed: 'Two people have agreed that money of an order goes back; the bank gives it, and tells of it.',
  OrderRefundNotMade: 'What two people had agreed to give back of an order is not what has to be given back by now.',
  OrderCharged: 'The sum of an order goes on the slip: the work is done and was not paid at the bank.',
  OrderChargeWithdrawn: 'The sum of an order comes off the slip: it was cancelled, or paid at the bank after all.',
};

export const PACKAGE_IMPORT_EVENTS: Descriptions<PackageAccepted['type']> = {
  PackageAccepted: 'A company package was taken as the history of the company.',
};

export const STAFF_EVENTS: Descriptions<StaffEvent['type']> = {
  StaffMemberRegistered: 'Somebody works in the office of these companies; the name lies in the vault of persons.',
  StaffRoleChanged: 'A member of staff has another role; sessions with the one before are over.',
  StaffMemberSuspended: 'A member of staff gets in no more.',
  StaffMemberRestored: 'A member of staff may get in again.',
  StaffLinkIssued: 'A link was made with which password and second factor are set, once.',
  StaffPasswordSet: 'A member of staff has chosen a password; its hash lies in the vault of codes.',
  SecondFactorEnrolled: 'A member of staff has shown a code of the new second factor.',
  SecondFactorWithdrawn: 'A chief has taken password and second factor of a member of staff back.',
};

export const STAFF_VISIT_EVENTS: Descriptions<StaffVisitEvent['type']> = {
  StaffSignedIn: 'A member of staff has signed in with password and second factor.',
  StaffSignInLocked: 'Too many wrong passwords or codes in a row: sign-in of a member of staff waits, or is closed.',
};

export const APPROVAL_EVENTS: Descriptions<ApprovalEvent['type']> = {
  ApprovalRequested: 'Somebody asks a second person to agree to what one person alone does not do.',
  ApprovalGranted: 'Another person has agreed: the service concerned carries it out.',
  ApprovalRefused: 'Another person has refused, with a reason.',
  ApprovalWithdrawn: 'Whoever asked has taken it back.',
  ApprovalExpired: 'Nobody has agreed in time.',
  ApprovalCarriedOut: 'What was agreed to is done.',
  ApprovalFailed: 'What was agreed to was not done, and why.',
};

export const RECALCULATION_ORDER_EVENTS: Descriptions<RecalculationOrderEvent['type']> = {
  RecalculationsOrdered: 'Recalculations of several accounts were ordered, or agreed to by two people, with figures.',
  OrderedSumsFixed: 'Some of the accounts of the order with their sums, from which nothing else is recorded.',
  RecalculationsBegun: 'All sums are fixed and are those that were ordered; they are being recorded.',
  RecalculationsCarriedOut: 'The recalculations are recorded, but for the accounts that were refused.',
  RecalculationsFailed: 'Nothing was recorded: what two people agreed to is something else by now.',
  RecalculationsStopped: 'A fault of the program has stopped the order; it is tried again by itself.',
};

export const INSTALMENT_EVENTS: Descriptions<InstalmentEvent['type']> = {
  InstalmentsAgreed:
    'Two people have agreed to let an account pay its debt by parts: the months, the parts, their days.',
  InstalmentsNotAgreed: 'What two people agreed to is something else by now; nothing was agreed.',
  InstalmentKept: 'A part and all before it were paid in time, seen when its days of grace were over.',
  InstalmentsMissed:
    'A part was not paid in time, or its payment was recalled: the agreement ends, penalty counts from the day after that part was due.',
  InstalmentsRestored: 'Money that was told late had come in time: the agreement runs again.',
  InstalmentsFulfilled: 'Everything that the agreement covered is paid.',
  InstalmentsReopened: 'A payment of a fulfilled agreement was recalled, and no part is late: it runs again.',
  InstalmentsWithdrawn: 'The office has ended the agreement, with a cause.',
};

export const PERIOD_CLOSE_EVENTS: Descriptions<PeriodCloseEvent['type']> = {
  PeriodCloseApproved: 'Two people have agreed to close a period, with the figures that they saw.',
  PeriodCloseBegun: 'The figures were still the same, and accounts are being closed.',
  PeriodCloseCarriedOut: 'The period is closed, but for the accounts that a missing rule keeps open.',
  PeriodCloseFailed: 'Nothing was closed: something has changed since two people agreed.',
};
