import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingOn } from './company-package';
import { directorySource } from './directory-source';
import { PackageError } from './package-error';
import { readCompanyPackage } from './read-company-package';
import {
  add,
  changed,
  edgeFiles,
  packageFiles,
  read,
  sampleFiles,
  sharedPath,
  text,
  withoutFile,
  withoutReason,
} from './sample-package.fixture';

describe('the sample and the edge company', () => {
  it.each(['sample', 'edge'])('%s is accepted', (name) => {
    const result = readCompanyPackage(directorySource(sharedPath(name)));
    expect(result.errors).toEqual([]);
    expect(result.ok).toBe(true);
  });

  it('a directory without files misses all 21', () => {
    const result = readCompanyPackage(directorySource(sharedPath('cases')));
    expect(result.errors).toHaveLength(21);
    expect(new Set(result.errors.map(({ code, line }) => `${code} ${line}`))).toEqual(new Set(['missing_file 0']));
  });

  it('a path that is a file holds no package', () => {
    expect(readCompanyPackage(directorySource(sharedPath('README.md'))).errors).toHaveLength(21);
  });
});

describe('every broken variant', () => {
  const variants = readdirSync(sharedPath('bad')).sort();

  it('a missing folder of requirements is an error, not an empty suite', () => {
    expect(() => sharedPath('bad', 'no-such-variant')).toThrow('is absent');
  });

  it('there are some', () => expect(variants.length).toBeGreaterThanOrEqual(15));

  it.each(variants)('%s gives exactly the expected errors', (variant) => {
    const directory = sharedPath('bad', variant);
    const expected = JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as {
      ok: boolean;
      errors: PackageError[];
    };
    const result = read(packageFiles(directory, sampleFiles()));
    expect(withoutReason(result.errors)).toEqual(withoutReason(expected.errors));
    expect(result.ok).toBe(expected.ok);
  });
});

describe('the typed package', () => {
  const packageOf = (files = sampleFiles()) => {
    const result = read(files);
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result.package;
  };

  it('keeps rows in file order with the line they start on', () => {
    const { accounts, utilities } = packageOf();
    expect(accounts).toHaveLength(48);
    expect(accounts[0]).toEqual({
      line: 2,
      account: '0045120001',
      houseId: 'H1',
      flat: '1',
      totalArea: '54.2',
      openedOn: '2016-08-01',
      closedOn: null,
      lastName: 'Фёдоров',
      firstName: 'Дмитрий',
      middleName: 'Сергеевич',
    });
    expect(utilities.map((row) => row.utility).slice(0, 3)).toEqual(['cold_water', 'hot_water', 'sewage']);
    expect(utilities[2]).toMatchObject({ sources: ['cold_water', 'hot_water'], maxMonthly: null });
    expect(utilities[0]).toMatchObject({ sources: [], maxMonthly: '60', raiseAfterFailure: true });
  });

  it('keeps decimals exact and canonical, money in kopecks, yes and no as booleans', () => {
    const pack = packageOf();
    expect(pack.tariffs[2]?.price).toBe('2350.4');
    expect(pack.payments[1]).toMatchObject({ amountKopecks: 539159, payee: 'main', namedPeriod: null });
    expect(pack.payments[0]).toMatchObject({ amountKopecks: 57622, payee: 'capital_repair' });
    expect(pack.houses.map((row) => row.heatMeter)).toEqual([true, false]);
  });

  it('has one value per register of a meter', () => {
    const { meters, readings, readingsCorrections } = packageOf();
    expect(meters.find((row) => row.meterId === 'M00003')).toMatchObject({ start: ['0', '0'], final: null });
    expect(meters.find((row) => row.meterId === 'M00013')).toMatchObject({
      start: ['0'],
      removedOn: '2026-06-10',
      final: ['524.946'],
    });
    expect(readings.find((row) => row.meterId === 'M00003')?.values).toEqual(['11075', '5537']);
    expect(readingsCorrections[0]?.values).toEqual(['367.381']);
  });

  it('names the computed periods, and the row of a setting in force on a date', () => {
    const pack = packageOf();
    expect([pack.firstPeriod, pack.lastPeriod]).toEqual(['2026-03', '2026-09']);
    expect(settingOn(pack.settings, 'due_day', '2026-02-28')).toBe('10');
    expect(settingOn(pack.settings, 'due_day', '2026-03-01')).toBe('15');
    expect(settingOn(pack.settings, 'penalty_cap_percent', '2024-12-31')).toBeNull();
  });

  it('is the same with CRLF, a byte order mark, quoted cells, empty lines and another column order', () => {
    const rewritten = changed(
      sampleFiles(),
      text('accounts', (content) => `\uFEFF${content.replaceAll('\n', '\r\n')}`),
      text('houses', (content) =>
        content
          .split('\n')
          .map((line) =>
            line === ''
              ? line
              : line
                  .split(';')
                  .map((part) => `"${part}"`)
                  .join(';'),
          )
          .join('\n'),
      ),
      text('key_rates', (content) =>
        content
          .split('\n')
          .map((line) => line.split(';').reverse().join(';'))
          .join('\n'),
      ),
      text('calendar', (content) => content.trimEnd()),
    );
    expect(packageOf(rewritten)).toEqual(packageOf());
  });

  it('does not read other files', () => {
    const files = sampleFiles();
    files.set('notes.csv', Buffer.from([0xff]));
    expect(read(files).ok).toBe(true);
  });

  it('counts physical lines, also empty ones', () => {
    const files = changed(
      sampleFiles(),
      text('calendar', (content) => content.replace('\n', '\n\n\n')),
    );
    expect(packageOf(files).calendar[0]?.line).toBe(4);
  });
});

describe('all or nothing', () => {
  it('lists at most 100 errors, by file, line and column in header order', () => {
    const files = changed(
      sampleFiles(),
      withoutFile('company'),
      text('houses', (content) => content.replace('H1;', ';').replace(';9;', ';0;')),
      add('payments', ...Array.from({ length: 200 }, (_, index) => `X${index};0045120001;2026-13-01;0;;`)),
    );
    const result = read(files);
    expect(result.errors).toHaveLength(100);
    expect(withoutReason(result.errors).slice(0, 3)).toEqual([
      { file: 'company.csv', line: 0, column: '', code: 'missing_file' },
      { file: 'houses.csv', line: 2, column: 'house_id', code: 'required' },
      { file: 'houses.csv', line: 2, column: 'floors', code: 'out_of_range' },
    ]);
    // Every account of the house that lost its id refers to nothing; they stand before the payments.
    const names = result.errors.map(({ file }) => file);
    expect(names.indexOf('payments.csv')).toBeGreaterThan(names.lastIndexOf('accounts.csv'));
    const lines = result.errors.filter(({ file }) => file === 'payments.csv');
    expect(lines[0]).toMatchObject({ line: 483, column: 'received_on', code: 'bad_date' });
    expect(lines[1]).toMatchObject({ line: 483, column: 'amount', code: 'out_of_range' });
  });

  it('lists the errors of a line in the order of the header of the file', () => {
    const files = changed(
      edgeFiles(),
      text('calendar', () => 'kind;date\nholiday;2026-02-30\n'),
    );
    expect(withoutReason(read(files).errors).map(({ column }) => column)).toEqual(['kind', 'date']);
  });

  it('answers a package of many broken rows with bounded work', () => {
    const rows = Array.from({ length: 60_000 }, () => 'x y;;-1;;;').join('\n');
    const files = changed(sampleFiles(), add('payments', rows));
    expect(read(files).errors).toHaveLength(100);
  });
});
