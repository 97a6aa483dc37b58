import { AgingQuery } from '#services/billing';
import { ACCOUNT, RunningCabinet, startCabinet, TIME_ZONE } from '../support/cabinet';
import { mainOf, wordsOfHtml } from '../support/page-text';
import { Resident } from '../support/resident';

/** In the sample company the cap of penalty is known through 2026: nobody has told it for the year that has begun. */
const LAST_DAY_OF_RULES = '2026-12-31';
const DAY_BEYOND = '2027-01-20';
const SAID = 'Пени посчитаны по 31 декабря 2026';

let cabinet: RunningCabinet;

beforeAll(async () => {
  cabinet = await startCabinet();
});

afterAll(() => cabinet?.close());

async function page(path: string): Promise<{ status: number; words: string }> {
  // A session of its own: one of October is over by then.
  const resident = new Resident(cabinet.url, await cabinet.sessionWith(ACCOUNT));
  const { status, text } = await resident.get(path);
  return { status, words: wordsOfHtml(mainOf(text)).replaceAll(/\s+/g, ' ') };
}

it('a resident sees and can pay the debt of a day that the rules of penalty do not cover', async () => {
  const aging = cabinet.kvitok.app.get(AgingQuery);
  const before = await aging.one(ACCOUNT, LAST_DAY_OF_RULES).catch((error: unknown) => error);
  // The day has not come: nothing is said of it before.
  expect((await page('/')).words).not.toContain(SAID);
  cabinet.clock.set(DAY_BEYOND, '10:00:00', TIME_ZONE);
  for (const path of ['/', '/debt', '/pay', '/slips']) {
    const { status, words } = await page(path);
    expect([path, status, words.includes(SAID)]).toEqual([path, 200, true]);
    expect(words).not.toContain('правил');
  }
  const [beyond, last] = [await aging.one(ACCOUNT, DAY_BEYOND), await aging.one(ACCOUNT, LAST_DAY_OF_RULES)];
  expect(before).toEqual(last);
  expect(beyond.penaltyThrough).toBe(LAST_DAY_OF_RULES);
  expect(last.penaltyThrough).toBeUndefined();
  // Nothing was paid meanwhile: what is owed is what was owed on the last day that the rules cover.
  const sums = ({ payees }: typeof last) =>
    payees.map(({ payee, principalKopecks, penaltyKopecks }) => ({ payee, principalKopecks, penaltyKopecks }));
  expect(sums(beyond)).toEqual(sums(last));
  expect(last.payees[0]?.penaltyKopecks).toBeGreaterThan(0);
});

it('of a day that has not come nothing is guessed', async () => {
  const aging = cabinet.kvitok.app.get(AgingQuery);
  await expect(aging.one(ACCOUNT, '2027-01-21')).rejects.toMatchObject({
    rejection: { code: 'BILLING_DAY_BEYOND_RULES', details: { to: LAST_DAY_OF_RULES } },
  });
});
