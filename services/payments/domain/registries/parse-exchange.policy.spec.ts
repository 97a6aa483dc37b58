import { exchangeParser } from './parse-exchange.policy';
import { CLIENT_BANK_EXCHANGE } from './registry-profile';
import { RegistryPayment } from './registry-payment';

/** The account of the sample company; its key holds for the BIC. */
const OURS = '40702810000000004417';
const HEAD = ['1CClientBankExchange', 'ВерсияФормата=1.03', 'Кодировка=Windows'];
const section = (total: string) => ['СекцияРасчСчет', `РасчСчет=${OURS}`, `ВсегоПоступило=${total}`, 'КонецРасчСчет'];
const document = (change: Readonly<Record<string, string>> = {}) => [
  'СекцияДокумент=Платежное поручение',
  ...Object.entries({
    Номер: '77',
    Дата: '07.10.2026',
    Сумма: '1250.00',
    ПлательщикСчет: '40817810000000000011',
    Плательщик: 'Лесной Пётр',
    ПолучательСчет: OURS,
    ПолучательБИК: '043699950',
    НазначениеПлатежа: 'Оплата ЖКУ, л/с 0017, a=b',
    ...change,
  }).map(([name, value]) => `${name}=${value}`),
  'КонецДокумента',
];
const END = 'КонецФайла';

function parse(lines: readonly string[]) {
  const parser = exchangeParser(CLIENT_BANK_EXCHANGE);
  const payments: RegistryPayment[] = [];
  lines.forEach((text, index) => {
    const payment = parser.take(text, index + 1);
    if (payment !== null) payments.push(payment);
  });
  const totals = parser.end(lines.length);
  return { payments, totals, faults: parser.faults.told.map(({ code, details }) => ({ code, ...details })) };
}

describe('a bank statement in the exchange form', () => {
  it('has a payment for each document whose money came to the account', () => {
    const out = document({
      Номер: '9',
      ПлательщикСчет: OURS,
      ПолучательСчет: '40702810000000009999',
      ПолучательБИК: '',
    });
    const { payments, totals, faults } = parse([...HEAD, ...section('1250.00'), ...document(), ...out, END]);
    expect(faults).toEqual([]);
    expect(payments).toEqual([
      {
        line: 8,
        operationId: '77|07.10.2026|40817810000000000011',
        reference: '77',
        paidOn: '2026-10-07',
        time: '',
        branch: '',
        terminal: '',
        account: '0017',
        payer: { payerName: 'Лесной Пётр', purpose: 'Оплата ЖКУ, л/с 0017, a=b' },
        amountKopecks: 125_000,
        namedPeriod: null,
        recipientAccount: OURS,
      },
    ]);
    expect(totals).toMatchObject({ payments: 1, amountKopecks: 125_000 });
  });

  it('counts a payment from the day on which the payer’s bank took it', () => {
    const { payments } = parse([...HEAD, ...section('1250.00'), ...document({ ДатаСписано: '06.10.2026' }), END]);
    expect(payments).toMatchObject([{ paidOn: '2026-10-06' }]);
  });

  it('adds up the sections of several days', () => {
    const two = [
      ...HEAD,
      ...section('1250.00'),
      ...section('700.00'),
      ...document(),
      ...document({ Номер: '78', Сумма: '700' }),
    ];
    expect(parse([...two, END])).toMatchObject({ faults: [], totals: { payments: 2, amountKopecks: 195_000 } });
  });

  it.each<[string, readonly string[], string, object]>([
    ['another first line', ['Реестр'], 'PAYMENTS_REGISTRY_NOT_EXCHANGE', { line: 1 }],
    [
      'another encoding',
      [HEAD[0] as string, 'Кодировка=DOS', END],
      'PAYMENTS_REGISTRY_ENCODING_MISMATCH',
      { line: 2, found: 'DOS' },
    ],
    ['no end', [...HEAD, ...section('1250.00'), ...document()], 'PAYMENTS_REGISTRY_FOOTER_MISSING', {}],
    [
      'an open document',
      [...HEAD, ...section('0'), 'СекцияДокумент=x', 'Номер=1'],
      'PAYMENTS_REGISTRY_SECTION_BROKEN',
      { begun: 8 },
    ],
    [
      'a document in a document',
      [...HEAD, ...section('0'), 'СекцияДокумент=x', ...document(), END],
      'PAYMENTS_REGISTRY_SECTION_BROKEN',
      { line: 9 },
    ],
    [
      'another sum',
      [...HEAD, ...section('1250.01'), ...document(), END],
      'PAYMENTS_REGISTRY_SUM_MISMATCH',
      { stated: '1250.01', counted: '1250.00' },
    ],
    ['no payment', [...HEAD, ...section('0.00'), END], 'PAYMENTS_REGISTRY_EMPTY', {}],
    [
      'something behind the end',
      [...HEAD, ...section('1250.00'), ...document(), END, 'x'],
      'PAYMENTS_REGISTRY_FOOTER_NOT_LAST',
      {},
    ],
    [
      'a word for a sum',
      [...HEAD, ...section('0'), ...document({ Сумма: 'всё' }), END],
      'PAYMENTS_REGISTRY_FIELD_INVALID',
      { name: 'Сумма', line: 11 },
    ],
    [
      'nothing for a sum',
      [...HEAD, ...section('0'), ...document({ Сумма: '0.00' }), END],
      'PAYMENTS_REGISTRY_FIELD_INVALID',
      { name: 'Сумма' },
    ],
    [
      'no day',
      [...HEAD, ...section('0'), ...document({ Дата: '2026' }), END],
      'PAYMENTS_REGISTRY_FIELD_INVALID',
      { name: 'Дата' },
    ],
    [
      'no number',
      [...HEAD, ...section('0'), ...document({ Номер: '' }), END],
      'PAYMENTS_REGISTRY_FIELD_INVALID',
      { name: 'Номер' },
    ],
    [
      'no recipient',
      [...HEAD, ...section('0'), ...document({ ПолучательСчет: '' }), END],
      'PAYMENTS_REGISTRY_FIELD_INVALID',
      { name: 'ПолучательСчет' },
    ],
    [
      'a wrong check digit',
      [...HEAD, ...section('0'), ...document({ ПолучательБИК: '043699951' }), END],
      'PAYMENTS_REGISTRY_REQUISITE_KEY_INVALID',
      { line: 14 },
    ],
    [
      'a short account',
      [...HEAD, 'СекцияРасчСчет', 'РасчСчет=1', 'КонецРасчСчет', END],
      'PAYMENTS_REGISTRY_FIELD_INVALID',
      { line: 5 },
    ],
    [
      'a word for the total',
      [...HEAD, ...section('x'), END],
      'PAYMENTS_REGISTRY_FIELD_INVALID',
      { name: 'ВсегоПоступило' },
    ],
  ])('with %s is refused', (_, lines, code, details) => {
    expect(parse(lines).faults[0]).toMatchObject({ code, ...details });
  });
});
