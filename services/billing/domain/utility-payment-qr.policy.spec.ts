import { Rejection } from '#libs/kernel';
import { COMPANY, FUND } from './testing/slip-builder';
import { UtilityPayment, utilityPaymentQr } from './utility-payment-qr.policy';

const PAYMENT: UtilityPayment = { requisites: COMPANY, account: '0045', period: '2026-10', amountKopecks: 250_730 };

function payloadOf(payment: UtilityPayment): string {
  const made = utilityPaymentQr(payment);
  if (made instanceof Rejection) throw new Error(made.code);
  return made.payload;
}

const REQUIRED = '|PersonalAcc=40702810138250123017|BankName=ПАО БАНК|BIC=044525225|CorrespAcc=30101810400000000225';

describe('the payment code of a payee', () => {
  it('says sum, account and month as banks read them', () => {
    expect(payloadOf(PAYMENT)).toBe(
      `ST00012|Name=ООО «УК Тест»${REQUIRED}|Sum=250730|Purpose=ЖКУ 10.2026, л/с 0045|PayeeINN=7707083893` +
        '|PersAcc=0045|PaymPeriod=102026|TechCode=02',
    );
  });

  it('leaves sum and month to the payer where none is named', () => {
    expect(payloadOf({ ...PAYMENT, requisites: FUND, period: null, amountKopecks: null })).toBe(
      `ST00012|Name=Фонд капитального ремонта${REQUIRED}|Purpose=Взнос на капитальный ремонт, л/с 0045` +
        '|PayeeINN=7707083893|PersAcc=0045|TechCode=02',
    );
  });

  it('is refused where a requisite is missing', () => {
    expect(utilityPaymentQr({ ...PAYMENT, requisites: { ...COMPANY, bic: '' } })).toMatchObject({
      code: 'BILLING_PAYMENT_QR_IMPOSSIBLE',
    });
  });
});
