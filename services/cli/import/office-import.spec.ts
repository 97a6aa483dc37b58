import { MemoryBlobStore } from '#libs/blob-store';
import { MemoryExpiringRecords } from '#libs/expiring-records';
import { createMemoryPersonVault } from '#libs/person-vault';
import { SettableClock } from '#libs/platform';
import { Kvitok } from '#services/app';
import { CheckedPackage } from '#services/back-office';
import { NightTurns } from '#services/billing';
import { KeptPackages, KeptRun } from './kept-packages';
import { OfficeImport } from './office-import';
import { packageOf } from './package-check';
import { playBack, PlaybackOptions } from './playback';

jest.mock('./package-check');
jest.mock('./playback', () => ({ ...jest.requireActual<object>('./playback'), playBack: jest.fn() }));

const MASTER_KEY = { version: 'first', key: Buffer.alloc(32, 7) };
const CHECK_ID = '0123456789abcdef';
const INTERRUPTED: KeptRun = {
  ...{ checkId: CHECK_ID, companyId: '7700', fileName: 'company.zip', acceptedBy: 'staff:1', intoPresent: true },
  ...{ approvalId: null, state: 'interrupted', daysDone: 0, days: 0, failure: null },
};

/** A playback that goes on day by day as it is told. */
class Player {
  private readonly begun: Promise<PlaybackOptions>;
  private ended: () => void = () => undefined;
  private failed: (error: unknown) => void = () => undefined;

  constructor() {
    this.begun = new Promise((begin) => {
      jest.mocked(playBack).mockImplementationOnce((_source, _parts, options) => {
        begin(options);
        return new Promise((end, fail) => {
          this.ended = () => end(undefined);
          this.failed = fail;
        });
      });
    });
  }

  /** As in the playback itself, a day that cannot be noted ends it. */
  async day(daysDone: number): Promise<void> {
    const { onDay } = await this.begun;
    await Promise.resolve(onDay?.('2026-03-01', daysDone, 9)).catch((error: unknown) => this.failed(error));
  }

  async end(): Promise<void> {
    await this.begun;
    this.ended();
  }
}

async function office() {
  const clock = new SettableClock('2026-05-10T08:00:00.000Z', '2026-05-10');
  const [records, blobs, vault] = [
    new MemoryExpiringRecords(),
    new MemoryBlobStore(),
    createMemoryPersonVault([MASTER_KEY]),
  ];
  const holders = { self: 'this-host', isGone: async (holder: string) => holder === 'another-host' };
  const kept = new KeptPackages({ blobs, vault, records, clock });
  const checked = { checkId: CHECK_ID, state: 'checked', contents: { companyId: '7700' } } as unknown as CheckedPackage;
  await kept.beginCheck({ checked, staffId: '1', keptAt: clock.now() });
  await kept.keepArchive(CHECK_ID, Buffer.from('zip'));
  await kept.beginRun(INTERRUPTED, null);
  jest.mocked(packageOf).mockResolvedValue({} as never);
  // The turns of nights are those of one who was taken for gone: both goes have them.
  const turns = { alone: (work: (turn: unknown) => Promise<void>) => work({ isHeld: async () => true }) };
  const stack = { blobs, vault, accessRecords: records, clock, leaseHolders: holders };
  const desk = new OfficeImport({
    app: { get: (token: unknown) => (token === NightTurns ? turns : {}) },
    stack: { ...stack, store: { readAll: async () => ({ events: [], checkpoint: 0, caughtUp: true }) } },
    stopping: new AbortController().signal,
    beginToStop: () => undefined,
  } as unknown as Kvitok);
  return { desk, kept };
}

it('a go that another process has taken over writes nothing on the go that is begun after it', async () => {
  const { desk, kept } = await office();
  const [first, second] = [new Player(), new Player()];
  await desk.goOn();
  await first.day(1);
  // This process was silent; another one takes over, and ends without a word; this one is told to go on.
  const taken: KeptRun = {
    ...INTERRUPTED,
    state: 'running',
    sign: { holder: 'another-host', token: 'theirs', beat: 0 },
  };
  expect(await kept.beginRun(taken, await kept.lastRun())).toBe(true);
  expect(await desk.run()).toMatchObject({ state: 'interrupted', mayGoOn: true });
  await desk.goOn();
  await second.day(4);
  // Now the first go notices.
  await first.day(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await desk.run()).toMatchObject({ state: 'running', daysDone: 4 });
  await second.day(9);
  await second.end();
  await desk.onModuleDestroy();
  expect(await desk.run()).toMatchObject({ state: 'done', daysDone: 9, failure: null });
});

it('a go that was taken over says what the other process makes of it', async () => {
  const { desk, kept } = await office();
  const player = new Player();
  await desk.goOn();
  await player.day(1);
  const taken: KeptRun = { ...INTERRUPTED, state: 'failed', failure: { code: 'IMPORT_FAILED', details: {} } };
  expect(await kept.beginRun(taken, await kept.lastRun())).toBe(true);
  expect(await desk.run()).toMatchObject({ state: 'failed', failure: { code: 'IMPORT_FAILED' } });
  // At its very end it does not say otherwise.
  await player.end();
  await desk.onModuleDestroy();
  expect(await kept.lastRun()).toEqual(taken);
  expect(await kept.archiveOf(CHECK_ID)).not.toBeNull();
});
