import { setImmediate as nextTurn } from 'node:timers/promises';
import { createCommandHandler, EventStore, MemoryEventStore, NO_STREAM, StreamAppend } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { LeaseHolders, SettableClock } from '#libs/platform';
import { createProjector, MemoryReadModelStore, Query, ReadModels, rebuildAll } from '#libs/read-models';
import { recorded } from '#libs/testing';
import { EmbeddedNightsClient } from '../api/client/embedded-nights-client';
import { nightHouseStream } from '../domain/night-house.commands';
import { nightRunStream } from '../domain/night-run.commands';
import { NightEvent } from '../domain/night-run.events';
import * as told from '../domain/testing/night-events';
import { nightHouseProjection } from '../projections/night-house.projection';
import { nightRunHousesProjection } from '../projections/night-run-houses.projection';
import { nightRunsProjection } from '../projections/night-runs.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { KeepInstalmentsJob } from './keep-instalments.job';
import { NightAccounts, NightTally } from './night-accounts';
import { NightLog } from './night-log';
import { NightlyChargesJob, NightReport } from './nightly-charges.job';
import { NightScope } from './night-work-list';

const DATE = told.DATE;
const WORKERS = 12;
const ACCOUNTS_PER_HOUSE = 200;
const PROJECTIONS = [nightHouseProjection, nightRunsProjection, nightRunHousesProjection];

/** What processes have asked of the store in common. */
interface Asked {
  eventsRead: number;
  streamsRead: number;
  eventsAppended: number;
  conflicts: number;
}

/**
 * Processes of billing at one night over one log. Their accounts are counted, not charged: what is looked at is how they
 * share the houses.
 */
class Town {
  readonly store = new MemoryEventStore();
  readonly readModels = new MemoryReadModelStore();
  readonly clock = new SettableClock(told.NINE, DATE);
  readonly asked: Asked = { eventsRead: 0, streamsRead: 0, eventsAppended: 0, conflicts: 0 };
  /** Each time that somebody has worked at a house. */
  readonly worked: string[] = [];
  readonly houses: readonly string[];
  private readonly done = new Set<string>();

  constructor(
    houses: number,
    private readonly over: (store: EventStore) => EventStore = (store) => store,
  ) {
    this.houses = Array.from({ length: houses }, (_, number) => `house-${String(number).padStart(5, '0')}`);
  }

  /** A process, with a command handler and a projector of its own. */
  worker(name: string): NightlyChargesJob {
    const store = this.over(countingStore(this.store, this.asked));
    const commands = createCommandHandler({ store, clock: this.clock });
    const holders: LeaseHolders = { self: name, isGone: async () => false };
    const houses = Object.fromEntries(this.houses.map((houseId) => [houseId, {}]));
    const book = {
      document: { houses },
      house: () => ({ windowToDay: 31 }),
      lastPeriod: '2026-12',
      firstPeriod: '2026-04',
    };
    return new NightlyChargesJob(
      this.dueOf(),
      createProjector({ events: this.store, store: this.readModels, projections: PROJECTIONS }),
      this.clock,
      holders,
      { current: async () => ({ book, row: { settings: {} } }) } as unknown as ReferenceBooks,
      { work: this.work(name) } as unknown as NightAccounts,
      new NightLog(commands, store, this.clock, holders),
      { all: async () => undefined } as unknown as KeepInstalmentsJob,
    );
  }

  /** Works as the schedule does: until no other process has a house. */
  async night(job: NightlyChargesJob): Promise<NightReport[]> {
    const reports: NightReport[] = [];
    for (;;) {
      const report = await job.all({ date: DATE });
      reports.push(report);
      if (report.heldByOthers.length === 0) return reports;
      await nextTurn();
    }
  }

  /** Events that stand in the stream of the night already. */
  async recorded(events: readonly NightEvent[]): Promise<void> {
    const metadata = recorded('any', {}).metadata;
    const stored = events.map((event, number) => ({ ...event, eventId: `earlier ${String(number)}`, metadata }));
    await this.store.append({ stream: nightRunStream(DATE), expectedRevision: NO_STREAM, events: stored });
  }

  isDone(houseId: string): void {
    this.done.add(houseId);
  }

  isDueAgain(houseId: string): void {
    this.done.delete(houseId);
  }

