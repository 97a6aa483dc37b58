import {
  AbsenceRow,
  AccountRow,
  CalendarRow,
  CompanyPackage,
  CompanyRow,
  ConnectionRow,
  HouseRow,
  HouseVolumeRow,
  MeterRow,
  NormRow,
  OpeningBalanceRow,
  PaymentReversalRow,
  PaymentRow,
  ReadingRow,
  ReadingsCorrectionRow,
  ResidentsRow,
  SettingKey,
  SettingRow,
  TariffRow,
  UtilityRow,
  VolumeHistoryRow,
} from '../../../services/cli/company-package';

/** An account of a story: 50 square metres in house H1 with two residents since long ago. */
export interface AccountPlan {
  readonly house?: string;
  readonly openedOn?: string;
  readonly closedOn?: string;
  /** `from registered` or `from registered owners`. */
  readonly residents?: readonly string[];
  /** Utility → `` since always, `from` or `from to`; `no meter possible` where none can be installed. */
  readonly connected: Readonly<Record<string, string>>;
}

/** A meter of a story: cold water, one register that showed 100 on 20 February, verified for years. */
export type MeterPlan = Partial<MeterRow> & Pick<MeterRow, 'account'>;

export interface CompanyPlan {
  readonly lastPeriod?: string;
  readonly houses?: readonly (Partial<HouseRow> & Pick<HouseRow, 'houseId'>)[];
  readonly accounts: Readonly<Record<string, AccountPlan>>;
  readonly meters?: Readonly<Record<string, MeterPlan>>;
  /** Meter → `taken value…` received on the same day, or `taken>received value…`. */
  readonly readings?: Readonly<Record<string, readonly string[]>>;
  /** Meter → `taken>corrected value…`. */
  readonly corrections?: Readonly<Record<string, readonly string[]>>;
  /** `account utility` → volumes of the months up to February 2026, the last one last; `10 5` for two registers. */
  readonly history?: Readonly<Record<string, readonly string[]>>;
  /** `house utility` → `period volume`. */
  readonly houseVolumes?: Readonly<Record<string, readonly string[]>>;
  /** Account → `left returned persons applied`. */
  readonly absences?: Readonly<Record<string, string>>;
  /** Account → `kind period roubles`. */
  readonly openingBalances?: Readonly<Record<string, readonly string[]>>;
  /** Payment id → `account received roubles`, or with the named period behind. */
  readonly payments?: Readonly<Record<string, string>>;
  /** Payment id → the day on which it was recalled. */
  readonly reversals?: Readonly<Record<string, string>>;
  readonly keyRates?: readonly string[];
  /** More tariffs: `utility part from price`, `-` for no part. */
  readonly tariffs?: readonly string[];
  readonly withoutTariff?: string;
  /** More norms: `utility per from norm`. */
  readonly norms?: readonly string[];
  readonly settings?: Partial<Record<SettingKey, readonly string[]>>;
  readonly calendar?: readonly CalendarRow[];
}

const LONG_AGO = '2015-06-01';
const ALWAYS = '2000-01-01';
const line = 0;

const PAYEE: Omit<CompanyRow, 'payee' | 'name'> = {
  line,
  inn: '6321994179',
  kpp: '632101001',
  ogrn: '1266300094170',
  bankName: 'Study Bank',
  bic: '043699950',
  account: '40702810000000004417',
  corrAccount: '30101810200000000950',
  address: 'Togliatti, Uchebnaya 1',
  phone: null,
  timeZone: 'Europe/Samara',
};

const METERED = { maxMonthly: '1000', raiseAfterFailure: true } as const;
const UTILITIES: readonly (Pick<UtilityRow, 'utility' | 'kind' | 'unit'> & Partial<UtilityRow>)[] = [
  { utility: 'cold_water', kind: 'metered', unit: 'm3', ...METERED },
  { utility: 'hot_water', kind: 'metered_two_part', unit: 'm3', ...METERED },
  { utility: 'sewage', kind: 'sewage', unit: 'm3', sources: ['cold_water', 'hot_water'] },
  { utility: 'electricity', kind: 'metered', unit: 'kWh', maxMonthly: '5000', raiseAfterFailure: false },
  { utility: 'heating', kind: 'heating', unit: 'Gcal' },
  { utility: 'upkeep', kind: 'area', unit: 'm2' },
  { utility: 'common_water', kind: 'soi_norm', unit: 'm3' },
  { utility: 'waste', kind: 'waste_area', unit: 'm3' },
  { utility: 'waste_persons', kind: 'waste_persons', unit: 'm3' },
  { utility: 'capital_repair', kind: 'area', unit: 'm2', payee: 'capital_repair' },
];

/** Round prices, so that every figure of a story can be worked out in the head. */
const TARIFFS = [
  'cold_water - 40',
  'hot_water water 40',
  'hot_water heat 2000',
  'sewage - 30',
  'electricity - 5',
  'electricity day 6',
  'electricity night 3',
  'electricity peak 7',
  'electricity half_peak 5',
  'heating - 2000',
  'upkeep - 20',
  'common_water - 40',
  'waste - 600',
  'waste_persons - 600',
  'capital_repair - 10',
];

