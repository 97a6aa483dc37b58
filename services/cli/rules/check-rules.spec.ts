import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sharedPath } from '../company-package/sample-package.fixture';
import { checkRules, RuleCase } from './check-rules';
import { readCases } from './read-cases';
import { rulesCheck } from './rules-check.command';

function publishedCases(): RuleCase[] {
  const read = readCases(readFileSync(sharedPath('cases', 'rules.json'), 'utf8'));
  if (!read.ok) throw new Error(read.reason);
  return read.cases as RuleCase[];
}

function got(rule: string, input: object): unknown {
  const [check] = checkRules([{ id: 'own', rule, input, expected: null }]);
  return check?.reason ?? check?.got;
}

describe('the published cases', () => {
  it('are 77 and all hold', () => {
    const checks = checkRules(publishedCases());
    expect(checks.filter((check) => !check.ok)).toEqual([]);
    expect(checks).toHaveLength(77);
  });

  it('do not hold by themselves: another expectation fails each of them', () => {
    const wrong = publishedCases().map((one) => ({ ...one, expected: ['another'] }));
    expect(checkRules(wrong).filter((check) => check.ok)).toEqual([]);
  });
});

describe('penalty cases with other numbers', () => {
  const DEBT = { period: '2026-04', debt: '5000.00', ratePct: '9.5' };

  it('derive the due date of the period where the case gives none', () => {
    expect(got('peni.ch14', { ...DEBT, paidOn: '2026-08-14' })).toBe('98.65');
    expect(got('peni.ch14', { ...DEBT, dayNo: 91 })).toBe('98.65');
    // Day 88 after the given date: 5000 × 9.5 % × 58/300 = 91.8333
    expect(got('peni.ch14', { ...DEBT, dueDate: '2026-05-18', paidOn: '2026-08-14' })).toBe('91.83');
  });

  it('pay in as many parts as there are, in any order, by days or by dates', () => {
    const input = { period: '2026-04', debt: '5000.00', ratePct: '9.5' };
    // 1500 × 45/300 + 2500 × (60/300 + 41/130), each × 9.5 %; the thousand of day 30 bears nothing
    const parts = [
      { day: 131, amount: '2500.00' },
      { day: 30, amount: '1000.00' },
      { day: 75, amount: '1500.00' },
    ];
    expect(got('peni.partial', { ...input, payments: parts })).toBe('143.78');
    const dated = [
      { paidOn: '2026-09-23', amount: '2500.00' },
      { paidOn: '2026-06-14', amount: '1000.00' },
      { paidOn: '2026-07-29', amount: '1500.00' },
    ];
    expect(got('peni.partial', { ...input, payments: dated })).toBe('143.78');
  });

  it('count what stays open to the day that is asked', () => {
    // 4000 × 9.5 % × 15/300 + 6000 × 9.5 % × (60/300 + 10/130)
    const input = { debt: '10000.00', ratePct: '9.5', payments: [{ day: 45, amount: '4000.00' }], dayNo: 100 };
    expect(got('peni.partial', input)).toBe('176.85');
  });

  it('never bear 1/130 on capital repair', () => {
    // 1234.56 × 8 % × 170/300
    expect(got('peni.ch14_1', { debt: '1234.56', ratePct: '8', dayNo: 200 })).toBe('55.97');
  });

  it('know no rate before the first of its history', () => {
    const input = { period: '2025-11', debt: '1.00', paidOn: '2025-12-20', cap: null };
    expect(got('peni.policy.AT_PAYMENT', { ...input, rateHistory: [['2025-12-22', '16']] })).toBe('0.00');
    expect(
      got('peni.policy.AT_PAYMENT', { ...input, paidOn: '2026-03-10', rateHistory: [['2026-03-11', '16']] }),
    ).toMatch('BILLING_NO_RULE_IN_FORCE');
  });

  it('post each night what the total has grown by, also after a pause', () => {
    const input = { debt: '7777.77', ratePct: '9.5', days: [40, 41, 95] };
    expect(got('peni.nightly_cumulative', input)).toEqual(['24.63', '2.46', '149.11']);
  });

  it('drift at 1/130 too', () => {
    const input = { debt: '5000.00', days: 70, ratePct: '9.5' };
    expect(got('peni.naive_drift', input)).toEqual({ naive: '131.30', correct: '131.54' });
  });

  it('give back what a recalculation makes unjust', () => {
    const input = { original: '5000.00', storno: '1500.00', dayNo: 120, ratePct: '9.5' };
    expect(got('peni.after_storno', input)).toBe('-61.39');
    expect(got('peni.after_storno', { ...input, storno: '5000.01' })).toMatch('at most the original debt');
  });
});