  async log(): Promise<readonly RecordedEvent[]> {
    const { events, caughtUp } = await this.store.readAll({ after: 0, limit: 100_000 });
    expect(caughtUp).toBe(true);
    return events;
  }

  async count(): Promise<Readonly<Record<string, number>>> {
    const counted: Record<string, number> = {};
    for (const { type } of await this.log()) counted[type] = (counted[type] ?? 0) + 1;
    return counted;
  }

  /** What the page of jobs and the figures of a process are told; and that it is the same, built from the log alone. */
  async card() {
    const client = new EmbeddedNightsClient(this.readModels, undefined as never, undefined as never);
    const [card] = await client.runs(1);
    const rebuilt = await rebuildAll(PROJECTIONS, {
      events: this.store,
      store: this.readModels,
      restart: true,
      afterwards: 'drop',
    });
    expect(rebuilt.map(({ comparison }) => comparison)).toEqual(PROJECTIONS.map(() => 'equal'));
    return card;
  }

  private dueOf(): ReadModels {
    const count = async (_: unknown, { where }: Pick<Query, 'where'>) =>
      where?.['status'] === 'closed' && !this.done.has(where['house'] as string) ? ACCOUNTS_PER_HOUSE : 0;
    return Object.assign(Object.create(this.readModels) as MemoryReadModelStore, { count });
  }

  /** Houses take more or less time, so that workers come by each other everywhere. */
  private work(worker: string) {
    return async ({ houseId }: NightScope, _: unknown, onPage: (done: number) => Promise<void>) => {
      const tally = new NightTally();
      const turns = 1 + ((Number(houseId.slice(-5)) * 7 + worker.length) % 5);
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      this.worked.push(houseId);
      if (!this.done.has(houseId)) tally.calculated = ACCOUNTS_PER_HOUSE;
      this.done.add(houseId);
      await onPage(ACCOUNTS_PER_HOUSE);
      return tally;
    };
  }
}

/** Each call takes a while, so that others come between the reading of a stream and the writing to it. */
function countingStore(store: EventStore, asked: Asked): EventStore {
  const over: Partial<EventStore> = {
    async readStream(stream, fromRevision) {
      await nextTurn();
      const events = await store.readStream(stream, fromRevision);
      asked.streamsRead += 1;
      asked.eventsRead += events.length;
      return events;
    },
    async readStreams(streams) {
      await nextTurn();
      const found = await store.readStreams(streams);
      asked.streamsRead += streams.length;
      for (const events of found.values()) asked.eventsRead += events.length;
      return found;
    },
    async append(append) {
      await nextTurn();
      const outcome = await store.append(append);
      if (outcome.kind === 'conflict') asked.conflicts += 1;
      if (outcome.kind === 'appended') asked.eventsAppended += append.events.length;
      return outcome;
    },
  };
  return Object.assign(Object.create(store) as EventStore, over);
}

describe.each([250, 1_000])('twelve processes at a night of %s houses', (houses) => {
  it('do each house once, fight for nearly none, and read as much a house however many there are', async () => {
    const town = new Town(houses);
    const workers = Array.from({ length: WORKERS }, (_, number) => town.worker(`worker ${'i'.repeat(number)}`));
    // Whoever would leave the night makes this fail.
    const reports = await Promise.all(workers.map((worker) => town.night(worker)));

    expect([...town.worked].sort()).toEqual(town.houses);
    const calculated = houses * ACCOUNTS_PER_HOUSE;
    expect(reports.flat().reduce((sum, report) => sum + report.calculated, 0)).toBe(calculated);
    expect(await town.count()).toEqual({
      NightRunStarted: 1,
      NightHouseTaken: houses,
      NightHouseCompleted: houses,
      NightRunCompleted: 1,
    });
    expect((await town.log()).at(-1)).toMatchObject({ data: { date: DATE, calculated, closed: 0, parked: 0 } });
    expect(await town.card()).toMatchObject({ status: 'completed', houses, housesDone: houses, calculated });

    const { asked } = town;
    expect(asked.eventsAppended).toBe(2 * houses + 2);
    // Each worker looks at each house at the beginning, when it comes by, and at the end, some of them once more.
    expect(asked.streamsRead).toBeLessThan(4 * WORKERS * houses);
    expect(asked.eventsRead).toBeLessThan(8 * WORKERS * houses);
    // All want the first house; after it they keep out of each other's way.
    expect(asked.conflicts).toBeLessThan(3 * WORKERS);
  });
});

