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
