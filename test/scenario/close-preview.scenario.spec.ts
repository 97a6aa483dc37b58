import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { lookAt } from '../../services/back-office/api/oddities';
import { storyteller } from './support/story';

const begin = storyteller();
type Told = Awaited<ReturnType<typeof begin>>;

/** What the office sees of the account's close on the next day at noon. */
async function lookedAt(story: Told, period: string) {
  await story.tomorrow();
  const found = [];
  for await (const row of story.stack.kvitok.app.get<PeriodsClient>(PERIODS_CLIENT).previewClose(period)) {
    const { owedKopecks, oddities } = lookAt(row);
    found.push({ owedKopecks, oddities });
  }
  return found;
}

it('somebody is a new debtor from the day after the due day on, and not while there is time to pay', async () => {
  const story = await begin({ accounts: { A1: { connected: { upkeep: '' } } } });
  await story.throughMonth('2026-03');
  // March, 50 m² × 20.00, is due on 10 April, a Friday.
  expect((await story.statement('A1', '2026-03'))?.dueDate).toBe('2026-04-10');
  expect(await lookedAt(story, '2026-04')).toEqual([{ owedKopecks: 0, oddities: [] }]);
  await story.through('2026-04-09');
  expect(await lookedAt(story, '2026-04')).toEqual([{ owedKopecks: 0, oddities: [] }]);
  await story.through('2026-04-10');
  expect(await lookedAt(story, '2026-04')).toEqual([{ owedKopecks: 1000_00, oddities: ['new_debtor'] }]);
  // A month later it is a debtor as before: April is not due yet, March is.
  await story.throughMonth('2026-04');
  expect(await lookedAt(story, '2026-05')).toEqual([{ owedKopecks: 1000_00, oddities: [] }]);
  await story.expectAtRest();
});
