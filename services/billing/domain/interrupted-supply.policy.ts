import { Rejection } from '#libs/kernel';
import { InterruptedSupply, RecalculationFacts, RecalculationGrounds, SuppliedUtility } from './recalculation';
import { ReferenceBook } from './reference-book';

/** Of electricity the number of feeds decides, which stands in no register of the company. ПП РФ 354 прил. 1 п. 9. */
const ELECTRICITY: readonly InterruptedSupply[] = ['electricity_two_feeds', 'electricity_one_feed'];

/** What decides on the allowed hours of a utility; null for one that the company does not have. */
export function suppliedOf(utility: string, { utilities }: ReferenceBook): SuppliedUtility | null {
  const found = utilities.find((one) => one.utility === utility);
  if (found === undefined) return null;
  const { kind, unit } = found;
  return { kind, unit, isSourceOfSewage: utilities.some(({ sources }) => sources.includes(utility)) };
}

/**
 * The supplies whose allowed hours a utility may be held against. ПП РФ 354 прил. 1 п. 1, 4, 7, 9, 11, 14. None where no
 * interruption is computed here: upkeep, what is charged for the common property, and waste, which the law does lower
 * (3.3 % for each 24 hours above 72 together in a month, прил. 1 п. 17): that is recalculated as the provider's error.
 */
export function suppliesOf(supplied: SuppliedUtility | null): readonly InterruptedSupply[] {
  if (supplied === null) return [];
  const { kind, unit, isSourceOfSewage } = supplied;
  switch (kind) {
    case 'metered':
      if (unit === 'kWh') return ELECTRICITY;
      if (unit === 'Gcal') return ['heating'];
      if (unit !== 'm3') return [];
      // Gas is measured in cubic metres as well, and never comes back as sewage.
      return isSourceOfSewage ? ['water'] : ['water', 'gas'];
    case 'metered_two_part':
      return ['water'];
    case 'sewage':
      return ['sewage'];
    case 'heating':
      return ['heating'];
    case 'area':
    case 'soi_norm':
    case 'waste_area':
    case 'waste_persons':
      return [];
  }
}

/**
 * Whether the allowed hours are those of the utility itself: BILLING_RECALCULATION_SUPPLY,
 * BILLING_RECALCULATION_NO_ALLOWED_HOURS, and BILLING_RECALCULATION_NOT_HEATING for a cold dwelling.
 */
export function faultOfSupply(
  account: string,
  grounds: Extract<RecalculationGrounds, { kind: 'interruption' | 'cold' }>,
  { supplied }: RecalculationFacts,
): Rejection | null {
  const { utility } = grounds;
  const fitting = suppliesOf(supplied);
  if (grounds.kind === 'cold') {
    if (fitting.includes('heating')) return null;
    return new Rejection('BILLING_RECALCULATION_NOT_HEATING', { account, utility });
  }
  const { supply } = grounds;
  if (fitting.includes(supply)) return null;
  if (fitting.length === 0) return new Rejection('BILLING_RECALCULATION_NO_ALLOWED_HOURS', { account, utility });
  return new Rejection('BILLING_RECALCULATION_SUPPLY', { account, utility, supply, fitting: fitting.join(' ') });
}
