import { linesParser } from './parse-lines.policy';
import { LinesProfile, SBERBANK_TEXT } from './registry-profile';
import { RegistryPayment } from './registry-payment';

const LINE = '09-03-2026;10-15-00;8047;12;8047001;0017;Лесной П. П.;Лесная 1-2;0226;1500.00;1485.00;15.00';
const FOOTER = '=1;1500.00;1485.00;15.00;118204;10-03-2026';

function parse(lines: readonly string[], profile: LinesProfile = SBERBANK_TEXT) {
  const parser = linesParser(profile);
  const payments: RegistryPayment[] = [];
  lines.forEach((text, index) => {
    const payment = parser.take(text, index + 1);
    if (payment !== null) payments.push(payment);
  });
  const totals = parser.end(lines.length);
  return { payments, totals, faults: parser.faults.told.map(({ code, details }) => ({ code, ...details })) };
}

const withField = (column: number, value: string): string =>
  LINE.split(';')
    .map((field, index) => (index === column - 1 ? value : field))
    .join(';');

describe('a registry with one payment a line', () => {
  it('is read by the columns of its profile', () => {
    const { payments, totals, faults } = parse([LINE, FOOTER]);
    expect(faults).toEqual([]);
    expect(payments).toEqual([
      {
        line: 1,
        operationId: '8047001',
        reference: '8047001',
        paidOn: '2026-03-09',
        time: '10-15-00',
        branch: '8047',
        terminal: '12',
        account: '0017',
        payer: { payerName: 'Лесной П. П.', payerAddress: 'Лесная 1-2' },
        amountKopecks: 150_000,
        namedPeriod: '2026-02',
        recipientAccount: null,
      },
    ]);
    expect(totals).toEqual({
      payments: 1,
      amountKopecks: 150_000,
      transferKopecks: 148_500,
      commissionKopecks: 1_500,
      order: { number: '118204', date: '2026-03-10' },
    });
  });

  it('keeps what is no number of an account with the personal data of the line', () => {
    const { payments } = parse([withField(6, 'Лесной Пётр'), FOOTER]);
    expect(payments).toMatchObject([{ account: '', payer: { statedAccount: 'Лесной Пётр' } }]);
  });

  it('may have a heading, other columns, a comma for the mark and no closing line', () => {
    const profile: LinesProfile = {
      ...SBERBANK_TEXT,
      separator: '|',
      columns: ['account', 'skip', 'amount', 'paid_on'],
      decimalMark: 'comma',
      dateForm: 'YYYY-MM-DD',
      headerLines: 1,
      footer: null,
    };
    const { payments, totals, faults } = parse(['Счёт|?|Сумма|День', '0017|x|12,5|2026-03-09', ''], profile);
    expect(faults).toEqual([]);
    expect(payments).toMatchObject([{ line: 2, account: '0017', operationId: null, amountKopecks: 1_250 }]);
    expect(totals).toMatchObject({ payments: 1, transferKopecks: null, commissionKopecks: null, order: null });
  });

  it.each([
    ['too few columns', '09-03-2026;1', 'PAYMENTS_REGISTRY_COLUMNS_MISCOUNTED', { expected: 12, found: 2 }],
    ['no day', withField(1, '31-02-2026'), 'PAYMENTS_REGISTRY_DATE_INVALID', { column: 1 }],
    ['a long branch', withField(3, 'x'.repeat(33)), 'PAYMENTS_REGISTRY_PLACE_INVALID', { column: 3 }],
    ['a strange operation', withField(5, 'а б'), 'PAYMENTS_REGISTRY_OPERATION_INVALID', { column: 5 }],
    ['no month', withField(9, '1326'), 'PAYMENTS_REGISTRY_PERIOD_INVALID', { column: 9 }],
    ['nothing paid', withField(10, '0.00'), 'PAYMENTS_REGISTRY_AMOUNT_ZERO', { column: 10 }],
    [
      'too much paid',
      withField(10, '1000000000.00'),
      'PAYMENTS_REGISTRY_AMOUNT_TOO_LARGE',
      { column: 10, limitKopecks: 99_999_999_999 },
    ],
    ['a word for the transfer', withField(11, 'all'), 'PAYMENTS_REGISTRY_AMOUNT_INVALID', { column: 11 }],
    ['a commission amiss', withField(12, '15.01'), 'PAYMENTS_REGISTRY_COMMISSION_MISMATCH', { expected: '1500.01' }],
  ])('with %s in a line is refused, with the line and the column', (_, line, code, details) => {
    const { payments, faults } = parse([line, FOOTER]);
    expect(payments).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ code, line: 1, ...details })]);
  });

  it.each([
    ['no closing line', [LINE], 'PAYMENTS_REGISTRY_FOOTER_MISSING', { line: 1 }],
    ['no payment', ['=0;0;0;0;1;10-03-2026'], 'PAYMENTS_REGISTRY_EMPTY', {}],
    [
      'another count',
      [LINE, FOOTER.replace('=1', '=2')],
      'PAYMENTS_REGISTRY_COUNT_MISMATCH',
      { stated: 2, counted: 1 },
    ],
    [
      'another sum',
      [LINE, FOOTER.replace('1500.00', '1500.01')],
      'PAYMENTS_REGISTRY_SUM_MISMATCH',
      { name: 'сумма', stated: '1500.01', counted: '1500.00' },
    ],
    [
      'another transfer',
      [LINE, FOOTER.replace('1485.00', '1484')],
      'PAYMENTS_REGISTRY_SUM_MISMATCH',
      { name: 'перечисление' },
    ],
    [
      'another commission',
      [LINE, FOOTER.replace(';15.00', ';16')],
      'PAYMENTS_REGISTRY_SUM_MISMATCH',
      { name: 'комиссия' },
    ],
    ['a word for the count', [LINE, FOOTER.replace('=1', '=one')], 'PAYMENTS_REGISTRY_FOOTER_INVALID', { column: 1 }],
    ['a short closing line', [LINE, '=1;1500.00'], 'PAYMENTS_REGISTRY_COLUMNS_MISCOUNTED', { expected: 6, found: 2 }],
    ['a line behind the closing one', [LINE, FOOTER, LINE], 'PAYMENTS_REGISTRY_FOOTER_NOT_LAST', { line: 3 }],
  ])('with %s is refused', (_, lines, code, details) => {
    expect(parse(lines).faults).toEqual([expect.objectContaining({ code, ...details })]);
  });

  it('tells a hundred faults and counts the others', () => {
    const parser = linesParser(SBERBANK_TEXT);
    for (let line = 1; line <= 150; line += 1) parser.take('x', line);
    expect([parser.faults.count, parser.faults.told.length]).toEqual([150, 100]);
  });
});
