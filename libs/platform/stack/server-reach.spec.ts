import { ServerReach } from './server-reach';

const BREAK_MS = 15_000;
const SECOND = 1_000;

/** For how long it is in reach after answers so many seconds apart. */
function after(...seconds: readonly number[]): number {
  let now = 0;
  const reach = new ServerReach(BREAK_MS, () => now);
  for (const one of seconds) {
    now += one * SECOND;
    reach.answered();
  }
  return reach.milliseconds / SECOND;
}

it('a server is in reach since its first answer, or since it answered again after a break', () => {
  expect(after()).toBe(0);
  expect(after(100)).toBe(0);
  expect(after(100, 5, 5, 15)).toBe(25);
  expect(after(100, 5, 5, 16)).toBe(0);
  expect(after(100, 600, 5, 5)).toBe(10);
});
