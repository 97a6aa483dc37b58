import { meterDecider, MeterCommand, meterStream } from '#services/metering';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { storyteller } from './support/story';

const begin = storyteller();

it('a corrected reading changes the month that it closed and the one that it opened, sewage with them', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '', sewage: '' } } },
    meters: { m1: { account: 'A1' } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 105', '2026-04-20 112', '2026-05-20 118'] },
    corrections: { m1: ['2026-03-20>2026-05-12 107'] },
  });
  await story.throughMonth('2026-04');
  const closed = await story.statements();
  await story.throughMonth('2026-05');

  expect(await story.charges('A1', '2026-04')).toEqual([
    'cold_water meter 7 m3 x 40 = 280.00',
    'sewage sum 7 m3 x 30 = 210.00',
  ]);
  // March used 2 more (107 − 100 instead of 105 − 100), April 2 less (112 − 107 instead of 112 − 105).
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water reading_correction of 2026-03: 2 x 40 = 80.00',
    'cold_water reading_correction of 2026-04: -2 x 40 = -80.00',
    'sewage over cold_water reading_correction of 2026-03: 2 x 30 = 60.00',
    'sewage over cold_water reading_correction of 2026-04: -2 x 30 = -60.00',
  ]);
  // March 5 × 70 stays; April 7 × 70 − 140; May 6 × 70 with the 140 that March asks more.
  expect(await story.debts('A1', '2026-05-31')).toEqual(['2026-03: 350.00', '2026-04: 350.00', '2026-05: 560.00']);
  // What was closed is as it was.
  expect((await story.statements()).filter(({ period }) => period < '2026-05')).toEqual(closed);
  await story.expectAtRest();
});

it('a reading corrected before its month closes is simply used', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '' } } },
    meters: { m1: { account: 'A1' } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 118'] },
    corrections: { m1: ['2026-03-20>2026-03-30 117'] },
  });
  await story.throughMonth('2026-04');

  expect(await story.charges('A1', '2026-03')).toEqual(['cold_water meter 17 m3 x 40 = 680.00']);
  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  await story.expectAtRest();
});

it('a correction that is told after the close of its month is posted in the month that is open then, once', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '', sewage: '' } } },
    meters: { m1: { account: 'A1' } },
    readings: { m1: ['2026-02-20 100', '2026-03-20 105', '2026-04-20 112', '2026-05-20 118', '2026-06-20 123'] },
  });
  await story.throughMonth('2026-04');
  const correction = {
    kind: 'CorrectReading',
    meterId: 'm1',
    takenOn: '2026-04-20',
    correctedOn: '2026-04-28',
  } as const;
  await story.tomorrow(
    ofTheOffice({ ...correction, values: ['110'], reason: 'misread', channel: 'accountant', confirmed: true }),
  );
  await story.throughMonth('2026-06');

  // April's close knew 112 − 105; 110 is 2 less, and May goes on from it: 118 − 110.
  expect(await story.charges('A1', '2026-04')).toEqual([
    'cold_water meter 7 m3 x 40 = 280.00',
    'sewage sum 7 m3 x 30 = 210.00',
  ]);
  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  expect(await story.charges('A1', '2026-05')).toEqual([
    'cold_water meter 8 m3 x 40 = 320.00',
    'sewage sum 8 m3 x 30 = 240.00',
  ]);
  expect(await story.recalculations('A1', '2026-05')).toEqual([
    'cold_water reading_correction of 2026-04: -2 x 40 = -80.00',
    'sewage over cold_water reading_correction of 2026-04: -2 x 30 = -60.00',
  ]);
  expect(await story.recalculations('A1', '2026-06')).toEqual([]);
  // 123 − 100 are paid: 23 × 70.
  expect(await story.balance('A1', '2026-06')).toContain('= 1610.00');
  await story.expectAtRest();
});

it('a reading that a person replaces twice on one day counts with the last value, of which the next month goes on', async () => {
  const story = await begin({
    accounts: { A1: { connected: { cold_water: '' } } },
    meters: { m1: { account: 'A1' } },
    readings: { m1: ['2026-02-20 100', '2026-04-20 118'] },
  });
  await story.through('2026-03-19');
  const [meterId, takenOn] = ['m1', '2026-03-20'];
  const reading = { kind: 'SubmitReading', meterId, takenOn, receivedOn: takenOn, channel: 'cabinet' } as const;
  const replacement = { kind: 'ReplaceReading', meterId, takenOn, replacedOn: takenOn, windowToDay: 25 } as const;
  const said: readonly MeterCommand[] = [
    { ...reading, values: ['110'] },
    { ...replacement, values: ['111'] },
    { ...replacement, values: ['112'] },
  ];
  await story.tomorrow(...said.map(ofTheCabinet));
  await story.throughMonth('2026-04');

  // 112 − 100, then 118 − 112.
  expect(await story.charges('A1', '2026-03')).toEqual(['cold_water meter 12 m3 x 40 = 480.00']);
  expect(await story.charges('A1', '2026-04')).toEqual(['cold_water meter 6 m3 x 40 = 240.00']);
  expect(await story.recalculations('A1', '2026-04')).toEqual([]);
  await story.expectAtRest();
});

function ofTheOffice(command: MeterCommand): AnyCommand {
  const said = { stream: meterStream(command.meterId), decider: meterDecider, command, commandId: 'office:correction' };
  return { ...said, actor: 'staff:1', correlationId: 'office', causationId: null } as unknown as AnyCommand;
}

function ofTheCabinet(command: MeterCommand, place: number): AnyCommand {
  const commandId = `cabinet:${place}`;
  const said = { stream: meterStream(command.meterId), decider: meterDecider, command, commandId };
  return { ...said, actor: 'person:p1', correlationId: commandId, causationId: null } as unknown as AnyCommand;
}