describe('due dates of other months', () => {
  it.each([
    ['2025-08', '2025-09-10'],
    ['2024-10', '2024-11-11'],
    ['2026-04', '2026-05-15'],
    ['2027-04', '2027-05-17'],
  ])('%s is due %s by the weekdays', (period, due) => {
    expect(got('due_date', { period })).toBe(due);
  });

  it('follow the production calendar of the case', () => {
    expect(got('due_date', { period: '2024-04', holidays: ['2024-05-10'] })).toBe('2024-05-13');
    const calendar = { '2026-08-15': 'working' };
    expect(got('due_date', { period: '2026-07', calendar })).toBe('2026-08-15');
  });
});

describe('tariff and meter cases with other numbers', () => {
  it('charge area, persons and norms by the days of a month', () => {
    const halves = [
      ['2026-01-01', '40'],
      ['2026-02-15', '50'],
    ];
    expect(got('tariff.mid_month.by_days', { volume: '5.2', tariffs: halves, period: '2026-02' })).toBe('234.00');
    expect(got('tariff.mid_month.by_days', { area: '10', tariffs: halves, period: '2026-02' })).toBe('450.00');
    const persons = { persons: 2, norm: '2.6', tariffs: halves, period: '2026-02' };
    expect(got('tariff.mid_month.by_days', persons)).toBe('234.00');
    const waste = { persons: 3, normM3PersonYear: '1.2', tariffs: halves, period: '2026-02' };
    expect(got('tariff.mid_month.by_days', waste)).toBe('13.50');
  });

  it('know zones of three registers', () => {
    const input = { peak: '10', halfPeak: '20', night: '30', tPeak: '9', tHalfPeak: '7', tNight: '3.76' };
    expect(got('tariff.zones', input)).toEqual(['90.00', '140.00', '112.80', '342.80']);
  });

  it('let a tier that was not reached be printed or not', () => {
    const input = {
      volumeKwh: '1000',
      tiers: [
        ['1200', '6.25'],
        ['6000', '8.10'],
      ],
    };
    const expected = [
      ['6250.00', '6250.00'],
      ['6250.00', '0.00', '6250.00'],
      ['6250.00', '0.00'],
    ];
    const checks = checkRules(expected.map((one) => ({ id: '1', rule: 'tariff.tiers', input, expected: one })));
    expect(checks.map((check) => check.ok)).toEqual([true, true, false]);
  });

  it('reject a lower value under every rule of meters', () => {
    const lower = { digits: 5, prev: '512', curr: '498', maxMonthly: '50', tariff: '10' };
    for (const rule of ['meter.simple', 'meter.rollover', 'meter.lower_reading_rejected']) {
      expect(got(rule, lower)).toBe('REJECT_LOWER_THAN_PREVIOUS');
    }
  });

  it('refuse a value that the register cannot show', () => {
    const input = { digits: 5, prev: '100000', curr: '4', maxMonthly: '50', tariff: '10' };
    expect(got('meter.rollover', input)).toMatch('METERING_VALUE_ABOVE_DIGITS');
  });

  it('run over the seam of a replacement with a rollover', () => {
    const input = { digits: 5, maxMonthly: '50', tariff: '10' };
    const meters = { old: { prev: '99998', final: '3' }, new: { start: '1', curr: '4.5' } };
    expect(got('meter.replacement', { ...input, ...meters })).toEqual({ volume: '8.5', amount: '85.00' });
  });
});

