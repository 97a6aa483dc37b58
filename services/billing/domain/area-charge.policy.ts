import { addMonths, BillingPeriod, firstDayOf } from '#libs/kernel';
import { Rational } from '#libs/money';
import { Activity } from './activity.policy';
import { ChargeLine, LineInput } from './calculation';
import { Basis, Connection, Dossier } from './dossier';
import { chargeLine, inputOf, numeral } from './line.policy';
import { personInputs } from './metered-charge.policy';
import { House, noRuleInForce, ReferenceBook, Utility } from './reference-book';

/** What a charge that needs no meter is computed from. */
export interface ChargeQuestion {
  readonly dossier: Dossier;
  readonly book: ReferenceBook;
  readonly utility: Utility;
  readonly connection: Connection;
  readonly period: BillingPeriod;
  readonly activity: Activity;
}

/** A quantity on its way to a line. */
interface Quantity {
  readonly basis: Basis;
  readonly quantity: Rational;
  readonly formula: string;
  readonly why: string;
  readonly inputs: readonly LineInput[];
}

const TWELVE = Rational.of(12);

/**
 * The line of a utility charged by area or by persons: upkeep and capital repair (ЖК РФ ст. 154, 169), resources for
 * the common property by norm (ЖК РФ ст. 156 ч. 9.2), waste (ПП РФ 354 ф. 9(1), 9(2)), heating. Null where nothing is
 * charged: heating by the season outside it.
 * Throws BILLING_NO_RULE_IN_FORCE when a tariff, a norm or a house volume is needed and not there.
 */
export function chargeByArea(question: ChargeQuestion): ChargeLine | null {
  const quantity = quantityOf(question);
  if (quantity === null) return null;
  const { utility, book, dossier, period, activity } = question;
  const byShare = utility.kind !== 'waste_persons' && !activity.wholly;
  return chargeLine({
    utility,
    component: null,
    basis: quantity.basis,
    quantity: quantity.quantity,
    quantityFormula: byShare ? `${quantity.formula} * ${activity.days} / ${activity.daysOfMonth}` : quantity.formula,
    unit: utility.unit,
    tariff: book.tariff(utility.utility, null, dossier.houseId, period),
    coefficient: null,
    why: { code: quantity.why, details: { days: activity.days, daysOfMonth: activity.daysOfMonth } },
    inputs: quantity.inputs,
  });
}

function quantityOf(question: ChargeQuestion): Quantity | null {
  switch (question.utility.kind) {
    case 'area':
      return areaQuantity(question);
    case 'soi_norm':
      return commonPropertyQuantity(question);
    case 'waste_area':
      return wasteByArea(question);
    case 'waste_persons':
      return wasteByPersons(question);
    case 'heating':
      return heatingQuantity(question);
    case 'metered':
    case 'metered_two_part':
    case 'sewage':
      throw new Error(`${question.utility.utility} is not charged by area`);
  }
}

function areaInput(dossier: Dossier): LineInput {
  return { name: 'total_area', value: dossier.totalAreaM2, eventId: dossier.openedEventId };
}

function areaOf(dossier: Dossier): Rational {
  return Rational.parse(dossier.totalAreaM2);
}

function areaQuantity({ dossier, activity }: ChargeQuestion): Quantity {
  return {
    basis: 'area',
    quantity: areaOf(dossier).times(activity.share),
    formula: dossier.totalAreaM2,
    why: 'by_area',
    inputs: [areaInput(dossier)],
  };
}

function houseInputs(house: House): LineInput[] {
  return [
    { name: 'common_area', value: house.commonAreaM2, eventId: house.eventId },
    { name: 'house_total_area', value: house.totalAreaM2, eventId: house.eventId },
  ];
}

function commonPropertyQuantity({ dossier, book, utility, period, activity }: ChargeQuestion): Quantity {
  const house = book.house(dossier.houseId);
  const norm = book.norm(utility.utility, 'm2_common_month', dossier.houseId, period);
  return {
    basis: 'soi_norm',
    quantity: norm.value
      .times(Rational.parse(house.commonAreaM2))
      .times(areaOf(dossier))
      .dividedBy(Rational.parse(house.totalAreaM2))
      .times(activity.share),
    formula: `${norm.text} * ${house.commonAreaM2} * ${dossier.totalAreaM2} / ${house.totalAreaM2}`,
    why: 'common_property_by_norm',
    inputs: [inputOf('norm', norm), ...houseInputs(house), areaInput(dossier)],
  };
}

function wasteByArea({ dossier, book, utility, period, activity }: ChargeQuestion): Quantity {
  const norm = book.norm(utility.utility, 'm2_year', dossier.houseId, period);
  return {
    basis: 'area_norm',
    quantity: areaOf(dossier).times(norm.value).dividedBy(TWELVE).times(activity.share),
    formula: `${dossier.totalAreaM2} * ${norm.text} / 12`,
    why: 'waste_by_area',
    inputs: [areaInput(dossier), inputOf('norm', norm)],
  };
}

function wasteByPersons({ dossier, book, utility, period, activity }: ChargeQuestion): Quantity {
  const norm = book.norm(utility.utility, 'person_year', dossier.houseId, period);
  return {
    basis: 'norm',
    quantity: activity.persons.times(norm.value).dividedBy(TWELVE),
    formula: `${numeral(activity.persons)} * ${norm.text} / 12`,
    why: 'waste_by_persons',
    inputs: [...personInputs({ activity }), inputOf('norm', norm)],
  };
}

