import { ACCOUNT, RunningCabinet, startCabinet, TIME_ZONE } from '../support/cabinet';
import { Resident } from '../support/resident';

/** The sample company has decided the cap of penalty to the end of 2026. */
const AFTER = '2027-06-01';

let cabinet: RunningCabinet;
let resident: Resident;

beforeAll(async () => {
  cabinet = await startCabinet();
  cabinet.clock.set(AFTER, '10:00:00', TIME_ZONE);
  resident = new Resident(cabinet.url, await cabinet.sessionOf(ACCOUNT));
});

afterAll(() => cabinet?.close());

it.each(['/', '/pay', '/slips', '/debt'])(
  '%s shows what is owed after the rules of penalty have ended, and through which day penalty is counted',
  async (path) => {
    const { status, text } = await resident.get(path);
    const words = text.replaceAll('\u00a0', ' ');
    expect([path, status]).toEqual([path, 200]);
    expect(words).toContain('Пени посчитаны по 31 декабря 2026');
    // What to do about the rules is the office's, not the resident's.
    expect(words).not.toContain('правил');
  },
);

it('the API has the same debt by default, for the day and in the overview, and refuses days to come', async () => {
  const read = async (path: string) => {
    const { status, text } = await resident.get(`/api/accounts/${ACCOUNT}${path}`);
    return { status, body: JSON.parse(text) as { penaltyThrough?: string; debt?: object; code?: string } };
  };
  const debt = await read('/debt');
  expect([debt.status, debt.body.penaltyThrough]).toEqual([200, '2026-12-31']);
  expect((await read(`/debt?asOf=${AFTER}`)).body).toEqual(debt.body);
  expect((await read('/overview')).body.debt).toEqual(debt.body);
  const tomorrow = await read('/debt?asOf=2027-06-02');
  expect([tomorrow.status, tomorrow.body.code]).toEqual([409, 'BILLING_DAY_BEYOND_RULES']);
});