describe('average, norm and absence cases with other numbers', () => {
  it('take the last six of more months', () => {
    const input = { volumes: ['9', '9', '1', '2', '3', '4', '5', '6'], tariff: '44.86' };
    expect(got('avg.6_months', input)).toEqual({ volume: '3.5', amount: '157.01' });
  });

  it('ask for volumes where an average is due', () => {
    const missed = { missedMonths: 3, persons: 2, norm: '6.935', tariff: '44.86' };
    expect(got('no_reading.month4', missed)).toMatch('input.volumes is missing');
    expect(got('no_reading.month4', { ...missed, volumes: ['4', '5', '6'] })).toBe('224.30');
    expect(got('no_reading.month4', { ...missed, missedMonths: 7 })).toBe('622.21');
  });

  it('true up unequal months in one amount', () => {
    const input = { lastActual: '100', newReading: '112', tariff: '44.86' };
    // 12 − 15.6 = −3.6; −3.6 × 44.86 = −161.496
    const less = { ...input, averagedVolumes: ['5.1', '5.2', '5.3'] };
    expect(got('true_up', less)).toEqual({ volume: '-3.6', amount: '-161.50' });
    const more = { ...input, averagedVolumes: ['5', '5'] };
    expect(got('true_up', more)).toEqual({ volume: '2', amount: '89.72' });
  });

  it('recalculate every month of an absence by its own days', () => {
    // 11 of 31 days of August: 110.39; 19 of 30 days of September: 197.03
    const input = {
      registered: 3,
      absent: 1,
      left: '2026-08-20',
      returned: '2026-09-20',
      norm: '6.935',
      tariff: '44.86',
    };
    expect(got('absence', input)).toEqual({ fullDays: 30, recalc: '-307.42' });
    expect(got('absence', { ...input, absent: 5, registered: 2 })).toEqual({ fullDays: 30, recalc: '-614.85' });
  });

  it('grant no absence of five full days, none applied for too late, none where a meter could be', () => {
    const input = { registered: 1, absent: 1, left: '2026-09-03', norm: '6.935', tariff: '44.86' };
    expect(got('absence', { ...input, returned: '2026-09-09' })).toEqual({ fullDays: 5, recalc: '0.00' });
    expect(got('absence', { ...input, returned: '2026-09-10' })).toEqual({ fullDays: 6, recalc: '-62.22' });
    expect(got('absence', { ...input, returned: '2026-09-10', appliedOn: '2026-10-11' })).toMatchObject({
      recalc: '0.00',
    });
    expect(got('absence', { ...input, returned: '2026-09-10', meterPossible: true })).toMatchObject({ recalc: '0.00' });
  });

  it('weigh persons by days', () => {
    const persons = [
      ['2026-10-01', 2],
      ['2026-10-10', 4],
      ['2026-10-25', 1],
    ];
    // (2 × 9 + 4 × 15 + 1 × 7) / 31 × 4.2 × 50
    expect(got('persons_change_mid_month', { persons, norm: '4.2', tariff: '50' })).toBe('575.81');
  });
});

describe('area, sharing and allocation cases with other numbers', () => {
  it('heat by the house meter and by the mean', () => {
    const flat = { area: '61.7', tariff: '2411.15' };
    expect(got('heating.season.house_meter', { ...flat, houseGcal: '188.25', houseArea: '9120.4' })).toEqual({
      volume: '1.273521',
      amount: '3070.65',
    });
    expect(got('heating.1_12.avg', { ...flat, avgGcalPerM2Month: '0.0203' })).toBe('3019.99');
  });

  it('carry common property below zero', () => {
    const house = { house: '1200', sumPremises: '1203.5', area: '54.2', houseArea: '8450.3', tariff: '44.86' };
    expect(got('soi.house_meter', house)).toBe('0.00');
    expect(got('soi.norm', { ...house, normM3PerM2: '0.021', commonArea: '980.4' })).toBe('5.92');
  });

  it('know capital repair of any year', () => {
    expect(got('capital_repair.2024_low', { area: '100', rate: '8.05' })).toBe('805.00');
  });

  const DEBTS = [
    ['2026-02', '1200.00'],
    ['2026-01', '1000.00'],
    ['2026-03', '800.00'],
  ];

  it('skip barred months unless they are named', () => {
    const input = { debts: DEBTS, payment: '1500.00', skip: ['2026-01', '2026-02'] };
    expect(got('alloc.time_barred_skip', input)).toEqual({ applied: { '2026-03': '800.00' }, advance: '700.00' });
    expect(got('alloc.designated', { ...input, designated: '2026-02' })).toEqual({
      applied: { '2026-02': '1200.00', '2026-03': '300.00' },
      advance: '0.00',
    });
  });

  it('set aside an operation with another content', () => {
    const lines = [
      ['1', '10.00'],
      ['1', '11.00'],
    ];
    expect(got('registry.idempotent', { lines })).toEqual({ accepted: 1, sum: '10.00', duplicates: 0, conflicts: 1 });
  });

  it('write a QR in the code page that is asked for', () => {
    const required = {
      CorrespAcc: '0',
      Name: 'ТСЖ',
      PersonalAcc: '40702810138250123017',
      BankName: 'БАНК',
      BIC: '044525225',
    };
    const body = 'Name=ТСЖ|PersonalAcc=40702810138250123017|BankName=БАНК|BIC=044525225|CorrespAcc=0';
    expect(got('qr.payload', { required, encoding: 'cp1251', rub: '10.5' })).toBe(`ST00011|${body}|Sum=1050`);
    expect(got('qr.payload', { required, encoding: 'KOI8-R' })).toBe(`ST00013|${body}`);
    expect(got('qr.required_block_bytes', { required, encoding: 'cp1251' })).toBe(body.length);
  });
});