describe('a worker', () => {
  it('stays at its night when others come first again and again', async () => {
    let conflicts = 0;
    const town = new Town(3, (store) =>
      Object.assign(Object.create(store) as EventStore, {
        append: (append: StreamAppend) =>
          append.stream === nightRunStream(DATE) && (conflicts += 1) <= 9
            ? Promise.resolve({ kind: 'conflict', actualRevision: 0 })
            : store.append(append),
      }),
    );
    const [report] = await town.night(town.worker('a'));
    expect(report).toMatchObject({ calculated: 3 * ACCOUNTS_PER_HOUSE, heldByOthers: [] });
    expect(await town.card()).toMatchObject({ status: 'completed', housesDone: 3 });
  });

  it('leaves a house for which others come first again and again to them', async () => {
    const town = new Town(3, (store) =>
      Object.assign(Object.create(store) as EventStore, {
        append: (append: StreamAppend) =>
          append.stream === nightHouseStream(DATE, 'house-00001')
            ? Promise.resolve({ kind: 'conflict', actualRevision: 0 })
            : store.append(append),
      }),
    );
    const report = await town.worker('a').all({ date: DATE });
    expect(report).toMatchObject({ calculated: 2 * ACCOUNTS_PER_HOUSE, heldByOthers: ['house-00001'] });
  });

  it('adds no event to a night that is done, and another round where something is due again', async () => {
    const town = new Town(3);
    await town.night(town.worker('a'));
    const { length } = await town.log();
    expect(await town.worker('b').all({ date: DATE })).toMatchObject({ calculated: 0, heldByOthers: [] });
    expect(await town.log()).toHaveLength(length);

    town.isDueAgain('house-00002');
    expect(await town.worker('b').all({ date: DATE })).toMatchObject({ calculated: ACCOUNTS_PER_HOUSE });
    expect((await town.log()).slice(length)).toMatchObject([
      { type: 'NightRunStarted', data: { houses: ['house-00002'] } },
      { type: 'NightHouseTaken', data: { houseId: 'house-00002', holder: 'b', token: 2 } },
      { type: 'NightHouseCompleted', data: { houseId: 'house-00002', token: 2 } },
      { type: 'NightRunCompleted', data: { calculated: 4 * ACCOUNTS_PER_HOUSE } },
    ]);
    expect(await town.card()).toMatchObject({ houses: 3, housesDone: 3, calculated: 4 * ACCOUNTS_PER_HOUSE });
  });

  it('has ids of commands that are no longer for many houses', async () => {
    const town = new Town(250);
    await town.night(town.worker('a'));
    const longest = Math.max(...(await town.log()).map(({ metadata }) => metadata.commandId?.length ?? 0));
    expect(longest).toBeLessThan(120);
  });
});

describe('a night that was begun by an earlier version, with its houses in its own stream', () => {
  const EARLIER = [
    told.started('house-00000', 'house-00001', 'house-00002'),
    told.taken('house-00000', 'earlier', 1),
    told.completed('house-00000', 1, { calculated: ACCOUNTS_PER_HOUSE }),
    told.taken('house-00001', 'earlier', 2),
  ];

  it('is gone on with where it stands, and ends with what was done on the whole', async () => {
    const town = new Town(3);
    await town.recorded(EARLIER);
    town.isDone('house-00000');
    const [report] = await town.night(town.worker('a'));
    expect(report).toMatchObject({ calculated: 2 * ACCOUNTS_PER_HOUSE, heldByOthers: [] });
    expect(town.worked).toEqual(['house-00001', 'house-00002']);
    expect((await town.log()).at(-1)).toMatchObject({
      type: 'NightRunCompleted',
      data: { calculated: 3 * ACCOUNTS_PER_HOUSE },
    });
    expect(await town.card()).toMatchObject({
      status: 'completed',
      houses: 3,
      housesDone: 3,
      calculated: 3 * ACCOUNTS_PER_HOUSE,
    });
    const { length } = await town.log();
    await town.night(town.worker('b'));
    expect(await town.log()).toHaveLength(length);
  });
});
