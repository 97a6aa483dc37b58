import { ChargeLine } from '../calculation';
import { ChargedPeriod, OwnRecalculation, SuppliedUtility } from '../recalculation';

export const COLD_WATER: SuppliedUtility = { kind: 'metered', unit: 'm3', isSourceOfSewage: true };
export const HOT_WATER: SuppliedUtility = { kind: 'metered_two_part', unit: 'm3', isSourceOfSewage: true };
export const HEATING: SuppliedUtility = { kind: 'heating', unit: 'Gcal', isSourceOfSewage: false };

/** A charge line of which a recalculation sees the utility, the amount and what it was multiplied from. */
export function aChargeLine(utility: string, amountKopecks: number, changes: Partial<ChargeLine> = {}): ChargeLine {
  return {
    utility,
    payee: 'main',
    component: null,
    basis: 'meter',
    quantity: '1',
    unit: 'm3',
    tariff: '1',
    coefficient: null,
    amountKopecks,
    excessKopecks: 0,
    formula: '1',
    exact: '1',
    why: { code: 'reading' },
    inputs: [{ name: 'tariff', value: changes.tariff ?? '1', eventId: 'tariff' }],
    ...changes,
  };
}

export function aChargedPeriod(period: string, ...charges: ChargeLine[]): ChargedPeriod {
  return { period, eventId: `charged ${period}`, charges, recalculated: [] };
}

/** The same after the monthly run has given back or charged something of it by itself. */
export function withRecalculated(
  charged: ChargedPeriod,
  ...recalculated: readonly (Pick<OwnRecalculation, 'utility' | 'amountKopecks'> & Partial<OwnRecalculation>)[]
): ChargedPeriod {
  const own = { component: null, quantity: '0', eventId: 'recalculated' };
  return { ...charged, recalculated: recalculated.map((one) => ({ ...own, ...one })) };
}
