import {
  add,
  BrokenPackage,
  bytes,
  cell,
  expectErrors,
  remove,
  sampleFiles,
  text,
  textOf,
  withoutFile,
} from './sample-package.fixture';

const sample = sampleFiles();

/** The line of the first record that is added to a file. */
const after = (file: string): number => textOf(sample, file).split('\n').length;

const FORM: readonly BrokenPackage[] = [
  {
    rule: 'an absent file is one error, and what refers to it is not checked',
    changes: [withoutFile('houses')],
    expected: [['houses', 0, '', 'missing_file']],
  },
  {
    rule: 'a file without a header lacks every column',
    changes: [bytes('key_rates', new Uint8Array())],
    expected: [
      ['key_rates', 1, 'from', 'missing_column'],
      ['key_rates', 1, 'percent', 'missing_column'],
    ],
  },
  {
    rule: 'a renamed column is one absent and one unknown',
    changes: [text('utilities', (content) => content.replace('sources', 'Sources'))],
    expected: [
      ['utilities', 1, 'sources', 'missing_column'],
      ['utilities', 1, 'Sources', 'unknown_column'],
    ],
  },
  {
    rule: 'a column that stands twice is unknown the second time',
    changes: [text('calendar', () => 'date;kind;date\n2026-01-01;non_working;2026-01-01\n')],
    expected: [['calendar', 1, 'date', 'unknown_column']],
  },
  {
    rule: 'a column named like a property of every object is unknown',
    changes: [text('calendar', () => 'date;kind;constructor\n')],
    expected: [['calendar', 1, 'constructor', 'unknown_column']],
  },
  {
    rule: 'a surplus separator in the header is a column without a name',
    changes: [text('calendar', () => 'date;kind;\n')],
    expected: [['calendar', 1, '', 'unknown_column']],
  },
  {
    rule: 'a record with a cell too few or too many is a bad row, and defines no key',
    changes: [add('payments', 'X1;0045120001;2026-04-01;1;', 'X2;0045120001;2026-04-01;1;;;')],
    expected: [
      ['payments', 'X1;', '', 'bad_row'],
      ['payments', 'X2;', '', 'bad_row'],
    ],
  },
  {
    rule: 'a line of blanks is no empty line',
    changes: [add('calendar', ' ')],
    expected: [['calendar', after('calendar'), '', 'bad_row']],
  },
  {
    rule: 'a quote inside a bare cell is a bad row',
    changes: [add('payment_reversals', 'P000001;2026-09-01;bank "X"')],
    expected: [['payment_reversals', 'P000001', '', 'bad_row']],
  },
  {
    rule: 'text after a closing quote is a bad row',
    changes: [add('payment_reversals', 'P000001;2026-09-01;"bank" X')],
    expected: [['payment_reversals', 'P000001', '', 'bad_row']],
  },
  {
    rule: 'a quote that is never closed is a bad row where its record starts',
    changes: [add('payment_reversals', 'P000001;2026-09-01;"bank', 'P000002;2026-09-01;bank')],
    expected: [['payment_reversals', 'P000001', '', 'bad_row']],
  },
  {
    rule: 'a broken quote in the header is a bad row and ends the reading of the file',
    changes: [text('calendar', (content) => `"${content}`)],
    expected: [['calendar', 1, '', 'bad_row']],
  },
  {
    rule: 'a line break in a cell is a control character; the next record has its physical line',
    changes: [add('payment_reversals', 'P000001;2026-09-01;"two\nlines"', 'P000002;2026-02-30;bank')],
    expected: [
      ['payment_reversals', 'P000001', 'reason', 'bad_text'],
      ['payment_reversals', 'P000002', 'reversed_on', 'bad_date'],
    ],
  },
  {
    rule: 'a byte that is not UTF-8 is named by its own line, also inside a record of several lines',
    changes: [
      bytes('payment_reversals', Buffer.from('payment_id;reversed_on;reason\nX;2026-09-01;"a\nb\xff"', 'latin1')),
    ],
    expected: [['payment_reversals', 3, '', 'bad_encoding']],
  },
  {
    rule: 'UTF-16 is not UTF-8',
    changes: [bytes('calendar', Buffer.from('\uFEFFdate;kind\n', 'utf16le'))],
    expected: [['calendar', 1, '', 'bad_encoding']],
  },
];

