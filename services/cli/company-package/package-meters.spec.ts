import {
  add,
  BrokenPackage,
  cell,
  edgeFiles,
  expectErrors,
  PackageFiles,
  remove,
  sampleFiles,
  text,
} from './sample-package.fixture';

const METERS: readonly BrokenPackage[] = [
  {
    rule: 'a reading is taken while the meter is installed',
    changes: [
      cell('readings', 'M00121;2026-06-23', 'taken_on', '2026-06-09'),
      cell('readings', 'M00055;2026-06', 'taken_on', '2026-07-11'),
      cell('readings', 'M00055;2026-07-11', 'received_on', '2026-07-11'),
    ],
    expected: [
      ['readings', 'M00055;2026-07-11', 'taken_on', 'outside_meter_life'],
      ['readings', 'M00121;2026-06-09', 'taken_on', 'outside_meter_life'],
    ],
  },
  {
    rule: 'a meter in use when the first period begins has a reading that belongs to the month before',
    changes: [
      remove('readings', 'M00013;2026-02-22'),
      // Received after the 25th, so carried to March, although taken in February.
      cell('readings', 'M00019;2026-02-19', 'received_on', '2026-02-26'),
      // Received after 25 January, so carried to February.
      cell('readings', 'M00012;2026-02-19', 'taken_on', '2026-01-26'),
      cell('readings', 'M00012;2026-01-26', 'received_on', '2026-01-26'),
    ],
    expected: [
      ['meters', 'M00013;', 'meter_id', 'required'],
      ['meters', 'M00019;', 'meter_id', 'required'],
    ],
  },
  {
    rule: 'no such reading is needed for a connection that is not active on both sides of the beginning',
    changes: [
      remove('readings', 'M00013;2026-02-22'),
      cell('connections', '0045120005;cold_water', 'from', '2026-03-01'),
      remove('readings', 'M00019;2026-02-19'),
      cell('connections', '0045120007;cold_water', 'to', '2026-03-01'),
    ],
    expected: [],
  },
  {
    rule: 'no such reading is needed for a meter removed before the first period or installed in it',
    changes: [
      add(
        'meters',
        'OLD;0045120001;cold_water;1;1;5;2016-01-01;2022-01-01;0;;;2026-02-28;5;;;',
        'NEW;0045120001;cold_water;2;1;5;2026-03-01;2032-01-01;0;;;;;;;',
        'USED;0045120001;cold_water;3;1;5;2026-02-28;2032-01-01;0;;;2026-03-01;1;;;',
      ),
    ],
    expected: [['meters', 'USED;', 'meter_id', 'required']],
  },
  {
    rule: 'the first reading is compared with the start value',
    changes: [cell('meters', 'M00013;', 'start_1', '496.001')],
    expected: [['readings', 'M00013;2026-02-22', 'value_1', 'reading_below_previous']],
  },
  {
    rule: 'each register is compared by itself',
    changes: [cell('readings', 'M00003;2026-04-24', 'value_2', '5559.9')],
    expected: [['readings', 'M00003;2026-04-24', 'value_2', 'reading_below_previous']],
  },
  {
    rule: 'the same value twice is a month without consumption',
    changes: [cell('readings', 'M00013;2026-03-22', 'value_1', '496')],
    expected: [],
  },
  {
    rule: 'a reading received later than the next one is what that one is compared with, by its original value',
    changes: [
      cell('readings', 'M00013;2026-03-22', 'received_on', '2026-06-01'),
      cell('readings', 'M00013;2026-03-22', 'value_1', '511.392'),
      add('readings_corrections', 'M00013;2026-03-22;2026-06-02;503;;;x'),
    ],
    expected: [['readings', 'M00013;2026-04-23', 'value_1', 'reading_below_previous']],
  },
  {
    rule: 'a correction known when the next reading came in is what that one is compared with',
    changes: [add('readings_corrections', 'M00013;2026-03-22;2026-04-23;511.392;;;x')],
    expected: [['readings', 'M00013;2026-04-23', 'value_1', 'reading_below_previous']],
  },
  {
    rule: 'a correction registered later is compared in the second pass',
    changes: [add('readings_corrections', 'M00013;2026-03-22;2026-05-02;511.392;;;x')],
    expected: [['readings', 'M00013;2026-04-23', 'value_1', 'reading_below_previous']],
  },
  {
    rule: 'a wrong original value is an error where no correction was known, though it was corrected since',
    changes: [
      cell('readings', 'M00013;2026-03-22', 'value_1', '603.642'),
      add('readings_corrections', 'M00013;2026-03-22;2026-05-02;503.642;;;x'),
    ],
    expected: [['readings', 'M00013;2026-04-23', 'value_1', 'reading_below_previous']],
  },
  {
    rule: 'a wrong original value that was corrected before the next reading came in is no error',
    changes: [
      cell('readings', 'M00013;2026-03-22', 'value_1', '603.642'),
      add('readings_corrections', 'M00013;2026-03-22;2026-04-02;503.642;;;x'),
    ],
    expected: [],
  },
  {
    rule: 'the last of several corrections is the right value',
    changes: [
      add('readings_corrections', 'M00013;2026-03-22;2026-05-03;503;;;x', 'M00013;2026-03-22;2026-05-02;511.392;;;x'),
    ],
    expected: [],
  },
  {
    rule: 'the final value is compared with the last reading as known on the day of removal',
    changes: [add('readings_corrections', 'M00013;2026-05-18;2026-06-10;524.947;;;x')],
    expected: [['meters', 'M00013;', 'final_1', 'reading_below_previous']],
  },
  {
    rule: 'and again with corrections registered after the removal',
    changes: [add('readings_corrections', 'M00013;2026-05-18;2026-06-11;524.947;;;x')],
    expected: [['meters', 'M00013;', 'final_1', 'reading_below_previous']],
  },
  {
    rule: 'the final value of a meter without readings is compared with its start value',
    changes: [add('meters', 'OLD;0045120001;cold_water;1;1;5;2016-01-01;2022-01-01;9;;;2020-02-01;8;;;')],
    expected: [['meters', 'OLD;', 'final_1', 'reading_below_previous']],
  },
  {
    rule: 'a reading that counted before the first period cannot be corrected any more',
    changes: [add('readings_corrections', 'M00013;2026-02-22;2026-03-01;496.1;;;x')],
    expected: [['readings_corrections', 'M00013;', 'taken_on', 'before_start']],
  },
  {
    rule: 'but a correction registered before the first period is simply used',
    changes: [add('readings_corrections', 'M00013;2026-02-22;2026-02-28;496.1;;;x')],
    expected: [],
  },
  {
    rule: 'a reading carried into the first period can be corrected',
    changes: [
      add('readings', 'M00013;2026-02-26;2026-02-26;497;;'),
      add('readings_corrections', 'M00013;2026-02-26;2026-03-05;496.5;;;x'),
    ],
    expected: [],
  },
  {
    rule: 'a reading that another one of its month superseded never counted',
    changes: [
      add('readings', 'M00013;2026-02-20;2026-02-20;495.9;;'),
      add('readings_corrections', 'M00013;2026-02-20;2026-03-05;495.8;;;x'),
    ],
    expected: [],
  },
];