describe('cases that cannot be evaluated', () => {
  it.each<[string, unknown, string]>([
    ['an unknown rule', { id: 'X', rule: 'no.such.rule', input: {}, expected: 1 }, 'unknown rule no.such.rule'],
    ['a rule by the name of a member of every object', { id: 'X', rule: 'constructor', input: {} }, 'unknown rule'],
    ['no rule', { id: 'X', input: {} }, 'case.rule is missing'],
    ['no input', { id: 'X', rule: 'due_date' }, 'case.input is missing'],
    ['an input of another form', { id: 'X', rule: 'due_date', input: [] }, 'case.input is not an object'],
    ['a day that is none', { id: 'X', rule: 'due_date', input: { period: '2026-13' } }, 'input.period is not a month'],
    ['a number that is none', { id: 'X', rule: 'inn10', input: { inn: 7707083893 } }, 'input.inn is not a text'],
    ['nothing', null, 'case is missing'],
  ])('are not ok and say why: %s', (_what, candidate, reason) => {
    const [check] = checkRules([candidate]);
    expect(check).toMatchObject({ ok: false, got: null });
    expect(check?.reason).toMatch(reason);
  });

  it('keep their id, or the place where they have none', () => {
    expect(checkRules([{ id: 'X' }, 5]).map((check) => check.id)).toEqual(['X', '#2']);
  });

  it('never throw, whatever stands where a number, a date or a list should', () => {
    const cases = publishedCases();
    const garbage = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(
        '2199-12',
        '1900-01-01',
        '9999-12-31',
        '-1',
        '1e5',
        '0',
        '99999999',
        'NaN',
        '½',
        {},
        [],
        [[]],
        null,
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...cases), garbage, fc.nat(), (one, value, place) => {
        const places = Object.keys(one.input as object);
        const input = { ...(one.input as object), [places[place % places.length] as string]: value };
        const [check] = checkRules([{ ...one, input }]);
        expect(check?.id).toBe(one.id);
        expect(check?.got === null).toBe(check?.reason !== undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the command over a file of cases', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'rules-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  function checked(text: string) {
    const file = join(folder, 'cases.json');
    writeFileSync(file, text);
    return rulesCheck(file);
  }

  const DUE = { id: 'D', rule: 'due_date', input: { period: '2026-01' }, expected: '2026-02-10' };

  it('ends with 0 when every case holds', () => {
    expect(checked(JSON.stringify([DUE]))).toEqual({
      exitCode: 0,
      checks: [{ id: 'D', ok: true, got: '2026-02-10' }],
      message: '1 of 1 cases hold',
    });
  });

  it('ends with 1 when one does not, and still prints all', () => {
    const outcome = checked(JSON.stringify([DUE, { ...DUE, id: 'E', expected: '2026-02-11' }]));
    expect(outcome.exitCode).toBe(1);
    expect(outcome.checks?.map((check) => check.ok)).toEqual([true, false]);
  });

  it.each(['', '{', '{"id":"D"}', 'null'])('ends with 1 and says what is wrong with the file %j', (text) => {
    const outcome = checked(text);
    expect(outcome).toMatchObject({ exitCode: 1, checks: null });
    expect(outcome.message).toMatch(/cases\.json is not /);
  });

  it('ends with 1 where there is no file', () => {
    expect(rulesCheck(join(folder, 'absent.json'))).toMatchObject({ exitCode: 1, checks: null });
  });
});