const KEYS: readonly BrokenPackage[] = [
  {
    rule: 'the second record of a key is a duplicate, named by the last key column',
    changes: [add('residents', '0045050003;2026-06-16;1;1'), add('norms', 'waste;;2026-01-01;0.1;m2_year')],
    expected: [
      ['residents', after('residents'), 'from', 'duplicate'],
      ['norms', after('norms'), 'per', 'duplicate'],
    ],
  },
  {
    rule: 'a price of one house beside the general one is no duplicate',
    changes: [add('tariffs', 'cold_water;H1;;2026-01-01;45.10')],
    expected: [],
  },
  {
    rule: 'a third row of a payee is a duplicate',
    changes: [text('company', (content) => `${content}${content.split('\n')[1] ?? ''}\n`)],
    expected: [['company', after('company'), 'payee', 'duplicate']],
  },
  {
    rule: 'both payees need a row',
    changes: [remove('company', 'capital_repair;')],
    expected: [['company', 0, 'payee', 'required']],
  },
  {
    rule: 'every setting needs a row',
    changes: [remove('settings', 'due_day;'), remove('settings', 'rounding;')],
    expected: [
      ['settings', 0, 'key', 'required'],
      ['settings', 0, 'key', 'required'],
    ],
  },
  {
    rule: 'a record with another bad cell still defines its key',
    changes: [cell('houses', 'H1;', 'floors', '0'), cell('utilities', 'cold_water;', 'kind', 'cold')],
    expected: [
      ['houses', 'H1;', 'floors', 'out_of_range'],
      ['utilities', 'cold_water;', 'kind', 'bad_value'],
    ],
  },
];

const REFERENCES: readonly BrokenPackage[] = [
  {
    rule: 'a reference to nothing is an error of the cell',
    changes: [
      cell('accounts', '0045120001;', 'house_id', 'h1'),
      cell('residents', '0045120001;', 'account', '45120001'),
      cell('tariffs', 'maintenance;H1;', 'house_id', 'H3'),
      cell('coefficients', 'electricity;', 'utility', 'gas'),
      cell('house_volumes', 'H1;heating;2025-06', 'utility', 'heat'),
    ],
    expected: [
      ['accounts', '0045120001;', 'house_id', 'unknown_house'],
      ['residents', '45120001;', 'account', 'unknown_account'],
      ['tariffs', 'maintenance;H3;', 'house_id', 'unknown_house'],
      ['coefficients', 'gas;', 'utility', 'unknown_utility'],
      ['house_volumes', 'H1;heat;2025-06', 'utility', 'unknown_utility'],
    ],
  },
  {
    rule: 'a source of sewage is a utility',
    changes: [cell('utilities', 'sewage;', 'sources', 'cold_water warm_water')],
    expected: [['utilities', 'sewage;', 'sources', 'unknown_utility']],
  },
  {
    rule: 'sewage is no source of sewage',
    changes: [cell('utilities', 'sewage;', 'sources', 'cold_water sewage')],
    expected: [['utilities', 'sewage;', 'sources', 'bad_value']],
  },
  {
    rule: 'a meter and a history of volumes need a connection; an unknown account is named once',
    changes: [
      cell('meters', 'M00119;', 'utility', 'heating'),
      add('volume_history', '0045050024;waste;2026-02;1;;', '45050024;hot_water;2026-02;1;;'),
      remove('connections', '0045050024;heating;'),
    ],
    expected: [
      ['meters', 'M00119;', 'utility', 'unknown_connection'],
      ['volume_history', '45050024;', 'account', 'unknown_account'],
    ],
  },
  {
    rule: 'a reading and its correction name a meter, the correction also the day of the reading',
    changes: [
      cell('readings', 'M00013;2026-03-22', 'meter_id', 'M13'),
      cell('readings_corrections', 'M00028;', 'taken_on', '2026-05-20'),
      cell('readings_corrections', 'M00031;', 'meter_id', 'M31'),
    ],
    expected: [
      ['readings', 'M13;', 'meter_id', 'unknown_meter'],
      ['readings_corrections', 'M00028;', 'taken_on', 'unknown_reading'],
      ['readings_corrections', 'M31;', 'meter_id', 'unknown_meter'],
    ],
  },
  {
    rule: 'a reversal names a payment',
    changes: [remove('payments', 'P000178;')],
    expected: [['payment_reversals', 'P000178;', 'payment_id', 'unknown_payment']],
  },
  {
    rule: 'a replaced meter is known',
    changes: [cell('meters', 'M00121;', 'replaces', 'M13')],
    expected: [['meters', 'M00121;', 'replaces', 'unknown_meter']],
  },
  {
    rule: 'a replaced meter is of the same account and utility',
    changes: [cell('meters', 'M00121;', 'replaces', 'M00055')],
    expected: [['meters', 'M00121;', 'replaces', 'bad_value']],
  },
  {
    rule: 'a replaced meter is a removed one',
    changes: [cell('meters', 'M00013;', 'removed_on', ''), cell('meters', 'M00013;', 'final_1', '')],
    expected: [['meters', 'M00121;', 'replaces', 'bad_value']],
  },
];

