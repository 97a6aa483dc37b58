import { BillingPeriod, periodsBetween } from '#libs/kernel';
import { Rational, roublesText, roundToKopecks, subtractKopecks } from '#libs/money';
import { ChargeLine, LineInput, RecalculationLine } from './calculation';
import { EarlierRecalculations, standingOf } from './earlier-recalculations.policy';
import { numeral } from './line.policy';
import { ChargedPeriod, HeatedMonth, KnownValue, RecalculationFacts, RecalculationGrounds } from './recalculation';
import { putRightBy, standingCharge, standingDetail } from './standing-charge.policy';

export type HeatingYear = Extract<RecalculationGrounds, { kind: 'heating_year' }>;

type HeatingFacts = NonNullable<RecalculationFacts['heating']>;

export function monthsOfYear(year: string): BillingPeriod[] {
  return periodsBetween(`${year}-01`, `${year}-12`);
}

/** A month in which heating was billed on some day. */
interface BilledMonth {
  readonly heated: HeatedMonth;
  readonly volume: KnownValue;
  readonly tariff: KnownValue;
}

/**
 * The first month of the year of which something is not known that the correction needs: it was billed on some day, and was
 * not charged by us, or the house meter has no volume of it. Null where all of it is known.
 */
export function unknownMonthOf(
  { utility, year }: HeatingYear,
  charged: readonly ChargedPeriod[],
  { months }: HeatingFacts,
): BillingPeriod | null {
  const isUnknown = (period: BillingPeriod) => {
    const heated = months[period];
    if (heated === undefined || heated.days === 0) return false;
    return heated.volume === null || lineOf(utility, charged, period) === undefined;
  };
  return monthsOfYear(year).find(isUnknown) ?? null;
}

/**
 * The yearly correction of heating that is paid evenly: S / S_об × Σ (V × d / D × T), rounded once, less what the months
 * stand at, which is what they were charged with what was put right of them since. Reductions for quality and reliefs are
 * left out: they lower the fee and not the heat. d of D are the days of a month on which heating was billed, as the monthly
 * charge counts them: others live there before and after. V of a month by the tariff that is right for it. Posted in the
 * first quarter of the next year. ПП РФ 354 п. 42(1), прил. 2 ф. 3(4). Null where nothing differs.
 */
export function correctYearOfHeating(
  grounds: HeatingYear,
  charged: readonly ChargedPeriod[],
  { areaM2, houseAreaM2, months }: HeatingFacts,
  earlier: EarlierRecalculations,
): RecalculationLine | null {
  const { utility, year } = grounds;
  const ofYear = monthsOfYear(year).flatMap((period) =>
    charged.filter((month) => month.period === period && lineOf(utility, charged, period) !== undefined),
  );
  const last = ofYear.at(-1);
  const line = last && lineOf(utility, charged, last.period);
  if (!last || !line) return null;
  const billed = ofYear.flatMap(({ period }): BilledMonth[] => {
    const heated = months[period];
    if (!heated?.volume || heated.days === 0) return [];
    return [{ heated, volume: heated.volume, tariff: tariffOf(grounds, period, charged, heated, earlier) }];
  });
  const terms = termsOf(billed);
  const share = Rational.parse(areaM2.value).dividedBy(Rational.parse(houseAreaM2.value));
  const standing = standingCharge({ utility }, ofYear, putRightBy(earlier));
  const fact = roundToKopecks(share.times(Rational.sum(terms.map(({ cost }) => cost))));
  const amountKopecks = subtractKopecks(fact, standing.kopecks);
  if (amountKopecks === 0) return null;
  const cost = terms.length === 0 ? '0' : terms.map(({ text }) => text).join(' + ');
  return {
    utility,
    payee: line.payee,
    component: null,
    source: null,
    reason: 'heating_year',
    ofPeriod: last.period,
    quantity: '1',
    tariff: Rational.of(amountKopecks, 100).toText(),
    amountKopecks,
    formula: `round(${areaM2.value} / ${houseAreaM2.value} * (${cost})) - ${standing.text}`,
    exact: Rational.of(amountKopecks, 100).toText(),
    why: {
      code: 'heating_year',
      details: {
        year,
        charged: roublesText(standing.chargedKopecks),
        ...standingDetail(standing),
        ...daysDetail(months),
      },
    },
    inputs: [
      inputOf('total_area', areaM2),
      inputOf('house_total_area', houseAreaM2),
      ...billed.map(({ volume }) => inputOf('house_volume', volume)),
      ...tariffsOf(billed),
      ...standing.inputs,
    ],
  };
}