const NORMS = [
  'cold_water person_month 5',
  'hot_water person_month 3',
  'hot_water gcal_per_m3 0.06',
  'electricity person_month 100',
  'heating m2_season_month 0.024',
  'common_water m2_common_month 0.02',
  'waste m2_year 0.12',
  'waste_persons person_year 1.2',
];

/** No penalty unless a story is about it. */
const NO_KEY_RATE = ['2020-01-01 0'];

const SETTINGS: Readonly<Record<SettingKey, readonly string[]>> = {
  first_period: ['2000-01-01 2026-03'],
  last_period: [],
  period_close: [],
  rounding: ['2000-01-01 HALF_AWAY_PER_LINE'],
  tariff_change: ['2000-01-01 BILLING_MONTH'],
  late_reading: ['2000-01-01 CARRY_TO_NEXT'],
  new_meter: ['2000-01-01 NEXT_MONTH'],
  true_up_norm_months: ['2000-01-01 yes'],
  average_months: ['2000-01-01 6'],
  average_min_months: ['2000-01-01 3'],
  average_periods: ['2000-01-01 3'],
  absence_min_days: ['2000-01-01 5'],
  heating_months: ['2000-01-01 10 11 12 1 2 3 4'],
  due_day: ['2000-01-01 10'],
  penalty_rate: ['2000-01-01 AT_PAYMENT_DATE'],
  penalty_cap_percent: ['2020-01-01 9.5'],
  count_payment_day: ['2000-01-01 yes'],
  reversal_penalty: ['2000-01-01 CHARGE'],
  limitation_years: ['2000-01-01 3'],
};

/** A tiny company as its package would be read: March 2026 is the first period. */
export function aCompany(plan: CompanyPlan): CompanyPackage {
  const lastPeriod = plan.lastPeriod ?? '2026-12';
  const accounts = Object.entries(plan.accounts);
  return {
    firstPeriod: '2026-03',
    lastPeriod,
    company: [
      { ...PAYEE, payee: 'main', name: 'Study Quarter' },
      { ...PAYEE, payee: 'capital_repair', name: 'Study Repair Fund', inn: '6316995280' },
    ],
    houses: (plan.houses ?? [{ houseId: 'H1' }]).map(aHouse),
    accounts: accounts.map(([account, one]) => anAccount(account, one)),
    residents: accounts.flatMap(([account, one]) => residentsOf(account, one)),
    utilities: UTILITIES.map(aUtility),
    tariffs: tariffsOf(plan),
    norms: [...NORMS.map((row) => row.replace(/ (\S+)$/, ` ${ALWAYS} $1`)), ...(plan.norms ?? [])].map(aNorm),
    coefficients: ['cold_water', 'hot_water'].map((utility) => ({ line, utility, from: ALWAYS, coefficient: '1.5' })),
    connections: accounts.flatMap(([account, one]) =>
      Object.entries(one.connected).map(([utility, text]) => aConnection(account, utility, text)),
    ),
    meters: Object.entries(plan.meters ?? {}).map(([meterId, one]) => aMeter(meterId, one)),
    readings: entriesOf(plan.readings).map(([meterId, text]) => aReading(meterId, text)),
    readingsCorrections: entriesOf(plan.corrections).map(([meterId, text]) => aCorrection(meterId, text)),
    volumeHistory: Object.entries(plan.history ?? {}).flatMap(([key, volumes]) => historyOf(key, volumes)),
    houseVolumes: entriesOf(plan.houseVolumes).map(([key, text]) => aHouseVolume(key, text)),
    absences: Object.entries(plan.absences ?? {}).map(([account, text]) => anAbsence(account, text)),
    openingBalances: entriesOf(plan.openingBalances).map(([account, text]) => anOpeningBalance(account, text)),
    payments: Object.entries(plan.payments ?? {}).map(([paymentId, text]) => aPayment(paymentId, text)),
    paymentReversals: Object.entries(plan.reversals ?? {}).map(([paymentId, on]) => aReversal(paymentId, on)),
    keyRates: (plan.keyRates ?? NO_KEY_RATE).map(words).map(([from, percent]) => ({ line, from, percent })),
    calendar: plan.calendar ?? [],
    settings: settingsOf({ ...SETTINGS, last_period: [`2000-01-01 ${lastPeriod}`], ...plan.settings }),
  };
}

/** The words of a row; a missing one is the empty text, which no field of a fact takes for a value. */
function words(text: string): [string, string, string, string, string] {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = text.split(' ');
  return [first, second, third, fourth, fifth];
}

function entriesOf(rows: Readonly<Record<string, readonly string[]>> = {}): [string, string][] {
  return Object.entries(rows).flatMap(([key, texts]) => texts.map((text): [string, string] => [key, text]));
}

function aHouse(change: Partial<HouseRow> & Pick<HouseRow, 'houseId'>): HouseRow {
  return {
    line,
    address: `Lesnaya ${change.houseId}`,
    floors: 9,
    heatingMode: 'SEASON',
    heatMeter: false,
    commonArea: '200',
    totalArea: '1000',
    windowFrom: 15,
    windowTo: 25,
    ...change,
  };
}

