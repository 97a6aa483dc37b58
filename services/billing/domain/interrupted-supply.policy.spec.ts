import { Rejection } from '#libs/kernel';
import { RECALCULATION_ERRORS } from '../../../libs/platform/errors/recalculation.errors';
import { suppliedOf, suppliesOf } from './interrupted-supply.policy';
import { recalculate } from './recalculate.policy';
import {
  InterruptedSupply,
  NO_FACTS,
  RecalculationFacts,
  RecalculationGrounds,
  SuppliedUtility,
} from './recalculation';
import { UtilityKind } from './reference-book';
import { aChargedPeriod, aChargeLine, COLD_WATER, HEATING, HOT_WATER } from './testing/charged-period';
import { aBook } from './testing/book-builder';

const of = (kind: UtilityKind, unit: string, isSourceOfSewage = false): SuppliedUtility => ({
  kind,
  unit,
  isSourceOfSewage,
});

describe('the allowed hours of a utility (ПП РФ 354, приложение 1)', () => {
  it.each<[string, SuppliedUtility, InterruptedSupply[]]>([
    ['cold water, which comes back as sewage', COLD_WATER, ['water']],
    ['hot water with its heat', HOT_WATER, ['water']],
    ['sewage', of('sewage', 'm3'), ['sewage']],
    [
      'electricity, of which the feeds are counted in no register',
      of('metered', 'kWh'),
      ['electricity_two_feeds', 'electricity_one_feed'],
    ],
    ['what is measured in cubic metres and is no source of sewage', of('metered', 'm3'), ['water', 'gas']],
    ['heating', HEATING, ['heating']],
    ['heat by a meter of the dwelling', of('metered', 'Gcal'), ['heating']],
    ['upkeep', of('area', 'm2'), []],
    ['water of the common property', of('soi_norm', 'm3'), []],
    ['waste', of('waste_area', 'm3'), []],
    ['waste by persons', of('waste_persons', 'm3'), []],
  ])('of %s are its own', (_, supplied, expected) => {
    expect(suppliesOf(supplied)).toEqual(expected);
  });

  it('are found by what the company has', () => {
    const book = aBook();
    expect(suppliedOf('cold_water', book)).toEqual(COLD_WATER);
    expect(suppliedOf('electricity', book)).toEqual(of('metered', 'kWh'));
    expect(suppliedOf('steam', book)).toBeNull();
  });
});

describe('a recalculation by hours', () => {
  const account = '0017';
  const period = '2026-10';
  const answer = (grounds: RecalculationGrounds, supplied: SuppliedUtility | null) => {
    const charged = [aChargedPeriod(period, aChargeLine(grounds.kind === 'cold' ? 'heating' : 'cold_water', 448_60))];
    const facts: RecalculationFacts = { ...NO_FACTS, charged, supplied };
    const found = recalculate({ account, grounds, facts, earlier: {} });
    return found instanceof Rejection ? found.code : found.lines.map(({ amountKopecks }) => amountKopecks);
  };
  const interruption = (supply: InterruptedSupply): RecalculationGrounds => ({
    ...{ kind: 'interruption', utility: 'cold_water', period, supply },
    acts: [{ startedOn: '2026-10-05', hours: '30' }],
  });
  const cold: RecalculationGrounds = { kind: 'cold', utility: 'heating', period, hours: '48', degreesBelow: '2' };

  it('is held against the allowed hours of its own utility and of no other', () => {
    // (30 − 8) × 0.15 % × 448.60 = 14.8038
    expect(answer(interruption('water'), COLD_WATER)).toEqual([-14_80]);
    for (const other of ['sewage', 'gas', 'electricity_one_feed', 'electricity_two_feeds', 'heating'] as const) {
      expect(answer(interruption(other), COLD_WATER)).toBe('BILLING_RECALCULATION_SUPPLY');
    }
    expect(answer(interruption('water'), HEATING)).toBe('BILLING_RECALCULATION_SUPPLY');
  });

  it('is not made of what is not lowered by hours, nor of a utility that the company does not have', () => {
    expect(answer(interruption('water'), of('area', 'm2'))).toBe('BILLING_RECALCULATION_NO_ALLOWED_HOURS');
    expect(answer(interruption('water'), null)).toBe('BILLING_RECALCULATION_NO_ALLOWED_HOURS');
  });

  it('of waste is not said to be unknown to the law, which lowers its charge: only not computed here (прил. 1 п. 17)', () => {
    for (const kind of ['waste_area', 'waste_persons'] as const) {
      expect(answer(interruption('water'), of(kind, 'm2'))).toBe('BILLING_RECALCULATION_NO_ALLOWED_HOURS');
    }
    const { message } = RECALCULATION_ERRORS['BILLING_RECALCULATION_NO_ALLOWED_HOURS'] ?? { message: '' };
    expect(message).not.toMatch(/плату не снижают/);
    expect(message).toMatch(/программа плату не считает.*мусор.*п\. 17.*ошибку исполнителя/s);
  });

  it('for a cold dwelling is one of heating', () => {
    // 48 × 2 × 0.15 % × 448.60 = 64.5984
    expect(answer(cold, HEATING)).toEqual([-64_60]);
    expect(answer(cold, HOT_WATER)).toBe('BILLING_RECALCULATION_NOT_HEATING');
  });
});
