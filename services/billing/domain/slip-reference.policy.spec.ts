import { slipReference } from './slip-reference.policy';
import { aBook, BookPlan } from './testing/book-builder';

function referenceOf(utility: string, plan: Partial<BookPlan> = {}) {
  const book = aBook(plan);
  return slipReference({ utilities: [book.utility(utility)], book, house: book.house('H1'), period: '2026-04' });
}

describe('the norms on a slip', () => {
  it('are all that the utility has, in its own unit', () => {
    expect(referenceOf('hot_water').norms).toEqual([
      { utility: 'hot_water', name: 'hot_water', per: 'person_month', norm: '4.745', unit: 'm3' },
      { utility: 'hot_water', name: 'hot_water', per: 'gcal_per_m3', norm: '0.0653', unit: 'Gcal' },
    ]);
    expect(referenceOf('upkeep').norms).toEqual([]);
  });

  it('are those of the house, in force on the first day of the month', () => {
    const norms = {
      'cold_water|person_month|': ['2000-01-01 6.935'],
      'cold_water|person_month|H1': ['2026-04-01 4.5', '2026-04-02 9'],
    };
    expect(referenceOf('cold_water', { norms }).norms.map(({ norm }) => norm)).toEqual(['4.5']);
  });
});

describe('the volume of the house meter on a slip', () => {
  it('is that of the month', () => {
    const houseVolumes = { 'H1|heating|2026-04': '120.5', 'H1|heating|2026-03': '200' };
    expect(referenceOf('heating', { houseVolumes }).houseVolumes).toEqual([
      { utility: 'heating', name: 'heating', unit: 'Gcal', of: '2026-04', volume: '120.5' },
    ]);
  });

  it('is that of the year before where the year is spread evenly, if every month is there', () => {
    const months = Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}`);
    const year = Object.fromEntries(months.map((month) => [`H1|heating|${month}`, '10.5']));
    expect(referenceOf('heating', { houseVolumes: year }).houseVolumes).toMatchObject([{ of: '2025', volume: '126' }]);
    const { 'H1|heating|2025-07': _july, ...elevenMonths } = year;
    expect(referenceOf('heating', { houseVolumes: elevenMonths }).houseVolumes).toEqual([]);
  });
});

it('a slip tells the areas of the house', () => {
  expect(referenceOf('upkeep')).toMatchObject({ houseTotalAreaM2: '8450.3', houseCommonAreaM2: '1250.6' });
});
