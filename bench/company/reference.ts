import { addMonths, BillingPeriod } from '#libs/kernel';
import { StreamAppend } from '#libs/event-store';
import { companyStream, houseStream, PayeeRequisites, ReferenceEvent, utilityStream } from '#services/billing';
import { UtilityKind } from '../../services/billing/domain/reference-book';
import { appendOf } from './appends';

export const LAST_PERIOD: BillingPeriod = '2026-12';
const COMPANY = '6300000000';
const SINCE = '2010-01-01';
const READING_WINDOW = { windowFromDay: 15, windowToDay: 25 };
const HOUSE_AREA_M2 = '12000';

/** Utilities in print order: what a usual dwelling is charged for, about ten lines a month. */
const UTILITIES: readonly [utility: string, kind: UtilityKind, unit: string][] = [
  ['cold_water', 'metered', 'm3'],
  ['hot_water', 'metered_two_part', 'm3'],
  ['sewage', 'sewage', 'm3'],
  ['electricity', 'metered', 'kWh'],
  ['heating', 'heating', 'Gcal'],
  ['maintenance', 'area', 'm2'],
  ['soi_cold_water', 'soi_norm', 'm3'],
  ['soi_electricity', 'soi_norm', 'kWh'],
  ['waste', 'waste_area', 'm3'],
  ['capital_repair', 'area', 'm2'],
];

/** A made-up company with account keys that hold, so that its slips carry payment codes. */
const PAYEES: readonly PayeeRequisites[] = (['main', 'capital_repair'] as const).map((payee) => ({
  payee,
  name: payee === 'main' ? 'ООО «Управляющая организация»' : 'Фонд капитального ремонта',
  inn: '6320000000',
  kpp: '632001001',
  ogrn: '1026300000000',
  bankName: 'ПАО «Банк»',
  bic: '043601607',
  bankAccount: '40702810254400000001',
  correspondentAccount: '30101810200000000607',
  address: '445000, Тольятти, ул. Мира, 1',
  phone: '+7 8482 00-00-00',
}));

export const METERED_UTILITIES = ['cold_water', 'hot_water', 'electricity'] as const;
export const UTILITY_NAMES = UTILITIES.map(([utility]) => utility);

const SETTINGS: readonly [key: string, value: string][] = [
  ['rounding', 'HALF_AWAY_PER_LINE'],
  ['tariff_change', 'BILLING_MONTH'],
  ['late_reading', 'CARRY_TO_NEXT'],
  ['new_meter', 'NEXT_MONTH'],
  ['true_up_norm_months', 'yes'],
  ['average_months', '6'],
  ['average_min_months', '3'],
  ['average_periods', '3'],
  ['absence_min_days', '5'],
  ['heating_months', '10 11 12 1 2 3 4'],
  ['due_day', '15'],
  ['penalty_rate', 'AT_PAYMENT_DATE'],
  ['penalty_cap_percent', '9.5'],
  ['count_payment_day', 'yes'],
  ['reversal_penalty', 'CHARGE'],
  ['limitation_years', '3'],
];

type Part = Extract<ReferenceEvent, { type: 'TariffSet' }>['data']['part'];
type Measure = Extract<ReferenceEvent, { type: 'NormSet' }>['data']['per'];

const TARIFFS: readonly [utility: string, part: Part, price: string][] = [
  ['cold_water', null, '44.86'],
  ['hot_water', 'water', '44.86'],
  ['hot_water', 'heat', '2350.40'],
  ['sewage', null, '33.15'],
  ['electricity', null, '6.25'],
  ['electricity', 'day', '7.29'],
  ['electricity', 'night', '3.76'],
  ['heating', null, '2350.40'],
  ['maintenance', null, '29.84'],
  ['soi_cold_water', null, '44.86'],
  ['soi_electricity', null, '6.25'],
  ['waste', null, '790.10'],
  ['capital_repair', null, '13.73'],
];

