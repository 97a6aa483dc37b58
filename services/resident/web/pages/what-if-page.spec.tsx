import { SupposedOutcome } from '#services/billing/api/client';
import { causesOf } from './what-if.page';

type Figures = SupposedOutcome['periods'][number]['before'][number];

const figures = (change: Partial<Figures>): Figures => ({
  ...{ payee: 'main', openingKopecks: 0, chargedKopecks: 0, recalculatedKopecks: 0 },
  ...{ penaltyKopecks: 0, paymentsKopecks: 0, closingKopecks: 0, ...change },
});

const line = (utility: string, differenceKopecks: number, kind: 'charge' | 'recalculation' = 'charge') => ({
  ...{ kind, utility, component: null, before: null, after: null, differenceKopecks },
});

const WATER = { utility: 'cold_water', name: 'Холодная вода', kind: 'metered', unit: 'm3', payee: 'main' } as never;

it('names each part of the difference with its month, and leaves out what stays', () => {
  const periods = [
    {
      period: '2026-10',
      before: [figures({ penaltyKopecks: 500, paymentsKopecks: 0 })],
      after: [figures({ penaltyKopecks: 300, paymentsKopecks: 1_000_00 })],
      lines: [line('cold_water', 95_37), line('cold_water', -10_00, 'recalculation')],
    },
    {
      period: '2026-11',
      before: [figures({})],
      after: [figures({ penaltyKopecks: -100 })],
      lines: [line('cold_water', 0)],
    },
  ] as unknown as SupposedOutcome['periods'];
  expect(causesOf(periods, [WATER])).toEqual([
    { name: 'Холодная вода, октябрь 2026', kopecks: 95_37 },
    { name: 'Холодная вода, перерасчёт, октябрь 2026', kopecks: -10_00 },
    { name: 'Пени, октябрь 2026', kopecks: -200 },
    { name: 'Ваш платёж, октябрь 2026', kopecks: -1_000_00 },
    { name: 'Пени, ноябрь 2026', kopecks: -100 },
  ]);
});
