import { AccountRow, CompanyPackage, CompanyRow } from '../company-package';
import { DatedFact } from './dated-fact';
import { factInWords } from './fact-words';
import { companyIdOf, eveOf, factsOfPackage, personIdOf } from './package-facts';

const line = 2;
const company = (payee: CompanyRow['payee'], inn: string): CompanyRow => ({
  line,
  payee,
  name: `Company ${inn}`,
  inn,
  kpp: null,
  ogrn: '1026301234567',
  bankName: 'Bank',
  bic: '043601607',
  account: '40702810000000000001',
  corrAccount: '30101810200000000607',
  address: 'Lesnaya 1',
  phone: null,
  timeZone: 'Europe/Samara',
});
const ACCOUNT: AccountRow = {
  line,
  account: '0045120001',
  houseId: 'H1',
  flat: '12',
  totalArea: '54.2',
  openedOn: '2026-04-10',
  closedOn: '2026-09-01',
  lastName: 'Kuznetsova',
  firstName: 'Anna',
  middleName: null,
};

/** One account of one house with a fact of every kind; its first period is March 2026. */
const PACKAGE: CompanyPackage = {
  firstPeriod: '2026-03',
  lastPeriod: '2026-12',
  company: [company('capital_repair', '6316999999'), company('main', '6316000017')],
  houses: [
    {
      line,
      houseId: 'H1',
      address: 'Lesnaya 1',
      floors: 9,
      heatingMode: 'SEASON',
      heatMeter: true,
      commonArea: '1250.6',
      totalArea: '8450.3',
      windowFrom: 15,
      windowTo: 25,
    },
  ],
  accounts: [ACCOUNT],
  residents: [{ line, account: '0045120001', from: '2026-04-01', registered: 3, owners: 1 }],
  utilities: [
    {
      line,
      utility: 'cold_water',
      name: 'Cold water',
      kind: 'metered',
      unit: 'm3',
      payee: 'main',
      sources: [],
      maxMonthly: '50',
      raiseAfterFailure: true,
    },
  ],
  tariffs: [
    { line, utility: 'cold_water', houseId: null, part: null, from: '2025-07-01', price: '44.86' },
    { line, utility: 'cold_water', houseId: 'H1', part: null, from: '2026-07-01', price: '48' },
  ],
  norms: [{ line, utility: 'cold_water', houseId: null, from: '2026-05-01', norm: '6.935', per: 'person_month' }],
  coefficients: [{ line, utility: 'cold_water', from: '2026-05-01', coefficient: '1.5' }],
  connections: [
    { line, account: '0045120001', utility: 'cold_water', from: '2026-04-10', to: '2026-08-01', meterPossible: true },
  ],
  meters: [
    {
      line,
      meterId: 'cold-2',
      account: '0045120001',
      utility: 'cold_water',
      serial: '2',
      zones: 1,
      digits: 5,
      installedOn: '2026-06-10',
      verifiedUntil: '2032-06-09',
      start: ['0'],
      removedOn: null,
      final: null,
      replaces: 'cold-1',
    },
    {
      line,
      meterId: 'cold-1',
      account: '0045120001',
      utility: 'cold_water',
      serial: '1',
      zones: 1,
      digits: 5,
      installedOn: '2020-05-10',
      verifiedUntil: '2026-06-30',
      start: ['0'],
      removedOn: '2026-06-10',
      final: ['31'],
      replaces: null,
    },
  ],
  readings: [{ line, meterId: 'cold-1', takenOn: '2026-04-20', receivedOn: '2026-04-22', values: ['12.5'] }],
  readingsCorrections: [
    {
      line,
      meterId: 'cold-1',
      takenOn: '2026-04-20',
      correctedOn: '2026-05-05',
      values: ['12'],
      reason: 'misread',
    },
  ],
  volumeHistory: [
    { line, account: '0045120001', utility: 'cold_water', period: '2026-02', volumes: ['6'] },
    { line, account: '0045120001', utility: 'cold_water', period: '2026-01', volumes: ['5'] },
  ],
  houseVolumes: [{ line, houseId: 'H1', utility: 'heating', period: '2026-04', volume: '128.4' }],
  absences: [
    {
      line,
      account: '0045120001',
      leftOn: '2026-05-02',
      returnedOn: '2026-05-20',
      persons: 2,
      appliedOn: '2026-05-25',
    },
  ],
  openingBalances: [
    { line, account: '0045120001', payee: 'main', period: '2026-02', kind: 'principal', amountKopecks: 500_00 },
    { line, account: 'another', payee: 'main', period: '2026-02', kind: 'principal', amountKopecks: 700_00 },
  ],
  payments: [
    {
      line,
      paymentId: 'p2',
      account: '0045120001',
      receivedOn: '2026-05-12',
      amountKopecks: 100_00,
      payee: 'main',
      namedPeriod: null,
    },
    {
      line,
      paymentId: 'p1',
      account: '0045120001',
      receivedOn: '2026-05-12',
      amountKopecks: 200_00,
      payee: 'main',
      namedPeriod: '2026-04',
    },
  ],
  paymentReversals: [{ line, paymentId: 'p1', reversedOn: '2026-05-14', reason: 'bank error' }],
  keyRates: [
    { line, from: '2024-01-01', percent: '16' },
    { line, from: '2026-06-22', percent: '14.5' },
  ],
  calendar: [{ line, date: '2026-11-02', kind: 'non_working' }],
  settings: [{ line, key: 'due_day', from: '2026-05-01', value: '15' }],
};

