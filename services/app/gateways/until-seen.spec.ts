import { untilSeen } from './until-seen';

const NEVER = new Promise<never>(() => undefined);
const seen = { reacted: (position: number) => Promise.resolve(position), folded: () => Promise.resolve(true) };

it('waits for what the reactions make of it, one service after another', async () => {
  const asked: string[] = [];
  const service = (name: string, makes: number) => ({
    reacted: (position: number) => {
      asked.push(`${name} reacted ${String(position)}`);
      return Promise.resolve(position + makes);
    },
    folded: (position: number) => {
      asked.push(`${name} folded ${String(position)}`);
      return Promise.resolve(true);
    },
  });
  await untilSeen([service('metering', 2), service('billing', 0)])(7);
  expect(asked).toEqual(['metering reacted 7', 'billing reacted 9', 'metering folded 9', 'billing folded 9']);
});

it('does not keep a page from a person for a service that says nothing', async () => {
  const silent = { reacted: () => NEVER, folded: () => NEVER };
  const began = performance.now();
  await untilSeen([silent, silent, seen])(7);
  expect(performance.now() - began).toBeLessThan(5_000);
});
