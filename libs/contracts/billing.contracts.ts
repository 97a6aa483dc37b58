import { z } from 'zod';
import { accountField, contract, dateField, kopecksField, payeeField, periodField } from './contract';

export const accountOpened = contract(
  'billing.account-opened.v1',
  'A dwelling account exists in a house from a day.',
  z.object({
    account: accountField,
    houseId: z.string(),
    openedOn: dateField,
    personId: z.string().min(1).optional().describe('The payer as the vault of persons knows them'),
    windowFromDay: z.int().min(1).max(28).describe('First day of the month of the reading window'),
    windowToDay: z.int().min(1).max(28).describe('Last day of the month of the reading window'),
  }),
);

export const accountClosed = contract(
  'billing.account-closed.v1',
  'A dwelling account is not billed from a day on.',
  z.object({ account: accountField, closedOn: dateField.describe('The first day that is not billed') }),
);

export const periodClosed = contract(
  'billing.period-closed.v1',
  'A billing period of an account was closed: its statement is final.',
  z.object({
    account: accountField,
    period: periodField,
    dueOn: dateField,
    payees: z.array(
      z.object({
        payee: payeeField,
        openingKopecks: kopecksField,
        chargedKopecks: kopecksField,
        recalculatedKopecks: kopecksField,
        penaltyKopecks: kopecksField,
        paymentsKopecks: kopecksField,
        closingKopecks: kopecksField.describe('Below zero it is an advance'),
      }),
    ),
  }),
);

const creditedPeriodField = periodField.describe('The month whose closing sum has it, told before its `period-closed`');

export const paymentCredited = contract(
  'billing.payment-credited.v1',
  'A payment was put on the debts of an account.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    payee: payeeField,
    amountKopecks: kopecksField.positive(),
    receivedOn: dateField.describe('The day the payer paid'),
    period: creditedPeriodField,
  }),
);

export const paymentCreditReversed = contract(
  'billing.payment-credit-reversed.v1',
  'A recalled payment was taken off the debts of an account again.',
  z.object({
    account: accountField,
    paymentId: z.string(),
    payee: payeeField,
    amountKopecks: kopecksField.positive(),
    reversedOn: dateField,
    period: creditedPeriodField,
  }),
);

export const companyRegistered = contract(
  'billing.company-registered.v1',
  'Which organisations are paid, and where their money goes.',
  z.object({
    companyId: z.string().describe('The company, by the number under which it pays taxes'),
    payees: z
      .array(
        z.object({
          payee: payeeField,
          name: z.string().describe('As the bank knows the organisation'),
          inn: z.string().describe('ИНН'),
          kpp: z.string().nullable().describe('КПП; null where it has none'),
          bankName: z.string().describe('The bank of the account'),
          bic: z.string().describe('БИК'),
          bankAccount: z.string().describe('The account that is paid to'),
          correspondentAccount: z.string().describe('The account of the bank at the Bank of Russia'),
        }),
      )
      .describe('One for each payee'),
  }),
);

const agreementField = z.string().min(1).describe('The agreement, by its approval');
const penaltyFromField = dateField.describe('The first day that bears penalty again');

export const instalmentsAgreed = contract(
  'billing.instalments-agreed.v1',
  'A debt may be paid by parts; while they are paid in time it bears no penalty.',
  z.object({
    account: accountField,
    agreementId: agreementField,
    agreedOn: dateField,
    payee: payeeField,
    graceDays: z.int().min(0).describe('Days after the due day of a part that its money may still be on its way'),
    amountKopecks: kopecksField.describe('What the parts add up to'),
    parts: z
      .array(
        z.object({
          dueOn: dateField.describe('The last day on which it is paid in time'),
          amountKopecks: kopecksField,
        }),
      )
      .describe('By their days'),
  }),
);

export const instalmentKept = contract(
  'billing.instalment-kept.v1',
  'A part of an agreement and all before it were paid in time, seen when its days of grace were over.',
  z.object({
    account: accountField,
    agreementId: agreementField,
    part: z.int().min(1).describe('From 1'),
    keptOn: dateField.describe('The day on which it was seen'),
    leftKopecks: kopecksField.describe('Of everything that the agreement covers'),
  }),
);

export const instalmentsMissed = contract(
  'billing.instalments-missed.v1',
  'A part was not paid in time: the agreement does not run any more, and its debt bears penalty again.',
  z.object({
    account: accountField,
    agreementId: agreementField,
    part: z.int().min(1).describe('From 1'),
    missedOn: dateField.describe('The day on which it was seen'),
    penaltyFrom: penaltyFromField,
    missingKopecks: kopecksField.describe('What this part and those before it lacked when its days of grace were over'),
    recalled: z
      .boolean()
      .optional()
      .describe('True where the part, or the whole debt, had been found paid: a payment was recalled since'),
  }),
);

export const instalmentsRestored = contract(
  'billing.instalments-restored.v1',
  'Money that was told late had come in time: an agreement that was broken runs again.',
  z.object({
    account: accountField,
    agreementId: agreementField,
    part: z.int().min(1).describe('The part that had been missed, from 1'),
    restoredOn: dateField,
  }),
);

export const instalmentsFulfilled = contract(
  'billing.instalments-fulfilled.v1',
  'Everything that an agreement to pay by parts covered is paid.',
  z.object({ account: accountField, agreementId: agreementField, fulfilledOn: dateField }),
);

export const instalmentsReopened = contract(
  'billing.instalments-reopened.v1',
  'A payment of an agreement that was fulfilled has been recalled, and none of its parts is late: it runs again.',
  z.object({
    account: accountField,
    agreementId: agreementField,
    reopenedOn: dateField,
    leftKopecks: kopecksField.describe('Of everything that the agreement covers'),
  }),
);

export const instalmentsWithdrawn = contract(
  'billing.instalments-withdrawn.v1',
  'The office has ended an agreement to pay by parts.',
  z.object({
    account: accountField,
    agreementId: agreementField,
    withdrawnOn: dateField,
    penaltyFrom: penaltyFromField.describe(
      'The first day that bears penalty again; not after `withdrawnOn` where the agreement was broken before',
    ),
  }),
);
