import { isRejection, Rejection } from '#libs/kernel';
import { PaymentQr, paymentQr, QrField, QrRequisites, requiredBlockBytes } from './payment-qr.policy';
import { TextEncodingName } from './text-encoding';

const COMPANY: QrRequisites = {
  Name: 'ООО «УК Тест»',
  PersonalAcc: '40702810138250123017',
  BankName: 'ПАО БАНК',
  BIC: '044525225',
  CorrespAcc: '30101810400000000225',
};
const SLIP: readonly QrField[] = [
  { key: 'Sum', value: '250730' },
  { key: 'Purpose', value: 'ЖКУ 10.2026' },
  { key: 'PayeeINN', value: '7707083893' },
  { key: 'PersAcc', value: '1234567890' },
  { key: 'PaymPeriod', value: '102026' },
  { key: 'TechCode', value: '02' },
];

function qr(
  required: QrRequisites,
  further: readonly QrField[] = [],
  wished: TextEncodingName | null = null,
): PaymentQr {
  const made = paymentQr(required, further, wished);
  if (isRejection(made)) throw new Error(JSON.stringify(made));
  return made;
}

describe('the payment QR', () => {
  it('names the requisites in the order of the standard, then the others, with nothing after the last', () => {
    expect(qr(COMPANY, SLIP).payload).toBe(
      'ST00012|Name=ООО «УК Тест»|PersonalAcc=40702810138250123017|BankName=ПАО БАНК|BIC=044525225' +
        '|CorrespAcc=30101810400000000225|Sum=250730|Purpose=ЖКУ 10.2026|PayeeINN=7707083893|PersAcc=1234567890' +
        '|PaymPeriod=102026|TechCode=02',
    );
  });

  it('is 244 bytes in UTF-8 and 223 in windows-1251', () => {
    expect(qr(COMPANY, SLIP).bytes).toHaveLength(244);
    const short = qr(COMPANY, SLIP, 'windows-1251');
    expect(short.bytes).toHaveLength(223);
    expect(short.payload.slice(0, 8)).toBe('ST00011|');
    expect(qr(COMPANY, SLIP, 'koi8-r').payload.slice(0, 8)).toBe('ST00012|');
    expect(qr({ ...COMPANY, Name: 'ООО Тест' }, SLIP, 'koi8-r').payload.slice(0, 8)).toBe('ST00013|');
  });

  it('takes another separator everywhere when a value holds the usual one', () => {
    expect(qr({ ...COMPANY, Name: 'ООО «УК|Тест»' }).payload).toBe(
      'ST00012#Name=ООО «УК|Тест»#PersonalAcc=40702810138250123017#BankName=ПАО БАНК#BIC=044525225' +
        '#CorrespAcc=30101810400000000225',
    );
    const further = [{ key: 'Purpose', value: 'кв. #5; |' }];
    expect(qr(COMPANY, further).separator).toBe('^');
  });

  it('becomes UTF-8 when the wished code page lacks a character', () => {
    const made = qr(COMPANY, [{ key: 'Purpose', value: '100 ₽' }], 'windows-1251');
    expect(made.encoding).toBe('utf-8');
    expect(made.payload.slice(0, 8)).toBe('ST00012|');
  });

  it('becomes windows-1251 when only that keeps the required block within 300 bytes', () => {
    expect(qr({ ...COMPANY, Name: 'Я'.repeat(160) }).encoding).toBe('windows-1251');
    expect(qr({ ...COMPANY, Name: 'Я'.repeat(90) }).encoding).toBe('utf-8');
  });

  it('counts the required block without its header', () => {
    expect(requiredBlockBytes(COMPANY, 'utf-8')).toBe(133);
    // 9 letters of the name and 7 of the bank take a byte less each, the two quotes too, the rest is ASCII
    expect(requiredBlockBytes(COMPANY, 'windows-1251')).toBe(115);
  });

  it.each<[string, QrRequisites, readonly QrField[], string]>([
    ['an empty requisite', { ...COMPANY, BankName: '' }, [], 'BankName'],
    ['a name that is too long', { ...COMPANY, Name: 'A'.repeat(161) }, [], 'Name'],
    ['a block above 300 bytes', { ...COMPANY, Name: '₽'.repeat(80) }, [], 'required block'],
    ['a sum that is not whole kopecks', COMPANY, [{ key: 'Sum', value: '2507.30' }], 'Sum'],
    ['a key in Cyrillic letters', COMPANY, [{ key: 'СBC', value: '1' }], 'СBC'],
    ['a requisite named twice', COMPANY, [{ key: 'bic', value: '1' }], 'bic'],
    ['more than a code can hold', COMPANY, [{ key: 'ServiceName', value: 'A'.repeat(2900) }], 'payload'],
    ['half of a character', COMPANY, [{ key: 'Purpose', value: '\ud834' }], 'text'],
    ['values that hold every separator', COMPANY, [{ key: 'Purpose', value: '|#;^~!%&*+_$?@`' }], 'separator'],
  ])('is refused for %s', (_what, required, further, field) => {
    const made = paymentQr(required, further);
    expect(made).toBeInstanceOf(Rejection);
    expect(made).toMatchObject({ code: 'BILLING_PAYMENT_QR_IMPOSSIBLE', details: { field } });
  });
});