const NORMS: readonly [utility: string, per: Measure, norm: string][] = [
  ['cold_water', 'person_month', '6.935'],
  ['hot_water', 'person_month', '4.745'],
  ['hot_water', 'gcal_per_m3', '0.0653'],
  ['electricity', 'person_month', '85'],
  ['heating', 'm2_season_month', '0.0252'],
  ['soi_cold_water', 'm2_common_month', '0.0182'],
  ['soi_electricity', 'm2_common_month', '2.1'],
  ['waste', 'm2_year', '0.091'],
];

export function houseIdOf(house: number): string {
  return `H${String(house).padStart(5, '0')}`;
}

/** The registers and dated rules of a company that bills from `firstPeriod` on, every second house with a heat meter. */
export function referenceAppends(firstPeriod: BillingPeriod, houses: number): StreamAppend[] {
  const appends = [appendOf(companyStream(COMPANY), companyEvents(firstPeriod))];
  UTILITIES.forEach(([utility, kind, unit], order) => {
    appends.push(appendOf(utilityStream(utility), utilityEvents(utility, kind, unit, order)));
  });
  for (let house = 0; house < houses; house += 1) {
    appends.push(appendOf(houseStream(houseIdOf(house)), houseEvents(firstPeriod, house)));
  }
  return appends;
}

function companyEvents(firstPeriod: BillingPeriod): ReferenceEvent[] {
  const setting = (key: string, value: string): ReferenceEvent => ({
    type: 'SettingDecided',
    version: 1,
    data: { key, from: SINCE, value },
  });
  return [
    { type: 'CompanyRegistered', version: 1, data: { companyId: COMPANY, timeZone: 'Europe/Samara', payees: PAYEES } },
    setting('first_period', firstPeriod),
    setting('last_period', LAST_PERIOD),
    ...SETTINGS.map(([key, value]) => setting(key, value)),
    { type: 'KeyRateAnnounced', version: 1, data: { from: SINCE, percent: '15' } },
  ];
}

function utilityEvents(utility: string, kind: UtilityKind, unit: string, order: number): ReferenceEvent[] {
  const payee = utility === 'capital_repair' ? 'capital_repair' : 'main';
  const sources = kind === 'sewage' ? ['cold_water', 'hot_water'] : [];
  const isMetered = kind === 'metered' || kind === 'metered_two_part';
  const raiseAfterFailure = isMetered ? false : null;
  const maxMonthly = isMetered ? '2500' : null;
  const common = { utility, houseId: null, from: SINCE };
  return [
    {
      type: 'UtilityDefined',
      version: 1,
      data: { utility, name: utility, kind, unit, payee, sources, order, maxMonthly, raiseAfterFailure },
    },
    ...TARIFFS.filter(([of]) => of === utility).map(([, part, price]): ReferenceEvent => ({
      type: 'TariffSet',
      version: 1,
      data: { ...common, part, price },
    })),
    ...NORMS.filter(([of]) => of === utility).map(([, per, norm]): ReferenceEvent => ({
      type: 'NormSet',
      version: 1,
      data: { ...common, per, norm },
    })),
    ...(isMetered
      ? [{ type: 'RaisingCoefficientSet', version: 1, data: { utility, from: SINCE, coefficient: '1.5' } } as const]
      : []),
  ];
}

/** The volumes of the year before the first period, by which a house with EVEN_YEAR is charged all year. */
function houseEvents(firstPeriod: BillingPeriod, house: number): ReferenceEvent[] {
  const houseId = houseIdOf(house);
  const heatMeter = house % 2 === 0;
  const events: ReferenceEvent[] = [
    {
      type: 'HouseRegistered',
      version: 1,
      data: {
        houseId,
        address: `House ${house}`,
        floors: 9,
        heatingMode: 'EVEN_YEAR',
        heatMeter,
        commonAreaM2: '1236.4',
        totalAreaM2: HOUSE_AREA_M2,
        ...READING_WINDOW,
      },
    },
  ];
  const january = `${Number(firstPeriod.slice(0, 4)) - 1}-01`;
  for (let period = january; heatMeter && period < LAST_PERIOD; period = addMonths(period, 1)) {
    const volumeGcal = ['05', '06', '07', '08', '09'].includes(period.slice(5)) ? '0' : '210.5';
    events.push({ type: 'HouseVolumeRecorded', version: 1, data: { houseId, utility: 'heating', period, volumeGcal } });
  }
  return events;
}
