import * as fc from 'fast-check';
import { wordsOf } from '#libs/platform';
import { inWindows1251, roubles } from '../../../../test/support/registry-file';
import {
  BUILT_IN_PROFILES,
  DECIMAL_MARKS,
  LinesProfile,
  REGISTRY_COLUMNS,
  REGISTRY_DATE_FORMS,
  REGISTRY_ENCODINGS,
  RegistryDateForm,
  SBERBANK_TEXT,
} from '../../domain/registries/registry-profile';
import { inspectRegistry, paymentsInChunks } from './read-registry';

const TODAY = '2026-12-31';
const RUNS = { numRuns: 200 };

interface Row {
  readonly paidOn: string;
  readonly account: string;
  readonly operation: string;
  readonly kopecks: number;
  readonly payer: string;
  readonly month: string | null;
}

/** The bytes of such a word are a word in both encodings. It is nobody's name. */
const IN_BOTH_ENCODINGS = /^(?:[РС][ёЁ])+$/;

const two = (number: number) => String(number).padStart(2, '0');

const row: fc.Arbitrary<Row> = fc.record({
  paidOn: fc
    .tuple(fc.integer({ min: 2000, max: 2026 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`),
  account: fc.stringMatching(/^[0-9A-Za-z_.-]{1,32}$/),
  operation: fc.stringMatching(/^[0-9A-Z]{1,20}$/),
  kopecks: fc.integer({ min: 1, max: 99_999_999_999 }),
  payer: fc.stringMatching(/^[А-Яа-яёЁ]{1,20}$/).filter((name) => !IN_BOTH_ENCODINGS.test(name)),
  month: fc.option(fc.integer({ min: 1, max: 12 }).map((month) => `2026-${two(month)}`)),
});

const profile: fc.Arbitrary<LinesProfile> = fc.record({
  ...{ form: fc.constant('lines' as const), profileId: fc.constant('own'), title: fc.constant('Свой') },
  channel: fc.constant('own'),
  encoding: fc.constantFrom(...REGISTRY_ENCODINGS),
  // A comma between columns and one in sums cannot be told apart: such a profile is not defined.
  separator: fc.constantFrom(';', '|', '\t'),
  dateForm: fc.constantFrom(...REGISTRY_DATE_FORMS),
  decimalMark: fc.constantFrom(...DECIMAL_MARKS),
  accountKey: fc.constant('none' as const),
  columns: fc.shuffledSubarray([...REGISTRY_COLUMNS], { minLength: REGISTRY_COLUMNS.length }),
  headerLines: fc.integer({ min: 0, max: 3 }),
  footer: fc.option(fc.constant({ mark: '=', columns: ['count', 'total', 'skip'] as const })),
  payee: fc.constant('main' as const),
});

function dateText(date: string, form: RegistryDateForm): string {
  const [year = '', month = '', day = ''] = date.split('-');
  if (form === 'YYYY-MM-DD') return date;
  return [day, month, year].join(form === 'DD-MM-YYYY' ? '-' : '.');
}

/** A bank that writes its files as the profile says. */
function written(rows: readonly Row[], one: LinesProfile): Uint8Array {
  const sum = (kopecks: number) => roubles(kopecks).replace('.', one.decimalMark === 'comma' ? ',' : '.');
  const lines = rows.map(({ paidOn, account, operation, kopecks, payer, month }) => {
    const fields: Readonly<Record<string, string>> = {
      paid_on: dateText(paidOn, one.dateForm),
      account,
      operation_id: operation,
      payer_name: payer,
      period: month === null ? '' : `${month.slice(5)}${month.slice(2, 4)}`,
      amount: sum(kopecks),
      transfer: sum(kopecks),
      commission: sum(0),
    };
    return one.columns.map((column) => fields[column] ?? '').join(one.separator);
  });
  const total = rows.reduce((all, { kopecks }) => all + kopecks, 0);
  const footer = one.footer === null ? [] : [`=${[rows.length, sum(total), 'x'].join(one.separator)}`];
  const text = [...Array.from({ length: one.headerLines }, () => 'Шапка'), ...lines, ...footer, ''].join('\r\n');
  return one.encoding === 'utf-8' ? Buffer.from(text) : inWindows1251(text);
}

const paymentsOf = (bytes: Uint8Array, one: Parameters<typeof paymentsInChunks>[1], size = 3) =>
  [...paymentsInChunks(bytes, one, TODAY, size)].flat();

it('a name in Windows-1251 that is good UTF-8 of another script is read as it is', async () => {
  const rows = [{ paidOn: '2026-01-05', account: '1', operation: '1', kopecks: 100, payer: 'аЁё', month: null }];
  const [any] = fc.sample(profile, { numRuns: 1, seed: 1 });
  const one = { ...(any as LinesProfile), encoding: 'windows-1251' as const };
  expect((await inspectRegistry(written(rows, one), one, TODAY, null)).faults.told).toEqual([]);
});

it('what a bank writes by a profile is read by it, whatever the profile', async () => {
  const rows = fc.array(row, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rows, profile, async (all, one) => {
      const bytes = written(all, one);
      const { faults, totals } = await inspectRegistry(bytes, one, TODAY, null);
      expect(faults.told).toEqual([]);
      expect(totals.amountKopecks).toBe(all.reduce((sum, { kopecks }) => sum + kopecks, 0));
      const read = paymentsOf(bytes, one).map(({ payment }) => ({
        paidOn: payment.paidOn,
        account: payment.account,
        operation: payment.operationId,
        kopecks: payment.amountKopecks,
        payer: payment.payer['payerName'],
        month: payment.namedPeriod,
      }));
      expect(read).toEqual(all);
    }),
    RUNS,
  );
});

it('payments have the same ids however many are taken at a time, and equal ones without an id are kept apart', () => {
  const without: LinesProfile = { ...SBERBANK_TEXT, columns: ['paid_on', 'account', 'amount'], footer: null };
  const rows = fc.array(fc.constantFrom('09-03-2026;A;1.00', '09-03-2026;A;2.00', '09-03-2026;B;1.00'), {
    minLength: 1,
  });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (all, size) => {
      const bytes = Buffer.from(all.join('\n'));
      const ids = paymentsOf(bytes, without, size).map(({ paymentId }) => paymentId);
      expect(ids).toEqual(paymentsOf(bytes, without, 1).map(({ paymentId }) => paymentId));
      expect(new Set(ids).size).toBe(all.length);
    }),
    RUNS,
  );
});

describe('bytes that no bank wrote', () => {
  const noise = fc.uint8Array({ maxLength: 400 });
  const near = fc
    .tuple(fc.array(row, { minLength: 1, maxLength: 4 }), fc.nat(), fc.uint8Array({ maxLength: 6 }))
    .map(([rows, at, splinter]) => {
      const good = Buffer.from(written(rows, SBERBANK_TEXT));
      const place = at % good.length;
      return Buffer.concat([good.subarray(0, place), splinter, good.subarray(place + splinter.length)]);
    });
  const exchange = fc.array(
    fc.constantFrom(
      ...[
        '1CClientBankExchange',
        'Кодировка=Windows',
        'СекцияРасчСчет',
        'РасчСчет=40702810000000004417',
        'КонецРасчСчет',
      ],
      ...['СекцияДокумент=x', 'ПолучательСчет=40702810000000004417', 'Сумма=1', 'Номер=1', 'Дата=01.01.2026'],
      ...['НазначениеПлатежа=лс 5', 'КонецДокумента', 'КонецФайла', 'ВсегоПоступило=1', '=', 'x=y'],
    ),
  );

  it('are refused in words, or are a file whose sums hold', async () => {
    const bytes = fc.oneof(
      noise,
      near,
      exchange.map((lines) => inWindows1251(lines.join('\n'))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(...BUILT_IN_PROFILES), async (one, by) => {
        const { faults, totals } = await inspectRegistry(one, by, TODAY, new Set());
        for (const fault of faults.told) expect(wordsOf(fault)).toMatch(/^[А-ЯЁ].*[.?]$/);
        if (faults.count > 0) return;
        const read = paymentsOf(one, by);
        expect(read.length).toBe(totals.payments);
        expect(read.reduce((sum, { payment }) => sum + payment.amountKopecks, 0)).toBe(totals.amountKopecks);
      }),
      { numRuns: 1_000 },
    );
  });
});
