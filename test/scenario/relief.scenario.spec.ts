import { IssueSlips, RecalculationGrounds, RecalculationRecorder } from '#services/billing';
import { BILLING_OFFICE_CLIENT, BillingOfficeClient } from '../../services/billing/api/client';
import { storyteller } from './support/story';

const begin = storyteller();
type Told = Awaited<ReturnType<typeof begin>>;

const origin = (commandId: string) => ({
  ...{ commandId, correlationId: commandId, causationId: null, actor: 'staff:accountant', input: { commandId } },
});

async function slipOf({ stack }: Told, period: string) {
  const { slip } = await stack.kvitok.app.get(IssueSlips).one('A1', period, null, origin(`slip:${period}`));
  await stack.kvitok.drain();
  const { recalculations, main } = { ...slip.data.content, main: slip.data.content.payees[0] };
  return {
    recalculations: recalculations.map(({ reason, amountKopecks }) => [reason, amountKopecks]),
    recalculatedKopecks: main?.recalculatedKopecks,
    dueKopecks: main?.dueKopecks,
  };
}

it('a relief up to the norm of area goes through a whole month: charge, recalculation, statement, slip', async () => {
  const story = await begin({ accounts: { A1: { connected: { upkeep: '' } } } });
  await story.throughMonth('2026-03');
  // 50 m² × 20.00.
  expect(await story.charges('A1', '2026-03')).toEqual(['upkeep area 50 m2 x 20 = 1000.00']);
  expect(await slipOf(story, '2026-03')).toEqual({
    recalculations: [],
    recalculatedKopecks: 0,
    dueKopecks: 1000_00,
  });

  // Half of what 33 m² of the social norm cost: 33 × 20.00 × 50 % = 330.00. ЖК РФ ст. 160.
  const grounds: RecalculationGrounds = {
    ...{ kind: 'relief', utility: 'upkeep', component: null, period: '2026-03' },
    ...{ percent: '50', limit: '33' },
  };
  await story.tomorrow();
  const client = story.stack.kvitok.app.get<BillingOfficeClient>(BILLING_OFFICE_CLIENT, { strict: false });
  expect((await client.previewRecalculation('A1', grounds)).reliefsBefore).toEqual([]);
  const statement = { grounds, cause: 'Льгота ветерана труда', document: 'удостоверение', expectedKopecks: -330_00 };
  await story.stack.kvitok.app.get(RecalculationRecorder).record('A1', statement, origin('api:relief-1'));
  await story.stack.kvitok.drain();
  // Whoever would record it once more is told.
  expect((await client.previewRecalculation('A1', grounds)).reliefsBefore).toEqual([
    { recalculationId: expect.any(String), recordedOn: '2026-04-01', amountKopecks: -330_00 },
  ]);

  await story.throughMonth('2026-04');
  expect(await story.recalculations('A1', '2026-04')).toEqual(['upkeep relief of 2026-03: -16.5 x 20 = -330.00']);
  expect(await story.balance('A1', '2026-04')).toBe(
    '1000.00 + charged 1000.00 + recalculated -330.00 + penalty 0.00 - paid 0.00 = 1670.00',
  );
  expect(await slipOf(story, '2026-04')).toEqual({
    recalculations: [['relief', -330_00]],
    recalculatedKopecks: -330_00,
    dueKopecks: 1670_00,
  });
  // The slip of March was handed out and stays as it was.
  expect(await slipOf(story, '2026-03')).toMatchObject({ recalculations: [], dueKopecks: 1000_00 });
  await story.expectAtRest();
});
