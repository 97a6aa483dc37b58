import { BillingPeriod, Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { PaymentQr, paymentQr, QrField } from './payment-qr.policy';
import { PayeeRequisites } from './reference.events';

/** A payment that a resident makes by scanning: whose money, for which account and month, how much. */
export interface UtilityPayment {
  readonly requisites: PayeeRequisites;
  readonly account: string;
  /** Null where the payment names no month. */
  readonly period: BillingPeriod | null;
  /** Null where the payer says the sum. */
  readonly amountKopecks: Kopecks | null;
}

const PURPOSES: Readonly<Record<PayeeRequisites['payee'], string>> = {
  main: 'ЖКУ',
  capital_repair: 'Взнос на капитальный ремонт',
};

/** Payments for dwellings and utilities, ГОСТ Р 56042-2014. */
const TECH_CODE = '02';

/**
 * The payment QR of a payee: the sum in kopecks, the account, the month as MMYYYY, and nobody's name (152-ФЗ).
 * Rejects with BILLING_PAYMENT_QR_IMPOSSIBLE.
 */
export function utilityPaymentQr(payment: UtilityPayment): PaymentQr | Rejection {
  const { requisites, account, period, amountKopecks } = payment;
  const [year = '', month = ''] = period?.split('-') ?? [];
  const of = period === null ? '' : ` ${month}.${year}`;
  const further: QrField[] = [
    ...(amountKopecks === null ? [] : [{ key: 'Sum', value: String(amountKopecks) }]),
    { key: 'Purpose', value: `${PURPOSES[requisites.payee]}${of}, л/с ${account}` },
    { key: 'PayeeINN', value: requisites.inn },
    { key: 'PersAcc', value: account },
    ...(period === null ? [] : [{ key: 'PaymPeriod', value: `${month}${year}` }]),
    { key: 'TechCode', value: TECH_CODE },
  ];
  return paymentQr(
    {
      Name: requisites.name,
      PersonalAcc: requisites.bankAccount,
      BankName: requisites.bankName,
      BIC: requisites.bic,
      CorrespAcc: requisites.correspondentAccount,
    },
    further,
  );
}
