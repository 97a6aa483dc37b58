import type { OfficeNames } from '#services/billing/api/client';
import { readReplay, REPLAY_FIELDS } from './replay-form';

const names: OfficeNames = {
  houses: [],
  utilities: [
    {
      utility: 'hot_water',
      name: 'Горячая вода',
      unit: 'm3',
      kind: 'metered_two_part',
      payee: 'main',
      components: ['water', 'heat'],
      hasWholeTariff: false,
      supplies: [],
    },
    {
      utility: 'upkeep',
      name: 'Содержание',
      unit: 'm2',
      kind: 'area',
      payee: 'main',
      components: [],
      hasWholeTariff: true,
      supplies: [],
    },
  ],
};
const MONTHS = { from: '2026-03', to: '2026-05' };

describe('the form of a replay', () => {
  it('without other rules supposes nothing', () => {
    const empty = { tariffUtility1: '', tariffPrice1: '', normPer1: 'person_month' };
    expect(readReplay({ ...MONTHS, ...empty }, names)).toEqual({
      question: { ...MONTHS, house: undefined, rules: undefined },
    });
  });

  it('reads tariffs, norms, coefficients, rates and settings', () => {
    const typed = {
      ...MONTHS,
      houseId: 'H1',
      ...{ tariffUtility1: 'upkeep', tariffPrice1: '30,5', tariffFrom1: '2026-04-01' },
      ...{ tariffUtility3: 'hot_water|heat', tariffPrice3: '2400', tariffFrom3: '2026-04-01' },
      ...{ normUtility1: 'hot_water', normPer1: 'person_month', normValue1: '4,7', normFrom1: '2026-04-01' },
      ...{ coefficientUtility1: 'hot_water', coefficientValue1: '1,5', coefficientFrom1: '2026-04-01' },
      ...{ keyRatePercent1: '9,5', keyRateFrom1: '2026-04-01' },
      ...{ settingKey1: 'due_day', settingValue1: '15', settingFrom1: '2026-04-01' },
    };
    const from = '2026-04-01';
    expect(readReplay(typed, names)).toEqual({
      question: {
        ...MONTHS,
        house: 'H1',
        rules: {
          tariffs: [
            { utility: 'upkeep', price: '30.5', from },
            { utility: 'hot_water', part: 'heat', price: '2400', from },
          ],
          norms: [{ utility: 'hot_water', per: 'person_month', norm: '4.7', from }],
          coefficients: [{ utility: 'hot_water', coefficient: '1.5', from }],
          keyRates: [{ percent: '9.5', from }],
          settings: [{ key: 'due_day', value: '15', from }],
        },
      },
    });
    for (const field of Object.keys(typed)) expect(field).toMatch(REPLAY_FIELDS);
  });

  it.each<[Record<string, string>, string[]]>([
    [{}, ['from', 'to']],
    [{ from: '2026-05', to: '2026-03' }, ['to']],
    [{ ...MONTHS, tariffPrice2: '30' }, ['tariffUtility2', 'tariffFrom2']],
    [
      { ...MONTHS, settingKey1: 'first_period', settingValue1: '', settingFrom1: 'x' },
      ['settingKey1', 'settingValue1', 'settingFrom1'],
    ],
  ])('says at which field it is wrong: %j', (typed, fields) => {
    const answer = readReplay(typed, names);
    expect('errors' in answer ? answer.errors.map(({ field }) => field) : []).toEqual(fields);
  });
});
