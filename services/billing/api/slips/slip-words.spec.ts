import { SlipRecalculation } from '../../domain/slip-content';
import { recalculatedInWords } from './slip-words';

const recalculation = (change: Partial<SlipRecalculation>): SlipRecalculation => ({
  utility: 'cold_water',
  name: 'Холодная вода',
  payee: 'main',
  component: null,
  reason: 'absence',
  from: '2026-09',
  to: '2026-09',
  quantity: '-2.5',
  unit: 'm3',
  amountKopecks: -112_15,
  ...change,
});

describe('a recalculation on a slip', () => {
  it('has its volume in the unit of the utility', () => {
    expect(recalculatedInWords(recalculation({}))).toBe('временное отсутствие, сентябрь 2026, −2,5\u00a0м³');
  });

  it.each(['interruption', 'cold', 'provider_fine', 'heating_year', 'replay', 'reversal'] as const)(
    'of the kind %s names no volume: its quantity counts hours, or stands for the sum',
    (reason) => {
      expect(recalculatedInWords(recalculation({ reason, quantity: '-64' }))).not.toMatch(/64|м³/);
    },
  );
});
