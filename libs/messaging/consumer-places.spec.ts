import { ConsumerPlaces } from './consumer-places';
import { MemoryConsumerState } from './memory.consumer-state';

const BILLING = 'kvitok.billing';
const WAIT = { withinMilliseconds: 2_000 };

let state: MemoryConsumerState;
let places: ConsumerPlaces;
let looks: jest.SpyInstance<Promise<number>, [string]>;

beforeEach(() => {
  jest.useFakeTimers();
  state = new MemoryConsumerState();
  places = new ConsumerPlaces(state);
  looks = jest.spyOn(state, 'checkpoint');
});

afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

/** Notes what a promise came to, so that it can be asked before it is settled. */
function outcomeOf(promise: Promise<boolean>): () => unknown {
  let outcome: unknown = 'waits';
  promise.then(
    (answer) => (outcome = answer),
    (error: unknown) => (outcome = error),
  );
  return () => outcome;
}

const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

describe('whoever waits for a consumer', () => {
  it('is answered at once where it has come so far', async () => {
    await state.saveCheckpoint(BILLING, 7);
    expect(await places.reaches(BILLING, 7, WAIT)).toBe(true);
    expect(looks).toHaveBeenCalledTimes(1);
  });

  it('is answered as soon as the consumer says that it has moved, without a moment passing', async () => {
    const outcome = outcomeOf(places.reaches(BILLING, 7, WAIT));
    await pass(1_000);
    await state.saveCheckpoint(BILLING, 7);
    expect(outcome()).toBe('waits');
    places.moved(BILLING);
    await pass(0);
    expect(outcome()).toBe(true);
  });

  it('is answered soon where nobody says so, with pauses that grow', async () => {
    const outcome = outcomeOf(places.reaches(BILLING, 7, WAIT));
    await pass(4);
    expect(looks).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(looks).toHaveBeenCalledTimes(2);
    // At 5, 15, 35, 75, 155, 315, 515 and 715 ms.
    await pass(715);
    expect(looks).toHaveBeenCalledTimes(9);
    await state.saveCheckpoint(BILLING, 7);
    await pass(200);
    expect(outcome()).toBe(true);
  });

  it('waits no longer than it said, and is told that it was not reached', async () => {
    const outcome = outcomeOf(places.reaches(BILLING, 7, WAIT));
    await pass(1_999);
    expect(outcome()).toBe('waits');
    await pass(1);
    expect(outcome()).toBe(false);
  });

  it('looks once at what is kept where it does not wait', async () => {
    places.watch(BILLING, () => Promise.reject(new Error('nobody is to ask the broker')));
    expect(await places.reaches(BILLING, 7, { withinMilliseconds: 0 })).toBe(false);
    await state.saveCheckpoint(BILLING, 7);
    expect(await places.reaches(BILLING, 7, { withinMilliseconds: 0 })).toBe(true);
  });

  it('is let go when it is told to stop, before it waits and while it does', async () => {
    const stopping = new AbortController();
    const outcome = outcomeOf(places.reaches(BILLING, 7, { ...WAIT, signal: stopping.signal }));
    await pass(100);
    stopping.abort();
    await pass(0);
    expect(outcome()).toBe(false);
    expect(await places.reaches(BILLING, 7, { ...WAIT, signal: stopping.signal })).toBe(false);
  });

  it('hears what keeps the place from being read', async () => {
    looks.mockRejectedValue(new Error('the store is away'));
    await expect(places.reaches(BILLING, 7, WAIT)).rejects.toThrow('the store is away');
  });
});

describe('those who wait together', () => {
  it('share each look, and one who comes later begins with a look of its own', async () => {
    const many = Array.from({ length: 50 }, (_, index) => outcomeOf(places.reaches(BILLING, 1 + (index % 2), WAIT)));
    await pass(0);
    // The first began it; what came behind its beginning is looked at once more, together.
    expect(looks).toHaveBeenCalledTimes(2);
    await pass(700);
    const before = looks.mock.calls.length;
    const late = outcomeOf(places.reaches(BILLING, 2, WAIT));
    await pass(0);
    expect(looks).toHaveBeenCalledTimes(before + 1);
    await state.saveCheckpoint(BILLING, 1);
    places.moved(BILLING);
    await pass(0);
    expect(many.map((outcome) => outcome())).toEqual(many.map((_, index) => (index % 2 === 0 ? true : 'waits')));
    await state.saveCheckpoint(BILLING, 2);
    places.moved(BILLING);
    await pass(0);
    expect([...many, late].every((outcome) => outcome() === true)).toBe(true);
  });

  it('are looked for no more when none is left: nothing is looked at while nobody waits', async () => {
    await pass(60_000);
    places.moved(BILLING);
    expect(looks).not.toHaveBeenCalled();
    const outcome = outcomeOf(places.reaches(BILLING, 7, { withinMilliseconds: 100 }));
    await pass(100);
    expect(outcome()).toBe(false);
    looks.mockClear();
    places.moved(BILLING);
    await pass(60_000);
    expect(looks).not.toHaveBeenCalled();
  });
});

describe('a process that can look for itself', () => {
  it('looks, instead of reading what was kept when somebody looked last', async () => {
    let place = 0;
    const stop = places.watch(BILLING, async () => place);
    const outcome = outcomeOf(places.reaches(BILLING, 7, WAIT));
    place = 7;
    await pass(5);
    expect(outcome()).toBe(true);
    expect(looks).not.toHaveBeenCalled();
    stop();
    expect(await places.reaches(BILLING, 7, { withinMilliseconds: 0 })).toBe(false);
  });

  it('reads what was kept where it cannot look', async () => {
    places.watch(BILLING, () => Promise.reject(new Error('the broker is away')));
    await state.saveCheckpoint(BILLING, 7);
    expect(await places.reaches(BILLING, 7, WAIT)).toBe(true);
  });

  it('holds nobody by a look that does not end', async () => {
    let finish: (place: number) => void = () => undefined;
    places.watch(BILLING, () => new Promise((resolve) => (finish = resolve)));
    const outcome = outcomeOf(places.reaches(BILLING, 7, WAIT));
    await pass(1_000);
    await state.saveCheckpoint(BILLING, 7);
    await pass(1_000);
    expect(outcome()).toBe(true);
    finish(0);
    await pass(0);
  });
});