const idOf = (fact: DatedFact): string => fact.commandId.replace('import:6316000017:', '');
const told = (source: CompanyPackage): string[] => factsOfPackage(source).map((fact) => `${fact.on} ${idOf(fact)}`);
const fact = (id: string, source = PACKAGE): DatedFact => {
  const found = factsOfPackage(source).find((one) => idOf(one) === id);
  if (!found) throw new Error(`The history tells nothing of ${id}`);
  return found;
};

it('a company is named by the taxpayer number of its main payee, wherever that stands in the file', () => {
  expect(companyIdOf(PACKAGE)).toBe('6316000017');
  expect(() => companyIdOf({ ...PACKAGE, company: [company('capital_repair', '6316999999')] })).toThrow('main payee');
});

it('a payer is named by account: the name of a person stands in no fact', () => {
  expect(personIdOf(PACKAGE, ACCOUNT)).toBe('payer-6316000017-0045120001');
  expect(JSON.stringify(factsOfPackage(PACKAGE).map(({ command }) => command))).not.toContain('Kuznetsova');
});

it('what is known on the day before the first period is opening state', () => {
  expect(eveOf(PACKAGE)).toBe('2026-02-28');
});

describe('the history that a package tells', () => {
  it('has every row of it once, on the day on which it was recorded', () => {
    expect(told(PACKAGE)).toEqual([
      '2026-02-28 company',
      '2026-02-28 setting:due_day:2026-05-01',
      '2026-02-28 calendar:2026-11-02',
      '2026-02-28 key-rate:2024-01-01',
      '2026-02-28 utility:cold_water',
      '2026-02-28 tariff:cold_water:::2025-07-01',
      '2026-02-28 house:H1',
      '2026-04-10 account:0045120001',
      '2026-04-10 residents:0045120001:2026-04-01',
      '2026-04-10 connection:0045120001:cold_water',
      '2026-04-10 meter:cold-1',
      '2026-04-10 history:0045120001:cold_water',
      '2026-04-22 reading:cold-1:2026-04-20',
      '2026-04-30 house-volume:H1:heating:2026-04',
      '2026-05-01 norm:cold_water::person_month:2026-05-01',
      '2026-05-01 coefficient:cold_water:2026-05-01',
      '2026-05-05 correction:cold-1:2026-04-20:2026-05-05',
      '2026-05-12 payment:p1',
      '2026-05-12 payment:p2',
      '2026-05-14 reversal:p1',
      '2026-05-25 absence:0045120001:2026-05-02',
      '2026-06-10 meter:cold-2',
      '2026-06-10 meter-removed:cold-1',
      '2026-06-22 key-rate:2026-06-22',
      '2026-07-01 tariff:cold_water:H1::2026-07-01',
      '2026-07-31 disconnection:0045120001:cold_water',
      '2026-08-31 account-closed:0045120001',
    ]);
  });

  it('has a command id for each that no other has, and they are the same every time', () => {
    const ids = factsOfPackage(PACKAGE).map(({ commandId }) => commandId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(factsOfPackage(structuredClone(PACKAGE)).map(({ commandId }) => commandId)).toEqual(ids);
    expect(ids.every((id) => id.startsWith('import:6316000017:'))).toBe(true);
    // Each can be called by a name when another package says otherwise.
    expect(ids.filter((id) => factInWords(id) === id)).toEqual([]);
  });

  it('goes day by day, whatever the order of rows', () => {
    const days = factsOfPackage(PACKAGE).map(({ on }) => on);
    expect(days).toEqual([...days].sort());
    const turned = { ...PACKAGE, payments: PACKAGE.payments.toReversed(), meters: PACKAGE.meters.toReversed() };
    expect(told(turned)).toEqual(told(PACKAGE));
  });
});

describe('a fact', () => {
  it('of the company names its payees, the main one first', () => {
    const command = fact('company').command as { company: { payees: { payee: string; bankAccount: string }[] } };
    expect(command).toMatchObject({ company: { companyId: '6316000017', timeZone: 'Europe/Samara' } });
    expect(command.company.payees.map(({ payee }) => payee)).toEqual(['main', 'capital_repair']);
    expect(command.company.payees[0]?.bankAccount).toBe('40702810000000000001');
  });

  it('of an account has its own opening balances and the reading window of its house', () => {
    expect(fact('account:0045120001')).toMatchObject({
      stream: 'billing_account-0045120001',
      command: {
        kind: 'OpenAccount',
        openingBalances: [{ payee: 'main', period: '2026-02', kind: 'principal', amountKopecks: 500_00 }],
        windowFromDay: 15,
        windowToDay: 25,
      },
    });
  });

  it('of a utility has its place in the file as its order', () => {
    const [water] = PACKAGE.utilities as [CompanyPackage['utilities'][number]];
    const two = { ...PACKAGE, utilities: [{ ...water, utility: 'electricity' }, water] };
    expect(fact('utility:cold_water', two).command).toMatchObject({ definition: { order: 1 } });
  });

  it('about an account is told on its first day at the earliest', () => {
    const [residents] = PACKAGE.residents;
    expect(fact('residents:0045120001:2026-04-01')).toMatchObject({
      on: '2026-04-10',
      command: { from: residents?.from },
    });
  });

  it('of an account that closes with the opening of the next month is told on the last evening before', () => {
    expect(fact('account-closed:0045120001')).toMatchObject({ on: '2026-08-31', command: { closedOn: '2026-09-01' } });
  });

  it('of a disconnection is never told before its connection', () => {
    const [row] = PACKAGE.connections as [CompanyPackage['connections'][number]];
    const short = { ...PACKAGE, connections: [{ ...row, from: '2026-05-01', to: '2026-05-02' }] };
    expect(fact('connection:0045120001:cold_water', short).on).toBe('2026-05-01');
    expect(fact('disconnection:0045120001:cold_water', short).on).toBe('2026-05-01');
    const endless = { ...PACKAGE, connections: [{ ...row, to: null }] };
    expect(told(endless).filter((one) => one.includes('disconnection'))).toEqual([]);
  });
});

it('corrections of opening state are told in their order, whatever the order of rows: each is compared with the one before', () => {
  const [row] = PACKAGE.readingsCorrections as [CompanyPackage['readingsCorrections'][number]];
  const days = ['2026-02-27', '2026-02-19', '2026-02-28'];
  const readingsCorrections = days.map((correctedOn) => ({ ...row, correctedOn }));
  const readings = PACKAGE.readings.map((reading) => ({ ...reading, takenOn: row.takenOn, receivedOn: row.takenOn }));
  const facts = factsOfPackage({ ...PACKAGE, readings: readings.slice(0, 1), readingsCorrections });
  const corrections = facts.filter(({ command }) => (command as { kind: string }).kind === 'CorrectReading');
  expect(corrections.map(({ command }) => (command as { correctedOn: string }).correctedOn)).toEqual([...days].sort());
});

it('an account whose house is missing is a fault that the checks should have found', () => {
  expect(() => factsOfPackage({ ...PACKAGE, houses: [] })).toThrow('The house H1');
});
