import { setTimeout as delay } from 'node:timers/promises';
import { processLeaseHolders, SettableClock, WorkSigns } from '#libs/platform';
import { KeptPackage, KeptPackages } from './kept-packages';
import { checkPackage } from './package-check';
import { PackageChecks } from './package-checks';

jest.mock('./package-check');

const ROUND_TRIP_MILLISECONDS = 40;

/** A store over a network: what it is told is written at once, and its answer takes a while. */
function farStore() {
  let stored: KeptPackage | null = null;
  const write = async (one: KeptPackage) => {
    stored = one;
    await delay(ROUND_TRIP_MILLISECONDS);
    return true;
  };
  const nothing = async () => undefined;
  const store = { find: async () => stored, all: async () => [], beginCheck: write, noteCheck: write };
  return { ...store, keepArchive: nothing, forget: nothing } as unknown as KeptPackages;
}

it('the last word on a package is not taken back by a sign that its check goes on', async () => {
  const contents = { companyId: '7700' };
  const outcome = Promise.resolve({ faults: [], contents });
  jest.mocked(checkPackage).mockReturnValue({
    unpacked: Promise.resolve(),
    outcome,
    stop: () => undefined,
  } as unknown as ReturnType<typeof checkPackage>);
  const signs = new WorkSigns({ holders: processLeaseHolders(), beatsEveryMilliseconds: 5 });
  const clock = new SettableClock('2026-05-10T08:00:00.000Z', '2026-05-10');
  const checks = new PackageChecks(farStore(), clock, signs, async () => new Set());
  const { checkId } = await checks.begin({ name: 'company.zip', bytes: Buffer.from('zip') }, '10000001');
  await checks.stop();
  expect(await checks.require(checkId, '10000001')).toMatchObject({ state: 'checked', contents, failure: null });
});
