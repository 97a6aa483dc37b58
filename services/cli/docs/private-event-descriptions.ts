import type { AccountEvent, AccountPeriodEvent, ReferenceEvent, SlipEvent } from '#services/billing';
import type {
  AlarmEvent,
  CabinetAccessEvent,
  ContactEvent,
  CredentialEvent,
  LoginEvent,
  PersonEvent,
  PrintRunEvent,
  VisitEvent,
} from '#services/identity';
import type { ConsumptionHistoryEvent, MeteredAccountEvent, MeterEvent } from '#services/metering';
import type { PayerAccountEvent, PaymentEvent } from '#services/payments';
import type { ConversationEvent } from '#services/support';
import type { NightRunEvent } from '../../billing/domain/night-run.events';
import type { PackageAccepted } from '../import/package-import.decider';

/** One line for each event of a union: an event without its line does not compile. */
type Descriptions<Type extends string> = Readonly<Record<Type, string>>;

export const METER_EVENTS: Descriptions<MeterEvent['type']> = {
  MeterInstalled: 'A meter counts for a utility of an account from a day, starting at these values.',
  MeterRemoved: 'A meter was taken off at its final values.',
  ReadingAccepted: 'A reading was taken and received; whether it was after the end of the verification is said too.',
  ReadingDoubtNoted: 'A person insists on a doubtful reading; the office looks at it.',
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
};

export const PAYER_ACCOUNT_EVENTS: Descriptions<PayerAccountEvent['type']> = {
  PayerAccountNoted: 'Payments learnt of an account that may be paid for.',
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
};

export const ACCOUNT_PERIOD_EVENTS: Descriptions<AccountPeriodEvent['type']> = {
  PeriodOpened: 'A billing period of an account began, with the debts and the unspent money carried into it.',
  ChargesCalculated: 'The charges and recalculations of the period, each line with its inputs; the latest one counts.',
  PaymentCredited: 'A payment was allocated to debts.',
  PaymentCreditReversed: 'The allocations of a recalled payment were taken back.',
  PaymentHeld: 'A payment of a later month came before this one was closed; the next period takes it.',
  PaymentReversalHeld: 'A recall of a later month came before this one was closed; the next period takes it.',
  PeriodClosed: 'The period is final: its figures by payee, the allocation of advances and the posted penalty.',
};

export const NIGHT_RUN_EVENTS: Descriptions<NightRunEvent['type']> = {
  NightRunStarted: 'The nightly jobs of a date began, with the houses to be done.',
  NightHouseTaken: 'A worker took a house under a lease with a fencing token.',
  NightHouseProgressed: 'So many accounts of a house are done; the lease is renewed.',
  NightHouseCompleted: 'A house is done: how many accounts were calculated, unchanged, closed and parked.',
  NightRunCompleted: 'The nightly jobs of a date are done.',
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

export const CONTACT_EVENTS: Descriptions<ContactEvent['type']> = {
  ContactVerified: 'The office has seen that an address is the person’s own; the address is in the vault.',
  ContactWithdrawn: 'A person is not to be reached this way any more; the address was forgotten.',
};

export const PERSON_EVENTS: Descriptions<PersonEvent['type']> = {
  PersonErased: 'What was kept of a person was erased at the person’s demand; the sums stay.',
};

export const PRINT_RUN_EVENTS: Descriptions<PrintRunEvent['type']> = {
  PrintRunRequested: 'The codes of these accounts were asked for on paper; more than 50 need a second person.',
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
  ConversationAnswered: 'A specialist’s message ended the waiting.',
  AnswerOverdueNoted: 'The promised day went by without an answer.',
  ConversationClosed: 'A conversation is over.',
  ConversationReopened: 'A closed conversation goes on.',
};

export const PACKAGE_IMPORT_EVENTS: Descriptions<PackageAccepted['type']> = {
  PackageAccepted: 'A company package was taken as the history of the company.',
};