const CELLS_OF_A_RECORD: readonly BrokenPackage[] = [
  {
    rule: 'a metered utility needs its largest volume and its rule after a failure, others have neither nor sources',
    changes: [
      cell('utilities', 'cold_water;', 'max_monthly', ''),
      cell('utilities', 'electricity;', 'raise_after_failure', ''),
      cell('utilities', 'heating;', 'max_monthly', '60'),
      cell('utilities', 'waste;', 'sources', 'cold_water'),
    ],
    expected: [
      ['utilities', 'cold_water;', 'max_monthly', 'required'],
      ['utilities', 'electricity;', 'raise_after_failure', 'required'],
      ['utilities', 'heating;', 'max_monthly', 'bad_value'],
      ['utilities', 'waste;', 'sources', 'bad_value'],
    ],
  },
  {
    rule: 'whether a meter could be installed is said for metered utilities only',
    changes: [
      cell('connections', '0045120001;cold_water', 'meter_possible', ''),
      cell('connections', '0045120001;heating', 'meter_possible', 'no'),
    ],
    expected: [
      ['connections', '0045120001;cold_water', 'meter_possible', 'required'],
      ['connections', '0045120001;heating', 'meter_possible', 'bad_value'],
    ],
  },
  {
    rule: 'a meter has as many start values as zones, each within its digits',
    changes: [
      cell('meters', 'M00003;', 'start_2', ''),
      cell('meters', 'M00001;', 'start_2', '1'),
      cell('meters', 'M00002;', 'start_1', '100000'),
      cell('meters', 'M00004;', 'start_1', '99999.999999'),
    ],
    expected: [
      ['meters', 'M00001;', 'start_2', 'bad_value'],
      ['meters', 'M00002;', 'start_1', 'out_of_range'],
      ['meters', 'M00003;', 'start_2', 'required'],
    ],
  },
  {
    rule: 'final values stand exactly where the meter is removed',
    changes: [cell('meters', 'M00001;', 'final_1', '1'), cell('meters', 'M00055;', 'final_1', '')],
    expected: [
      ['meters', 'M00001;', 'final_1', 'bad_value'],
      ['meters', 'M00055;', 'final_1', 'required'],
    ],
  },
  {
    rule: 'a reading and a correction have as many values as the meter has zones, each within its digits',
    changes: [
      cell('readings', 'M00003;2026-03-19', 'value_2', ''),
      cell('readings', 'M00013;2026-03-22', 'value_2', '1'),
      cell('readings', 'M00013;2026-04-23', 'value_1', '100000'),
      cell('readings', 'M00003;2026-04-24', 'value_1', '999999.5'),
      cell('readings_corrections', 'M00028;', 'value_2', '1'),
    ],
    expected: [
      ['readings', 'M00003;2026-03-19', 'value_2', 'required'],
      ['readings', 'M00013;2026-03-22', 'value_2', 'bad_value'],
      ['readings', 'M00013;2026-04-23', 'value_1', 'out_of_range'],
      ['readings_corrections', 'M00028;', 'value_2', 'bad_value'],
    ],
  },
  {
    rule: 'a volume of the third register needs one of the second',
    changes: [cell('volume_history', '0045120001;cold_water;2025-10', 'volume_3', '1')],
    expected: [['volume_history', '0045120001;cold_water;2025-10', 'volume_2', 'required']],
  },
  {
    rule: 'a tariff has the parts its utility has',
    changes: [
      cell('tariffs', 'hot_water;;water', 'part', ''),
      cell('tariffs', 'hot_water;;heat', 'part', 'day'),
      cell('tariffs', 'electricity;;night;2026-10', 'part', 'heat'),
      cell('tariffs', 'waste;', 'part', 'day'),
    ],
    expected: [
      ['tariffs', 'hot_water;;;', 'part', 'required'],
      ['tariffs', 'hot_water;;day', 'part', 'bad_value'],
      ['tariffs', 'electricity;;heat', 'part', 'bad_value'],
      ['tariffs', 'waste;', 'part', 'bad_value'],
    ],
  },
];

