import type { OfficeNames } from '#services/billing/api/client';
import { readGrounds, RECALCULATION_FIELDS, StatedKind } from './recalculation-form';

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
      supplies: ['water'],
    },
    {
      utility: 'electricity',
      name: 'Электроэнергия',
      unit: 'kWh',
      kind: 'metered',
      payee: 'main',
      components: [],
      hasWholeTariff: true,
      supplies: ['electricity_two_feeds', 'electricity_one_feed'],
    },
    {
      utility: 'maintenance',
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
const read = (kind: StatedKind, typed: Record<string, string>) => readGrounds(kind, typed, names);

describe('the form of a recalculation', () => {
  it.each<[StatedKind, Record<string, string>, object]>([
    [
      'interruption',
      {
        utility: 'hot_water',
        period: '2026-03',
        supply: 'water',
        startedOn1: '2026-03-10',
        hours1: '30,5',
        startedOn2: '',
        hours2: '',
      },
      { utility: 'hot_water', period: '2026-03', supply: 'water', acts: [{ startedOn: '2026-03-10', hours: '30.5' }] },
    ],
    [
      'interruption',
      {
        utility: 'electricity|electricity_one_feed',
        period: '2026-03',
        startedOn1: '2026-03-10',
        startedAt1: '9:05',
        hours1: '30',
      },
      {
        utility: 'electricity',
        supply: 'electricity_one_feed',
        acts: [{ startedOn: '2026-03-10', startedAt: '09:05', hours: '30' }],
      },
    ],
    [
      'provider_error',
      { utility: 'hot_water|heat', period: '2026-03', rightQuantity: '5', rightTariff: '44,86', claimedOn: '' },
      {
        utility: 'hot_water',
        component: 'heat',
        period: '2026-03',
        rightQuantity: '5',
        rightTariff: '44.86',
        claimedOn: null,
      },
    ],
    [
      'relief',
      { utility: 'hot_water|water', period: '2026-03', percent: '50', limit: '3,5' },
      { utility: 'hot_water', component: 'water', period: '2026-03', percent: '50', limit: '3.5' },
    ],
    [
      'cold',
      {
        ...{ utility: 'hot_water', period: '2026-03', startedOn: '2026-03-10', startedAt: '9.05' },
        ...{ hours: '48', degreesBelow: '2' },
      },
      { startedOn: '2026-03-10', startedAt: '09:05', hours: '48', degreesBelow: '2' },
    ],
    ['tampering', { utility: 'hot_water', foundOn: '2026-04-02', months: '3' }, { foundOn: '2026-04-02', months: 3 }],
    ['heating_year', { utility: 'hot_water', year: '2025' }, { year: '2025' }],
    [
      'penalty_waiver',
      { payee: 'main', 'waive-2026-04': '', 'waive-2026-03': '6,65' },
      { payee: 'main', months: [{ period: '2026-03', amountKopecks: 6_65 }] },
    ],
    ['reversal', { of: 'order:0a' }, { of: 'order:0a' }],
  ])('of %s is read as it was typed', (kind, typed, grounds) => {
    expect(read(kind, typed)).toMatchObject({ grounds: { kind, ...grounds } });
    for (const field of Object.keys(typed)) expect(field).toMatch(RECALCULATION_FIELDS);
  });

  it.each<[StatedKind, Record<string, string>, string[]]>([
    ['interruption', {}, ['utility', 'period', 'startedOn1', 'hours1']],
    // Of electricity a person has to say how many feeds the house has; upkeep is not lowered by hours.
    [
      'interruption',
      { utility: 'electricity', period: '2026-03', startedOn1: '2026-03-10', startedAt1: '25:00', hours1: '1' },
      ['utility', 'startedAt1'],
    ],
    ['interruption', { utility: 'maintenance', period: '2026-03', startedOn1: '2026-03-10', hours1: '1' }, ['utility']],
    [
      'interruption',
      { utility: 'steam', period: '2026-13', supply: 'water', startedOn1: 'x', hours1: '-1' },
      ['utility', 'period', 'startedOn1', 'hours1'],
    ],
    ['cold', {}, ['utility', 'period', 'startedOn', 'hours', 'degreesBelow']],
    ['relief', { utility: 'hot_water', period: '2026-03', percent: '101', limit: 'x' }, ['percent', 'limit']],
    ['tampering', { utility: 'hot_water', foundOn: '2026-04-02', months: '4' }, ['months']],
    ['penalty_waiver', { payee: 'main', 'waive-2026-03': 'x' }, ['waive-2026-03']],
    ['penalty_waiver', { payee: 'main' }, ['payee']],
    ['reversal', { of: 'a b' }, ['of']],
  ])('of %s says at which field it is wrong', (kind, typed, fields) => {
    const answer = read(kind, typed);
    expect('errors' in answer ? answer.errors.map(({ field }) => field) : []).toEqual(fields);
  });

  it('takes no other fields', () => {
    for (const field of ['approvalId', 'actor', 'waive-2026', 'hours4'])
      expect(field).not.toMatch(RECALCULATION_FIELDS);
  });
});
