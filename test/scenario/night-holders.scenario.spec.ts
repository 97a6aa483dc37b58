import {
  NightHouseCommand,
  nightHouseStream,
  NightlyChargesJob,
  NightRunCommand,
  nightRunStream,
  ReferenceBooks,
} from '#services/billing';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { nightHouseDecider } from '../../services/billing/domain/night-house.decider';
import { nightRunDecider } from '../../services/billing/domain/night-run.decider';
import { refusalOf, Story, storyteller } from './support/story';

const begin = storyteller();
const UPKEEP = { connected: { upkeep: '' } };
const DATE = '2026-04-30';
const AWAY = 'host-a/17/another-worker';

let commands = 0;
function ofAnother(command: NightRunCommand | NightHouseCommand): AnyCommand {
  const commandId = `another:${String((commands += 1))}`;
  const whose =
    'houseId' in command
      ? { stream: nightHouseStream(DATE, command.houseId), decider: nightHouseDecider }
      : { stream: nightRunStream(DATE), decider: nightRunDecider };
  return { ...whose, command, commandId, actor: 'night' } as AnyCommand;
}

/** The evening of a month's last day, on which a worker of another host has the only house. */
async function taken(story: Story): Promise<string> {
  await story.throughMonth('2026-03');
  await story.through('2026-04-29');
  const { stack } = story;
  const { book } = await stack.kvitok.app.get(ReferenceBooks).current();
  const [houseId = ''] = Object.keys(book.document.houses);
  stack.setTime(DATE, '23:30:00');
  const at = stack.clock.now();
  const leaseUntil = new Date(Date.parse(at) + 10 * 60_000).toISOString();
  const take = { date: DATE, houseId, holder: AWAY, at, leaseUntil, goneHolder: null, timesDoneBefore: 0 };
  await stack.state([
    ofAnother({ kind: 'StartNightRun', date: DATE, houses: [houseId], timesCompletedBefore: 0 }),
    ofAnother({ kind: 'TakeNightHouse', ...take }),
  ]);
  return houseId;
}

describe('a house of the night whose worker is silent', () => {
  it('waits while that worker may live, is done at once when it is gone, and takes nothing from it any more', async () => {
    const story = await begin({ accounts: { A1: UPKEEP, A2: UPKEEP } });
    const houseId = await taken(story);
    const { app, stack } = story.stack.kvitok;
    const night = () => app.get(NightlyChargesJob).all({ date: DATE });
    const gone = jest.spyOn(stack.leaseHolders, 'isGone').mockResolvedValue(false);
    expect(await night()).toMatchObject({ heldByOthers: [houseId], closed: 0 });
    gone.mockImplementation((holder) => Promise.resolve(holder === AWAY));
    // No minute later: the lease has not run out.
    expect(await night()).toMatchObject({ heldByOthers: [], closed: 2, parked: [] });

    // The worker that was taken for gone comes back with the token it was given.
    const work = { date: DATE, houseId, token: 1 };
    const leaseUntil = '2026-04-30T23:00:00.000Z';
    const result = { calculated: 9, unchanged: 9, closed: 9, parked: [], bookFingerprint: 'older' };
    const { length } = await story.stack.log();
    for (const late of [
      ofAnother({ kind: 'ProgressNightHouse', ...work, accountsDone: 9, leaseUntil }),
      ofAnother({ kind: 'CompleteNightHouse', ...work, ...result }),
    ]) {
      expect(await refusalOf(story.stack.state([late]))).toBe('BILLING_NIGHT_LEASE_LOST');
    }
    expect(await story.stack.log()).toHaveLength(length);
    gone.mockRestore();
    expect(await story.through(DATE)).toEqual([]);
    await story.expectAtRest();
  });
});

describe('a house that goes to a worker of a host whose clock is eleven minutes ahead', () => {
  it('is left to it, and the night goes on with the other houses', async () => {
    const houses = [{ houseId: 'H1' }, { houseId: 'H2' }];
    const story = await begin({ houses, accounts: { A1: UPKEEP, A2: { ...UPKEEP, house: 'H2' } } });
    await story.throughMonth('2026-03');
    await story.through('2026-04-29');
    const { stack } = story;
    stack.setTime(DATE, '23:30:00');
    const minutesAhead = (minutes: number) => new Date(Date.parse(stack.clock.now()) + minutes * 60_000).toISOString();
    const take = { date: DATE, houseId: 'H1', holder: AWAY, at: minutesAhead(11), leaseUntil: minutesAhead(21) };
    let asked = 0;
    const turn = {
      // Before the first house, and after the first accounts of it.
      isHeld: async () => {
        if ((asked += 1) === 2) {
          await stack.state([ofAnother({ kind: 'TakeNightHouse', ...take, goneHolder: null, timesDoneBefore: 0 })]);
        }
        return true;
      },
    };
    const { app } = stack.kvitok;
    const night = await app.get(NightlyChargesJob).all({ date: DATE, turn });
    expect(night).toMatchObject({ heldByOthers: ['H1'], closed: 1, parked: [] });
    const { length } = await stack.log();

    // It ends: what is left of its house is nothing but to say so.
    const gone = jest.spyOn(stack.kvitok.stack.leaseHolders, 'isGone').mockResolvedValue(true);
    expect(await app.get(NightlyChargesJob).all({ date: DATE })).toMatchObject({ heldByOthers: [], parked: [] });
    gone.mockRestore();
    const types = (await stack.log()).slice(length).map(({ type }) => type);
    expect(types).toEqual(['NightHouseTaken', 'NightHouseCompleted', 'NightRunCompleted']);
    expect(await story.through(DATE)).toEqual([]);
    await story.expectAtRest();
  });
});
