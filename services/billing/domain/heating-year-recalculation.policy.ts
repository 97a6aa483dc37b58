import { BillingPeriod, periodsBetween } from '#libs/kernel';
import { Kopecks, Rational, roundToKopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { LineInput, RecalculationLine } from './calculation';
import { numeral } from './line.policy';
import { roublesOf } from './quality-recalculation.policy';
import { ChargedPeriod, KnownValue, RecalculationFacts, RecalculationGrounds } from './recalculation';

export type HeatingYear = Extract<RecalculationGrounds, { kind: 'heating_year' }>;

export function monthsOfYear(year: string): BillingPeriod[] {
  return periodsBetween(`${year}-01`, `${year}-12`);
}

/**
 * The yearly correction of heating that is paid evenly: S / S_об × Σ V × T, rounded once, less what the twelve months
 * were charged; V of a month by the tariff of that month, where the tariff changed within the year. Posted in the first
 * quarter of the next one. ПП РФ 354 п. 42(1), прил. 2 ф. 3(4). Null where nothing differs.
 */
export function correctYearOfHeating(
  { utility, year }: HeatingYear,
  charged: readonly ChargedPeriod[],
  { areaM2, houseAreaM2, volumes }: NonNullable<RecalculationFacts['heating']>,
): RecalculationLine | null {
  const months = charged.map((month) => {
    const line = month.charges.find((one) => one.utility === utility);
    const volume = volumes[month.period];
    if (!line || !volume) throw new RangeError(`${month.period} has no heating to correct`);
    return { month, line, volume };
  });
  const byTariff = new Map<string, { volume: Rational; readonly inputs: LineInput[] }>();
  for (const { line, volume } of months) {
    const group = byTariff.get(line.tariff) ?? { volume: Rational.ZERO, inputs: [] };
    group.volume = group.volume.plus(Rational.parse(volume.value));
    group.inputs.push(inputOf('house_volume', volume));
    byTariff.set(line.tariff, group);
  }
  const share = Rational.parse(areaM2.value).dividedBy(Rational.parse(houseAreaM2.value));
  const cost = Rational.sum([...byTariff].map(([tariff, { volume }]) => volume.times(Rational.parse(tariff))));
  const chargedKopecks: Kopecks = sumKopecks(months.map(({ line }) => line.amountKopecks));
  const amountKopecks = subtractKopecks(roundToKopecks(share.times(cost)), chargedKopecks);
  if (amountKopecks === 0) return null;
  const volumesText = [...byTariff]
    .map(([tariff, { volume }]) => `${numeral(volume)} * ${numeral(tariff)}`)
    .join(' + ');
  const last = months.at(-1) as (typeof months)[number];
  return {
    utility,
    payee: last.line.payee,
    component: null,
    source: null,
    reason: 'heating_year',
    ofPeriod: last.month.period,
    quantity: '1',
    tariff: Rational.of(amountKopecks, 100).toText(),
    amountKopecks,
    formula: `round(${areaM2.value} / ${houseAreaM2.value} * (${volumesText})) - ${roublesOf(chargedKopecks)}`,
    exact: Rational.of(amountKopecks, 100).toText(),
    why: { code: 'heating_year', details: { year, charged: roublesOf(chargedKopecks) } },
    inputs: [
      inputOf('total_area', areaM2),
      inputOf('house_total_area', houseAreaM2),
      ...[...byTariff.values()].flatMap(({ inputs }) => inputs),
      ...months.map(({ month, line }) => ({
        name: 'charged',
        value: roublesOf(line.amountKopecks),
        eventId: month.eventId,
      })),
    ],
  };
}

function inputOf(name: string, { value, eventId }: KnownValue): LineInput {
  return { name, value, eventId };
}
