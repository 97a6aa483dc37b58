import fc from 'fast-check';
import { Rational } from '#libs/money';
import * as cells from './cell-types';
import { CellFault, CellType } from './cell-types';

type Row = readonly [cell: string, valueOrCode: unknown];

const TYPES: readonly (readonly [name: string, type: CellType<unknown>, rows: readonly Row[]])[] = [
  [
    'id',
    cells.id,
    [
      ['0045_A.b-9', '0045_A.b-9'],
      ['a'.repeat(32), 'a'.repeat(32)],
      ['a'.repeat(33), 'bad_id'],
      ['a b', 'bad_id'],
      ['счёт', 'bad_id'],
      ['a\n', 'bad_id'],
    ],
  ],
  [
    'text',
    cells.text,
    [
      ['ООО «Дом»', 'ООО «Дом»'],
      ["=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"],
      ['\tTAB first', '\tTAB first'],
      ['\rCR first', '\rCR first'],
      ['TAB\tlater', 'bad_text'],
      ['\t\tTAB twice', 'bad_text'],
      ['line\nbreak', 'bad_text'],
      ['\u0000', 'bad_text'],
      ['\u0085', 'bad_text'],
      ['я'.repeat(300), 'я'.repeat(300)],
      ['я'.repeat(301), 'bad_text'],
      ['😀'.repeat(300), '😀'.repeat(300)],
      ['😀'.repeat(301), 'bad_text'],
    ],
  ],
  [
    'date',
    cells.date,
    [
      ['2024-02-29', '2024-02-29'],
      ['2026-02-29', 'bad_date'],
      ['2026-2-9', 'bad_date'],
      ['09.02.2026', 'bad_date'],
      ['2026-02-09 ', 'bad_date'],
    ],
  ],
  [
    'period',
    cells.period,
    [
      ['2026-12', '2026-12'],
      ['2026-00', 'bad_period'],
      ['2026-13', 'bad_period'],
      ['2026-12-01', 'bad_period'],
    ],
  ],
  [
    'yes or no',
    cells.yesNo,
    [
      ['yes', true],
      ['no', false],
      ['Yes', 'bad_value'],
      ['1', 'bad_value'],
    ],
  ],
  [
    'decimal',
    cells.decimal(),
    [
      ['0044.8600', '44.86'],
      ['0', '0'],
      ['0.000', '0'],
      ['1000000', '1000000'],
      ['1000000.000001', 'out_of_range'],
      ['0.0000001', 'bad_number'],
      ['-1', 'out_of_range'],
      ['-1.1234567', 'bad_number'],
      ['+1', 'bad_number'],
      ['1,5', 'bad_number'],
      ['1e3', 'bad_number'],
      ['.5', 'bad_number'],
      ['5.', 'bad_number'],
      [' 5', 'bad_number'],
      ['0x10', 'bad_number'],
      ['٣', 'bad_number'],
      ['9'.repeat(400), 'out_of_range'],
    ],
  ],
  [
    'area',
    cells.decimal({ above: '0', places: 2 }),
    [
      ['0.01', '0.01'],
      ['0.00', 'out_of_range'],
      ['54.2', '54.2'],
      ['54.201', 'bad_number'],
    ],
  ],
  [
    'coefficient',
    cells.decimal({ from: '1', to: '100' }),
    [
      ['1', '1'],
      ['0.999999', 'out_of_range'],
      ['100.000', '100'],
      ['100.000001', 'out_of_range'],
    ],
  ],
  [
    'whole number',
    cells.integer(1, 28),
    [
      ['1', 1],
      ['28', 28],
      ['0', 'out_of_range'],
      ['29', 'out_of_range'],
      ['1.0', 'bad_number'],
      ['', 'bad_number'],
    ],
  ],
  [
    'money',
    cells.money,
    [
      ['0.01', 1],
      ['1000.5', 100050],
      ['999999999.99', 99999999999],
      ['1000000000', 'out_of_range'],
      ['999999999999999999999.99', 'out_of_range'],
      ['0', 'out_of_range'],
      ['-5', 'out_of_range'],
      ['1.005', 'bad_number'],
    ],
  ],
  [
    'list of identifiers',
    cells.idList,
    [
      ['a b', ['a', 'b']],
      ['a  b', 'bad_id'],
      [' a', 'bad_id'],
      ['a,b', 'bad_id'],
      ['a a', 'bad_value'],
    ],
  ],
  [
    'time zone',
    cells.timeZone,
    [
      ['Europe/Samara', 'Europe/Samara'],
      ['UTC', 'UTC'],
      ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
      ['Europe/Togliatti', 'bad_value'],
      ['europe/samara', 'bad_value'],
      ['+04:00', 'bad_value'],
    ],
  ],
];

describe.each(TYPES)('%s', (_name, type, rows) => {
  it.each(rows)('%j is %j', (cell, valueOrCode) => {
    const value = type.parse(cell);
    expect(value instanceof CellFault ? value.code : value).toEqual(valueOrCode);
  });
});

describe('decimals', () => {
  it('keep their exact value, whatever zeros they are written with', () => {
    const amount = fc.record({ micros: fc.integer({ min: 0, max: 10 ** 12 }), zeros: fc.nat(3) });
    fc.assert(
      fc.property(amount, ({ micros, zeros }) => {
        const exact = Rational.of(micros, 1_000_000);
        const [whole = '', fraction = ''] = exact.toText().split('.');
        const written = `${'0'.repeat(zeros)}${whole}.${fraction.padEnd(6, '0')}`;
        expect(cells.decimal().parse(written)).toBe(exact.toText());
      }),
    );
  });
});
