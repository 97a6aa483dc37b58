import { PrintedPayee, PrintedRecalculation, UtilityCard } from '#services/billing/api/client';
import { linesTable } from './account-tables';
import { recalculatedInWords, recalculatedOf } from './recalculated-volume';

const utilities: UtilityCard[] = [
  { utility: 'cold_water', name: 'Холодная вода', kind: 'metered', unit: 'm3', payee: 'main' },
  { utility: 'hot_water', name: 'Горячая вода', kind: 'metered_two_part', unit: 'm3', payee: 'main' },
];
const line = (
  reason: string,
  quantity: string,
  tariff: string,
  amountKopecks: number,
  component: string | null = null,
) =>
  ({
    ...{ utility: component === null ? 'cold_water' : 'hot_water', component, source: null, reason },
    ...{ ofPeriod: '2026-09', quantity, tariff, amountKopecks },
  }) satisfies PrintedRecalculation;
const payee = (...recalculations: PrintedRecalculation[]): PrintedPayee => ({
  ...{ payee: 'main', openingKopecks: 0, chargedKopecks: 0, recalculatedKopecks: 0, penaltyKopecks: 0 },
  ...{ paymentsKopecks: 0, closingKopecks: 0, charges: [], recalculations },
});
const inWords = (one: PrintedRecalculation) =>
  recalculatedInWords(recalculatedOf(one, payee(), utilities)).replace(/[\u00a0\u202f]/g, ' ');

it.each<[string, PrintedRecalculation, string]>([
  ['a volume, in its unit', line('true_up', '-3.5', '40', -140_00), '−3,5 м³'],
  ['heat of hot water', line('provider_error', '-0.2', '2350.4', -470_08, 'heat'), '−0,2 Гкал'],
  // 22 hours above the allowed 8, at 0.15 % of 833.03.
  ['hours above the allowed', line('interruption', '-22', '1.249545', -27_49), '22 ч'],
  ['one hour', line('interruption', '-1', '1.249545', -1_25), '1 ч'],
  ['what is left after an earlier act', line('interruption', '-1', '12.5', -12_50), '—'],
  ['hours and degrees', line('cold', '-96', '3.45', -331_20), '96 ч × °C'],
  ['the fine for an error', line('provider_fine', '-0.5', '100', -50_00), '—'],
  ['a month that was recalculated', line('replay', '1', '12', 12_00), '—'],
  ['what was taken back', line('reversal', '22', '1.249545', 27_49), '—'],
])('a recalculation shows %s', (_, one, expected) => {
  expect(inWords(one)).toBe(expected);
});

it('a file keeps hours apart from volumes, and calls the price of an hour no tariff', () => {
  const lines = [
    line('true_up', '-3.5', '40', -140_00),
    line('interruption', '-22', '1.249545', -27_49),
    line('cold', '-96', '3.45', -331_20),
  ];
  const statement = { account: '0017', period: '2026-10', dueDate: '2026-11-10', payees: [payee(...lines)] };
  const { columns, rows } = linesTable('0017', { asOf: null, knownAt: null }, [statement], utilities);
  const of = (heading: string) => {
    const place = columns.findIndex((column) => column.heading === heading);
    return [...rows].map((row) => row[place]);
  };
  expect(of('Объём')).toEqual([{ quantity: '-3.5' }, '', '']);
  expect(of('Единица')).toEqual(['м³', '', '']);
  expect(of('Тариф, руб.')).toEqual([{ quantity: '40' }, '', '']);
  expect(of('Часов')).toEqual(['', { quantity: '22' }, '']);
  expect(of('Часов × градусов')).toEqual(['', '', { quantity: '96' }]);
  expect(of('Сумма, руб.')).toEqual(lines.map(({ amountKopecks }) => ({ kopecks: amountKopecks })));
});