/** E009 of the edge company rolls over in April: 99997.2, then 2.9 of five digits, 5.7 in between; 60 is plausible. */
const ROLLOVER: readonly BrokenPackage[] = [
  {
    rule: 'a rollover of exactly the largest plausible volume is accepted',
    changes: [cell('utilities', 'cold_water;', 'max_monthly', '5.7')],
    expected: [],
  },
  {
    rule: 'a rollover of more than that is a reading below the previous one',
    changes: [cell('utilities', 'cold_water;', 'max_monthly', '5.699999')],
    expected: [['readings', 'E009;2026-04-20', 'value_1', 'reading_below_previous']],
  },
  {
    rule: 'a dial of more digits did not roll over',
    changes: [cell('meters', 'E009;', 'digits', '6')],
    expected: [['readings', 'E009;2026-04-20', 'value_1', 'reading_below_previous']],
  },
  {
    rule: 'a final value may have rolled over, too',
    changes: [
      cell('meters', 'E009;', 'removed_on', '2026-03-25'),
      cell('meters', 'E009;', 'final_1', '1.2'),
      text('readings', (content) => content.replace(/^E009;2026-0[4-9].*\n/gm, '')),
    ],
    expected: [],
  },
];

/** 701006 closes on 2026-07-01, 701007 on 2026-06-11. */
const CLOSING: readonly BrokenPackage[] = [
  {
    rule: 'a reading received by the day of closing belongs to the last month that is billed',
    changes: [
      // Closed on 1 March, the account is not active on the first day: no reading of February is needed.
      cell('accounts', '701006;', 'closed_on', '2026-03-01'),
      remove('readings', 'E006;2026-02-20'),
    ],
    expected: [],
  },
  {
    rule: 'also when it would be carried: counted before the first period, it cannot be corrected',
    changes: [
      cell('accounts', '701006;', 'closed_on', '2026-03-01'),
      cell('readings', 'E006;2026-02-20', 'received_on', '2026-03-01'),
      add('readings_corrections', 'E006;2026-02-20;2026-03-05;10.5;;;x'),
    ],
    expected: [['readings_corrections', 'E006;', 'taken_on', 'before_start']],
  },
];

const suites: readonly [string, PackageFiles, readonly BrokenPackage[]][] = [
  ['meters', sampleFiles(), METERS],
  ['rollover', edgeFiles(), ROLLOVER],
  ['closing of an account', edgeFiles(), CLOSING],
];

describe.each(suites)('%s', (_title, files, cases) => {
  it.each(cases)('$rule', (broken) => expectErrors(files, broken));
});
