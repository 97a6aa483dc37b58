import { OfficeNames } from '#services/billing/api/client';
import { tariffOptions } from './utility-options';

type NamedUtility = OfficeNames['utilities'][number];

const named = (
  utility: string,
  name: string,
  rest: Pick<NamedUtility, 'components' | 'hasWholeTariff'>,
): NamedUtility => ({
  ...{ utility, name, unit: 'm3', kind: 'metered', payee: 'main', supplies: [] },
  ...rest,
});

describe('tariffs to choose from', () => {
  it('are of the parts of a utility, and of the whole where it has one as well', () => {
    const options = tariffOptions([
      named('cold_water', 'Холодная вода', { components: [], hasWholeTariff: true }),
      named('hot_water', 'Горячая вода', { components: ['water', 'heat'], hasWholeTariff: false }),
      named('electricity', 'Электроэнергия', { components: ['day', 'night'], hasWholeTariff: true }),
      // None is decided yet: it can be supposed all the same.
      named('waste', 'Вывоз мусора', { components: [], hasWholeTariff: false }),
    ]);
    expect(options.map(({ value }) => value)).toEqual([
      'cold_water',
      'hot_water|water',
      'hot_water|heat',
      'electricity',
      'electricity|day',
      'electricity|night',
      'waste',
    ]);
    expect(new Set(options.map(({ text }) => text)).size).toBe(options.length);
  });
});
