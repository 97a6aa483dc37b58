import { addMonths, BillingPeriod, firstDayOf } from '#libs/kernel';
import { Rational } from '#libs/money';
import { House, inForce, NORM_MEASURES, ReferenceBook, Utility } from './reference-book';
import { SlipHouseVolume, SlipNorm, SlipReference } from './slip-content';

export interface ReferenceFacts {
  /** Those charged in the period, in print order. */
  readonly utilities: readonly Utility[];
  readonly book: ReferenceBook;
  readonly house: House;
  readonly period: BillingPeriod;
}

const MONTHS_OF_YEAR = 12;

/** The reference part of a slip: norms in force, volumes of house meters, areas of the house. Приказ Минстроя 43/пр. */
export function slipReference(facts: ReferenceFacts): SlipReference {
  const { utilities, house } = facts;
  return {
    norms: utilities.flatMap((utility) => normsOf(utility, facts)),
    houseVolumes: utilities.flatMap((utility) => houseVolumesOf(utility, facts)),
    houseTotalAreaM2: house.totalAreaM2,
    houseCommonAreaM2: house.commonAreaM2,
  };
}

/** The house's own norm where there is one, else the general one; in force on the first day of the period. */
function normsOf(utility: Utility, { book, house, period }: ReferenceFacts): SlipNorm[] {
  const { norms } = book.document;
  const on = firstDayOf(period);
  return NORM_MEASURES.flatMap((per) => {
    const key = `${utility.utility}|${per}|`;
    const row = inForce(norms[`${key}${house.houseId}`], on) ?? inForce(norms[key], on);
    if (!row) return [];
    const unit = per === 'gcal_per_m3' ? 'Gcal' : utility.unit;
    return [{ utility: utility.utility, name: utility.name, per, norm: row.value, unit }];
  });
}

/** The month of the period, or the year before where heating is spread evenly over a year. */
function houseVolumesOf(utility: Utility, { book, house, period }: ReferenceFacts): SlipHouseVolume[] {
  const said = { utility: utility.utility, name: utility.name, unit: utility.unit };
  const month = book.houseVolume(house.houseId, utility.utility, period);
  if (month) return [{ ...said, of: period, volume: month.value.toDecimal(6) }];
  const year = String(Number(period.slice(0, 4)) - 1).padStart(4, '0');
  const volumes = Array.from({ length: MONTHS_OF_YEAR }, (_, index) =>
    book.houseVolume(house.houseId, utility.utility, addMonths(`${year}-01`, index)),
  );
  const known = volumes.flatMap((volume) => (volume === null ? [] : [volume.value]));
  if (known.length < MONTHS_OF_YEAR) return [];
  return [{ ...said, of: year, volume: Rational.sum(known).toDecimal(6) }];
}
