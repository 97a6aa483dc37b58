import { MemoryConsumerState } from './memory.consumer-state';
import { BEATS_EVERY_MS, LOOKS_EVERY_MS, RelayTurn, TURN_HELD_MS } from './relay-turn';

const NAME = 'kvitok.billing.relay';

let state: MemoryConsumerState;
let now: number;

beforeEach(() => {
  state = new MemoryConsumerState();
  now = 0;
});

const copy = () => new RelayTurn({ name: NAME, state, elapsed: () => now });

/** Lets time go on, a look of each at a time. @returns how long it took until one of them had the turn. */
async function untilMine(...others: readonly RelayTurn[]): Promise<number> {
  const from = now;
  for (;;) {
    for (const one of others) if (await one.isMine()) return now - from;
    if (now - from > 60_000) throw new Error('nobody has taken the turn');
    now += LOOKS_EVERY_MS;
  }
}

it('of several one has the turn, and has it for as long as it goes on', async () => {
  const [first, second, third] = [copy(), copy(), copy()];
  expect(await first.isMine()).toBe(true);
  for (; now < 10 * TURN_HELD_MS; now += LOOKS_EVERY_MS / 2) {
    expect([await first.isMine(), await second.isMine(), await third.isMine()]).toEqual([true, false, false]);
  }
});

it('whoever has the turn writes once a second, however often it is asked; the others read twice', async () => {
  const [first, second] = [copy(), copy()];
  await first.isMine();
  const [writes, reads] = [jest.spyOn(state, 'passTurn'), jest.spyOn(state, 'turn')];
  for (let count = 0; count < 1_000; count += 1, now += 10) {
    await first.isMine();
    await second.isMine();
  }
  expect(writes).toHaveBeenCalledTimes(10_000 / BEATS_EVERY_MS - 1);
  expect(reads).toHaveBeenCalledTimes(10_000 / LOOKS_EVERY_MS);
});

it('a turn that was given up is taken with the next look', async () => {
  const [first, second] = [copy(), copy()];
  expect([await first.isMine(), await second.isMine()]).toEqual([true, false]);
  await first.giveUp();
  expect(await untilMine(second)).toBe(LOOKS_EVERY_MS);
  expect(await first.isMine()).toBe(false);
});

it('the turn of one that is gone is taken when it was silent, by one of the others', async () => {
  const [first, second, third] = [copy(), copy(), copy()];
  await first.isMine();
  const silent = await untilMine(second, third);
  expect(silent).toBeGreaterThanOrEqual(TURN_HELD_MS);
  expect(silent).toBeLessThanOrEqual(TURN_HELD_MS + 2 * LOOKS_EVERY_MS);
  expect([await second.isMine(), await third.isMine()].filter(Boolean)).toHaveLength(1);
});

it('one that was taken for gone finds out with its next beat, and gives up nothing of another', async () => {
  const [first, second] = [copy(), copy()];
  await first.isMine();
  await untilMine(second);
  expect(await first.isMine()).toBe(false);
  await first.giveUp();
  now += BEATS_EVERY_MS;
  expect([await second.isMine(), await first.isMine()]).toEqual([true, false]);
});

it('a beat whose answer was lost costs no turn', async () => {
  const one = copy();
  await one.isMine();
  now += BEATS_EVERY_MS;
  const pass = state.passTurn.bind(state);
  jest.spyOn(state, 'passTurn').mockImplementationOnce(async (...given) => {
    await pass(...given);
    throw new Error('away');
  });
  await expect(one.isMine()).rejects.toThrow('away');
  expect(await untilMine(one)).toBeLessThan(TURN_HELD_MS);
});