const REQUISITES: readonly BrokenPackage[] = [
  {
    rule: 'requisites have their form',
    changes: [
      cell('company', 'main;', 'inn', '632199417'),
      cell('company', 'main;', 'kpp', '63210100'),
      cell('company', 'main;', 'ogrn', '126630009417'),
      cell('company', 'main;', 'bic', '013699950'),
      cell('company', 'main;', 'account', '4070281040000000441'),
      cell('company', 'main;', 'corr_account', '3010181020000000095x'),
      cell('company', 'main;', 'time_zone', 'Samara'),
    ],
    expected: [
      ['company', 2, 'inn', 'bad_value'],
      ['company', 2, 'kpp', 'bad_value'],
      ['company', 2, 'ogrn', 'bad_value'],
      ['company', 2, 'bic', 'bad_value'],
      ['company', 2, 'account', 'bad_value'],
      ['company', 2, 'corr_account', 'bad_value'],
      ['company', 2, 'time_zone', 'bad_value'],
    ],
  },
  {
    rule: 'the check digits of INN and OGRN hold',
    changes: [cell('company', 'main;', 'inn', '6321994178'), cell('company', 'main;', 'ogrn', '1266300094171')],
    expected: [
      ['company', 2, 'inn', 'bad_check_digit'],
      ['company', 2, 'ogrn', 'bad_check_digit'],
    ],
  },
  {
    rule: 'the keys of both bank accounts hold',
    changes: [
      cell('company', 'main;', 'account', '40702810500000004417'),
      cell('company', 'capital_repair;', 'corr_account', '30101810300000000950'),
    ],
    expected: [
      ['company', 2, 'account', 'bad_check_digit'],
      ['company', 3, 'corr_account', 'bad_check_digit'],
    ],
  },
  {
    rule: 'without a BIC no key of an account can be tested',
    changes: [cell('company', 'main;', 'bic', '')],
    expected: [['company', 2, 'bic', 'required']],
  },
];

describe.each([
  ['form of a file', FORM],
  ['keys', KEYS],
  ['references', REFERENCES],
  ['cells of one record', CELLS_OF_A_RECORD],
  ['requisites', REQUISITES],
])('%s', (_title, cases) => {
  it.each(cases)('$rule', (broken) => expectErrors(sample, broken));
});
