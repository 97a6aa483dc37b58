import { add, BrokenPackage, cell, expectErrors, remove, sampleFiles } from './sample-package.fixture';

const sample = sampleFiles();

const SETTINGS: readonly BrokenPackage[] = [
  {
    rule: 'an unknown key, and the key that is missing instead',
    changes: [cell('settings', 'rounding;', 'key', 'Rounding')],
    expected: [
      ['settings', 0, 'key', 'required'],
      ['settings', 'Rounding;', 'key', 'unsupported_setting'],
    ],
  },
  {
    rule: 'a key named like a property of every object is unknown',
    changes: [add('settings', 'toString;2000-01-01;yes')],
    expected: [['settings', 'toString;', 'key', 'unsupported_setting']],
  },
  ...(
    [
      ['first_period', '2026-13'],
      ['rounding', 'HALF_EVEN'],
      ['tariff_change', 'BY_DAYS'],
      ['late_reading', 'IGNORE'],
      ['new_meter', 'AT_ONCE'],
      ['true_up_norm_months', 'maybe'],
      ['average_months', '0'],
      ['average_min_months', '2.5'],
      ['average_periods', '-1'],
      ['absence_min_days', 'five'],
      ['heating_months', '10 11 12 13'],
      ['heating_months', '10 10'],
      ['penalty_rate', 'PER_DAY'],
      ['penalty_cap_percent;2025', '9,5'],
      ['count_payment_day', 'no'],
      ['reversal_penalty', 'FORGIVE'],
      ['limitation_years', '0'],
      ['due_day;2026', '29'],
    ] as const
  ).map(([start, value]) => ({
    rule: `${start} may not be ${value}`,
    changes: [cell('settings', start, 'value', value)],
    expected: [['settings', start, 'value', 'unsupported_setting']] as const,
  })),
  ...(
    [
      ['true_up_norm_months', 'no'],
      ['penalty_cap_percent;2025', 'none'],
      ['heating_months', '4 3 2 1'],
      ['average_periods', '0'],
    ] as const
  ).map(([start, value]) => ({
    rule: `${start} may be ${value}`,
    changes: [cell('settings', start, 'value', value)],
    expected: [],
  })),
  {
    rule: 'the last period is not before the first',
    changes: [cell('settings', 'last_period;', 'value', '2026-02')],
    expected: [['settings', 'last_period;', 'value', 'bad_order']],
  },
  {
    rule: 'the last period is a century from the first at most',
    changes: [cell('settings', 'last_period;', 'value', '9999-12')],
    expected: [['settings', 'last_period;', 'value', 'unsupported_setting']],
  },
  {
    rule: 'the periods do not change by date',
    changes: [add('settings', 'last_period;2026-05-01;2026-12')],
    expected: [['settings', 'last_period;2026', 'value', 'unsupported_setting']],
  },
  {
    rule: 'a setting holds from the first computed day',
    changes: [cell('settings', 'average_months;', 'from', '2026-03-02')],
    expected: [['settings', 0, 'key', 'required']],
  },
  {
    rule: 'with a wrong setting later checks are left out',
    changes: [cell('settings', 'rounding;', 'value', ''), cell('houses', 'H1;', 'window_to', '14')],
    expected: [['settings', 'rounding;', 'value', 'required']],
  },
];

const ORDER: readonly BrokenPackage[] = [
  {
    rule: 'the reading window ends on the day it begins or later',
    changes: [cell('houses', 'H2;', 'window_from', '26')],
    expected: [['houses', 'H2;', 'window_to', 'bad_order']],
  },
  {
    rule: 'an account is closed after the day it is opened',
    changes: [cell('accounts', '0045050024;', 'closed_on', '2026-07-16')],
    expected: [['accounts', '0045050024;', 'closed_on', 'bad_order']],
  },
  {
    rule: 'a connection ends after the day it begins',
    changes: [cell('connections', '0045050024;waste', 'to', '2026-07-16')],
    expected: [['connections', '0045050024;waste', 'to', 'bad_order']],
  },
  {
    rule: 'a meter is verified and removed on the day it is installed or later',
    changes: [
      cell('meters', 'M00123;', 'verified_until', '2026-05-11'),
      cell('meters', 'M00122;', 'verified_until', '2026-07-10'),
    ],
    expected: [['meters', 'M00123;', 'verified_until', 'bad_order']],
  },
  {
    rule: 'a reading is received on the day it is taken or later',
    changes: [cell('readings', 'M00013;2026-04-23', 'received_on', '2026-04-22')],
    expected: [['readings', 'M00013;2026-04-23', 'received_on', 'bad_order']],
  },
  {
    rule: 'a correction comes on the day of the reading or later',
    changes: [cell('readings_corrections', 'M00031;', 'corrected_on', '2026-06-17')],
    expected: [['readings_corrections', 'M00031;', 'corrected_on', 'bad_order']],
  },
  {
    rule: 'somebody returns after leaving',
    changes: [cell('absences', '0045050010;', 'returned_on', '2026-05-03')],
    expected: [['absences', '0045050010;', 'returned_on', 'bad_order']],
  },
  {
    rule: 'a payment is reversed on the day it was received or later',
    changes: [
      cell('payment_reversals', 'P000068;', 'reversed_on', '2026-04-01'),
      cell('payment_reversals', 'P000178;', 'reversed_on', '2026-05-10'),
    ],
    expected: [['payment_reversals', 'P000068;', 'reversed_on', 'bad_order']],
  },
];

