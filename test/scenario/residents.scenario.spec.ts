import { accountDecider, accountStream } from '#services/billing';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { storyteller } from './support/story';

const begin = storyteller();

const NORM_WATER = { cold_water: 'no meter possible', sewage: '', waste_persons: '' };

it('an absence of more than five full days is recalculated when it was applied for in time', async () => {
  const story = await begin({
    accounts: {
      granted: { connected: NORM_WATER },
      too_short: { connected: NORM_WATER },
      too_late: { connected: NORM_WATER },
      could_have_a_meter: { connected: { cold_water: '', waste_persons: '' } },
    },
    absences: {
      granted: '2026-04-10 2026-04-20 1 2026-04-25',
      // Full days 11 to 15: five, and not more.
      too_short: '2026-04-10 2026-04-16 1 2026-04-25',
      // 20 April + 30 days = 20 May; the application came on the 21st.
      too_late: '2026-04-10 2026-04-20 1 2026-05-21',
      could_have_a_meter: '2026-04-10 2026-04-20 1 2026-04-25',
    },
  });
  await story.throughMonth('2026-05');

  // 2 persons: 2 × 5 = 10 of water, as much sewage, 2 × 1.2/12 = 0.2 of waste.
  expect(await story.charges('granted', '2026-04')).toEqual([
    'cold_water norm 10 m3 x 40 = 400.00',
    'sewage sum 10 m3 x 30 = 300.00',
    'waste_persons norm 0.2 m3 x 600 = 120.00',
  ]);
  // Nine full days (11 to 19) of one person: 9/30 = 0.3 of 5 = 1.5 of water, 0.3 of 0.1 = 0.03 of waste.
  expect(await story.recalculations('granted', '2026-04')).toEqual([
    'cold_water absence of 2026-04: -1.5 x 40 = -60.00',
    'sewage over cold_water absence of 2026-04: -1.5 x 30 = -45.00',
    'waste_persons absence of 2026-04: -0.03 x 600 = -18.00',
  ]);
  for (const account of ['too_short', 'too_late']) {
    expect(await story.recalculations(account, '2026-04')).toEqual([]);
    expect(await story.recalculations(account, '2026-05')).toEqual([]);
  }
  // Who does without a meter that could be there pays the raised norm also when away; waste knows no meters.
  expect(await story.recalculations('could_have_a_meter', '2026-04')).toEqual([
    'waste_persons absence of 2026-04: -0.03 x 600 = -18.00',
  ]);
  await story.expectAtRest();
});

it('an absence over two months, told after the first one was closed, recalculates each by its own days', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: 'no meter possible' } } },
    absences: { A1: '2026-04-21 2026-05-04 2 2026-05-10' },
  });
  await story.throughMonth('2026-05');

  // Two persons: 22 to 30 April 9 × 2 / 30 = 0.6 of 5 = 3; 1 to 3 May 3 × 2 / 31 of 5 = 30/31 = 0.967742, 38.71.
  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water absence of 2026-04: -3 x 40 = -120.00',
    'cold_water absence of 2026-05: -0.967742 x 40 = -38.71',
  ]);
  await story.expectAtRest();
});

it('an absence that was applied for in time and recorded after the close is given in the month that is open then, once', async () => {
  const story = await begin({ accounts: { A1: { connected: NORM_WATER } } });
  await story.throughMonth('2026-04');
  const dates = { leftOn: '2026-04-10', returnedOn: '2026-04-20', appliedOn: '2026-04-28' };
  await story.tomorrow({
    stream: accountStream('A1'),
    decider: accountDecider,
    command: { kind: 'RegisterAbsence', account: 'A1', persons: 1, ...dates },
    commandId: 'absence:late',
    actor: 'staff:1',
  } as unknown as AnyCommand);
  await story.throughMonth('2026-06');

  // Nine full days of April of one person, as above.
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water absence of 2026-04: -1.5 x 40 = -60.00',
    'sewage over cold_water absence of 2026-04: -1.5 x 30 = -45.00',
    'waste_persons absence of 2026-04: -0.03 x 600 = -18.00',
  ]);
  expect(await story.recalculations('A1', '2026-06')).toEqual([]);
  await story.expectAtRest();
});

it('residents count by days, and owners where nobody is registered', async () => {
  const story = await begin({
    accounts: {
      more: { residents: ['2015-06-01 2', '2026-04-16 4'], connected: { cold_water: 'no meter possible' } },
      nobody: { residents: ['2015-06-01 0 3'], connected: { cold_water: 'no meter possible' } },
    },
  });
  await story.throughMonth('2026-05');

  // April: 15 days of 2 and 15 days of 4 = 3 persons.
  expect(await story.charges('more', '2026-04')).toEqual(['cold_water norm 15 m3 x 40 = 600.00']);
  expect(await story.charges('more', '2026-05')).toEqual(['cold_water norm 20 m3 x 40 = 800.00']);
  expect(await story.charges('nobody', '2026-04')).toEqual(['cold_water norm 15 m3 x 40 = 600.00']);
  await story.expectAtRest();
});