function anAccount(account: string, { house = 'H1', openedOn = LONG_AGO, closedOn }: AccountPlan): AccountRow {
  const payer = { lastName: 'Lesnov', firstName: 'Pyotr', middleName: null };
  const flat = account.replace(/\D/g, '');
  return { line, account, houseId: house, flat, totalArea: '50', openedOn, closedOn: closedOn ?? null, ...payer };
}

function residentsOf(account: string, { residents = [`${LONG_AGO} 2`] }: AccountPlan): ResidentsRow[] {
  return residents.map(words).map(([from, registered, owners]) => {
    return { line, account, from, registered: Number(registered), owners: owners === '' ? 1 : Number(owners) };
  });
}

function aUtility(one: (typeof UTILITIES)[number]): UtilityRow {
  const everyday = { payee: 'main' as const, sources: [], maxMonthly: null, raiseAfterFailure: null };
  return { line, name: one.utility, ...everyday, ...one };
}

function tariffsOf(plan: CompanyPlan): TariffRow[] {
  const everyday = TARIFFS.filter((row) => words(row)[0] !== plan.withoutTariff).map(words);
  return [
    ...everyday.map(([utility, part, price]) => aTariff(utility, part, ALWAYS, price)),
    ...(plan.tariffs ?? []).map(words).map(([utility, part, from, price]) => aTariff(utility, part, from, price)),
  ];
}

function aTariff(utility: string, part: string, from: string, price: string): TariffRow {
  return { line, utility, houseId: null, part: part === '-' ? null : (part as TariffRow['part']), from, price };
}

function aNorm(text: string): NormRow {
  const [utility, per, from, norm] = words(text);
  return { line, utility, houseId: null, from, norm, per: per as NormRow['per'] };
}

function aConnection(account: string, utility: string, text: string): ConnectionRow {
  const [from, to] = words(text.replace('no meter possible', '').trim());
  const isMetered = ['cold_water', 'hot_water', 'electricity'].includes(utility);
  const meterPossible = isMetered ? !text.includes('no meter possible') : null;
  return { line, account, utility, from: from || LONG_AGO, to: to || null, meterPossible };
}

function aMeter(meterId: string, change: MeterPlan): MeterRow {
  return {
    line,
    meterId,
    utility: 'cold_water',
    serial: `serial-${meterId}`,
    zones: change.start?.length ?? 1,
    digits: 5,
    installedOn: '2020-05-10',
    verifiedUntil: '2030-05-09',
    start: ['0'],
    removedOn: null,
    final: null,
    replaces: null,
    ...change,
  };
}

function aReading(meterId: string, text: string): ReadingRow {
  const [days = '', ...values] = text.split(' ');
  const [takenOn = '', receivedOn = takenOn] = days.split('>');
  return { line, meterId, takenOn, receivedOn, values };
}

function aCorrection(meterId: string, text: string): ReadingsCorrectionRow {
  const { takenOn, receivedOn, values } = aReading(meterId, text);
  return { line, meterId, takenOn, correctedOn: receivedOn, values, reason: 'misread' };
}

function historyOf(key: string, volumes: readonly string[]): VolumeHistoryRow[] {
  const [account, utility] = words(key);
  const periods = ['2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02'].slice(-volumes.length);
  return volumes.map((volume, index) => {
    return { line, account, utility, period: periods[index] ?? '', volumes: volume.split(' ') };
  });
}

function aHouseVolume(key: string, text: string): HouseVolumeRow {
  const [houseId, utility] = words(key);
  const [period, volume] = words(text);
  return { line, houseId, utility, period, volume };
}

function anAbsence(account: string, text: string): AbsenceRow {
  const [leftOn, returnedOn, persons, appliedOn] = words(text);
  return { line, account, leftOn, returnedOn, persons: Number(persons), appliedOn };
}

function anOpeningBalance(account: string, text: string): OpeningBalanceRow {
  const [kind, period, roubles] = words(text);
  const amountKopecks = kopecksOf(roubles);
  return { line, account, payee: 'main', period, kind: kind as OpeningBalanceRow['kind'], amountKopecks };
}

function aPayment(paymentId: string, text: string): PaymentRow {
  const [account, receivedOn, roubles, namedPeriod] = words(text);
  const amountKopecks = kopecksOf(roubles);
  return { line, paymentId, account, receivedOn, amountKopecks, payee: 'main', namedPeriod: namedPeriod || null };
}

function aReversal(paymentId: string, reversedOn: string): PaymentReversalRow {
  return { line, paymentId, reversedOn, reason: 'recalled by the bank' };
}

function kopecksOf(roubles: string): number {
  return Math.round(Number(roubles) * 100);
}

function settingsOf(settings: Readonly<Record<string, readonly string[]>>): SettingRow[] {
  return Object.entries(settings).flatMap(([key, rows]) =>
    rows.map((row) => ({ line, key: key as SettingKey, from: row.slice(0, 10), value: row.slice(11) })),
  );
}