const PERIODS: readonly BrokenPackage[] = [
  {
    rule: 'inside the computed periods a tariff, a norm and a coefficient begin on the 1st; outside on any day',
    changes: [
      add('tariffs', 'waste;;;2026-03-02;1', 'waste;;;2026-02-28;1', 'waste;;;2026-09-30;1', 'waste;;;2026-10-02;1'),
      add('norms', 'waste;;2026-04-15;0.1;m2_year'),
      add('coefficients', 'electricity;2026-05-31;2'),
    ],
    expected: [
      ['tariffs', 'waste;;;2026-03-02', 'from', 'mid_month'],
      ['tariffs', 'waste;;;2026-09-30', 'from', 'mid_month'],
      ['norms', 'waste;;2026-04-15', 'from', 'mid_month'],
      ['coefficients', 'electricity;2026-05-31', 'from', 'mid_month'],
    ],
  },
  {
    rule: 'residents are known from the day an account is opened; one error per account',
    changes: [cell('residents', '0045050024;', 'from', '2026-07-17'), remove('residents', '0045120001;')],
    expected: [
      ['residents', 0, 'account', 'required'],
      ['residents', 0, 'account', 'required'],
    ],
  },
  {
    rule: 'absences may follow each other on one day, but not overlap, nor one lie within another',
    changes: [
      add(
        'absences',
        '0045050008;2026-06-25;2026-07-10;1;2026-07-11',
        '0045050008;2026-06-05;2026-06-07;1;2026-07-11',
        '0045050008;2026-06-10;2026-06-12;1;2026-07-11',
      ),
    ],
    expected: [
      ['absences', '0045050008;2026-06-05', 'left_on', 'bad_value'],
      ['absences', '0045050008;2026-06-10', 'left_on', 'bad_value'],
    ],
  },
  {
    rule: 'history and opening debts lie before the first period; the period of an advance is a label',
    changes: [
      cell('volume_history', '0045120001;cold_water;2026-02', 'period', '2026-03'),
      add(
        'opening_balances',
        '0045120001;main;2026-03;principal;1',
        '0045120001;main;2026-04;penalty;1',
        '0045120001;main;2026-04;advance;1',
      ),
    ],
    expected: [
      ['volume_history', '0045120001;cold_water;2026-03', 'period', 'out_of_range'],
      ['opening_balances', '0045120001;main;2026-03;principal', 'period', 'out_of_range'],
      ['opening_balances', '0045120001;main;2026-04;penalty', 'period', 'out_of_range'],
    ],
  },
  {
    rule: 'payments are received in the first period or later',
    changes: [
      cell('payments', 'P000001;', 'received_on', '2026-02-28'),
      cell('payments', 'P000002;', 'received_on', '2026-03-01'),
    ],
    expected: [['payments', 'P000001;', 'received_on', 'out_of_range']],
  },
  {
    rule: 'a house heated in the season by its meter needs every heating month, also of a second heating utility',
    changes: [
      cell('houses', 'H1;', 'heating_mode', 'SEASON'),
      add('house_volumes', 'H1;heating;2026-04;0'),
      add('utilities', 'air_heating;Воздух;heating;Gcal;main;;;', 'steam;Пар;heating;Gcal;main;;;'),
      add('connections', '0045120001;air_heating;2016-08-01;2017-01-01;', '0045050001;steam;2016-08-01;;'),
    ],
    expected: [
      ['house_volumes', 0, 'volume', 'required'],
      ['house_volumes', 0, 'volume', 'required'],
      ['house_volumes', 0, 'volume', 'required'],
    ],
  },
  {
    rule: 'no house volume is needed without a house meter, or where heat is charged evenly',
    changes: [cell('houses', 'H2;', 'heating_mode', 'SEASON')],
    expected: [],
  },
];

describe.each([
  ['settings', SETTINGS],
  ['order of dates', ORDER],
  ['periods', PERIODS],
])('%s', (_title, cases) => {
  it.each(cases)('$rule', (broken) => expectErrors(sample, broken));
});