/** Heating: by the house meter or by norm, over the year or in the season. ПП РФ 354 п. 42(1), прил. 2. */
function heatingQuantity(question: ChargeQuestion): Quantity | null {
  const house = question.book.house(question.dossier.houseId);
  if (house.heatMeter) {
    return house.heatingMode === 'EVEN_YEAR' ? heatOfLastYear(question, house) : heatOfMonth(question, house);
  }
  return heatByNorm(question, house);
}

/** The heat of a house in a calendar year: every dwelling of the house is charged a share of it, all year. */
interface HeatOfYear {
  readonly total: Rational;
  readonly inputs: readonly LineInput[];
}

const heatOfYears = new WeakMap<ReferenceBook, Map<string, HeatOfYear>>();

function heatOfYear(book: ReferenceBook, houseId: string, utility: string, year: string): HeatOfYear {
  let known = heatOfYears.get(book);
  if (!known) heatOfYears.set(book, (known = new Map<string, HeatOfYear>()));
  const key = `${houseId}|${utility}|${year}`;
  let heat = known.get(key);
  if (!heat) known.set(key, (heat = sumHeatOfYear(book, houseId, utility, year)));
  return heat;
}

function sumHeatOfYear(book: ReferenceBook, houseId: string, utility: string, year: string): HeatOfYear {
  const volumes = Array.from({ length: 12 }, (_, month) => {
    const of = addMonths(`${year}-01`, month);
    const volume = book.houseVolume(houseId, utility, of);
    if (!volume) throw noRuleInForce('house volume', of, { house: houseId, utility });
    return { of, volume };
  });
  return {
    total: Rational.sum(volumes.map(({ volume }) => volume.value)),
    inputs: volumes.map(({ of, volume }) => inputOf(`house_volume ${of}`, volume)),
  };
}

function heatOfLastYear({ dossier, book, utility, period, activity }: ChargeQuestion, house: House): Quantity {
  const lastYear = String(Number(period.slice(0, 4)) - 1).padStart(4, '0');
  const { total, inputs } = heatOfYear(book, house.houseId, utility.utility, lastYear);
  return {
    basis: 'house_share',
    quantity: areaOf(dossier)
      .times(total)
      .dividedBy(TWELVE.times(Rational.parse(house.totalAreaM2)))
      .times(activity.share),
    formula: `${dossier.totalAreaM2} * ${total.toText()} / (12 * ${house.totalAreaM2})`,
    why: 'heating_share_of_last_year',
    inputs: [
      areaInput(dossier),
      ...inputs,
      { name: 'house_total_area', value: house.totalAreaM2, eventId: house.eventId },
    ],
  };
}

function isHeatingMonth(book: ReferenceBook, period: BillingPeriod): boolean {
  return book.chargingSettings(period).heatingMonths.includes(Number(period.slice(5, 7)));
}

/** In a heating month the volume has to be there, a zero too; outside the season no volume means no line. */
function heatOfMonth({ dossier, book, utility, period, activity }: ChargeQuestion, house: House): Quantity | null {
  const volume = book.houseVolume(house.houseId, utility.utility, period);
  if (!volume) {
    if (!isHeatingMonth(book, period)) return null;
    throw noRuleInForce('house volume', period, { house: house.houseId, utility: utility.utility });
  }
  return {
    basis: 'house_share',
    quantity: areaOf(dossier).times(volume.value).dividedBy(Rational.parse(house.totalAreaM2)).times(activity.share),
    formula: `${dossier.totalAreaM2} * ${volume.text} / ${house.totalAreaM2}`,
    why: 'heating_share_of_month',
    inputs: [
      areaInput(dossier),
      inputOf('house_volume', volume),
      { name: 'house_total_area', value: house.totalAreaM2, eventId: house.eventId },
    ],
  };
}

function heatByNorm({ dossier, book, utility, period, activity }: ChargeQuestion, house: House): Quantity | null {
  const evenYear = house.heatingMode === 'EVEN_YEAR';
  if (!evenYear && !isHeatingMonth(book, period)) return null;
  const norm = book.norm(utility.utility, 'm2_season_month', dossier.houseId, period);
  const months = book.chargingSettings(period).heatingMonths.length;
  const monthly = areaOf(dossier).times(norm.value);
  return {
    basis: 'norm',
    quantity: (evenYear ? monthly.times(Rational.of(months, 12)) : monthly).times(activity.share),
    formula: `${dossier.totalAreaM2} * ${norm.text}${evenYear ? ` * ${months} / 12` : ''}`,
    why: evenYear ? 'heating_by_norm_over_the_year' : 'heating_by_norm_in_season',
    inputs: [
      areaInput(dossier),
      inputOf('norm', norm),
      { name: 'heating_months', value: String(months), eventId: settingEvent(book, period) },
    ],
  };
}

function settingEvent(book: ReferenceBook, period: BillingPeriod): string | null {
  const rows = book.document.settings['heating_months'] ?? [];
  return rows.findLast((row) => row.from <= firstDayOf(period))?.eventId ?? null;
}