/** A part of the cost of the house, Gcal × roubles. */
interface Term {
  readonly text: string;
  readonly cost: Rational;
}

/** Whole months of one tariff together; each month in part by itself, with its days. */
function termsOf(billed: readonly BilledMonth[]): Term[] {
  const whole = new Map<string, Rational>();
  const parts: Term[] = [];
  for (const { heated, volume, tariff } of billed) {
    const { days, daysOfMonth } = heated;
    const [gcal, price] = [Rational.parse(volume.value), Rational.parse(tariff.value)];
    if (days === daysOfMonth) {
      whole.set(price.toText(), (whole.get(price.toText()) ?? Rational.ZERO).plus(gcal));
    } else {
      const text = `${numeral(gcal)} * ${String(days)} / ${String(daysOfMonth)} * ${numeral(price)}`;
      parts.push({ text, cost: gcal.times(Rational.of(days, daysOfMonth)).times(price) });
    }
  }
  const wholes = [...whole].map(([price, gcal]): Term => {
    return { text: `${numeral(gcal)} * ${numeral(price)}`, cost: gcal.times(Rational.parse(price)) };
  });
  return [...wholes, ...parts];
}

/**
 * What a Gcal of a month costs: as charged, unless that was put right since. An error of the provider says the tariff
 * itself; a replay charges by the one in force, and tells sums alone.
 */
function tariffOf(
  { utility }: HeatingYear,
  period: BillingPeriod,
  charged: readonly ChargedPeriod[],
  { tariff: inForce }: HeatedMonth,
  earlier: EarlierRecalculations,
): KnownValue {
  const standing = standingOf(earlier);
  const errors = standing.flatMap(({ grounds }) =>
    grounds.kind === 'provider_error' && grounds.utility === utility && grounds.period === period
      ? [grounds.rightTariff]
      : [],
  );
  const [right] = errors;
  if (right !== undefined) return { value: right, eventId: null };
  const isReplayed = standing.some(({ lines }) =>
    lines.some((line) => line.reason === 'replay' && line.utility === utility && line.ofPeriod === period),
  );
  if (isReplayed && inForce !== null) return inForce;
  const line = lineOf(utility, charged, period);
  const eventId = line?.inputs.find(({ name }) => name === 'tariff')?.eventId ?? null;
  return { value: line?.tariff ?? '0', eventId };
}

function lineOf(utility: string, charged: readonly ChargedPeriod[], period: BillingPeriod): ChargeLine | undefined {
  return charged.find((month) => month.period === period)?.charges.find((line) => line.utility === utility);
}

/** The words say so where heating was not billed all year. */
function daysDetail(months: HeatingFacts['months']): { readonly days?: number; readonly daysOfYear?: number } {
  const known = Object.values(months);
  const days = known.reduce((sum, month) => sum + month.days, 0);
  const daysOfYear = known.reduce((sum, month) => sum + month.daysOfMonth, 0);
  return days === daysOfYear ? {} : { days, daysOfYear };
}

/** Each of them once. */
function tariffsOf(billed: readonly BilledMonth[]): LineInput[] {
  const tariffs = new Map(billed.map(({ tariff }) => [`${tariff.value} ${tariff.eventId ?? ''}`, tariff]));
  return [...tariffs.values()].map((tariff) => inputOf('tariff', tariff));
}

function inputOf(name: string, { value, eventId }: KnownValue): LineInput {
  return { name, value, eventId };
}
