import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, CommandRequest, EventStore, hashOfInput, NO_STREAM } from '#libs/event-store';
import { CivilDate, Clock, fold, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE, LEASE_HOLDERS, LeaseHolders } from '#libs/platform';
import { CompleteNightHouse, nightHouseStream, ProgressNightHouse } from '../domain/night-house.commands';
import { nightHouseDecider } from '../domain/night-house.decider';
import { NightRunCommand, nightRunStream } from '../domain/night-run.commands';
import { nightRunDecider } from '../domain/night-run.decider';
import { NightEvent, NightHouseEvent, NightHouseTaken } from '../domain/night-run.events';
import { doneHouses, NightStanding, nightStanding } from '../domain/night-standing.policy';

/** How long a worker may be silent before another one takes its house. */
const LEASE_MINUTES = 10;
/** Houses whose streams are read at once. */
const STREAMS_PER_PAGE = 500;
/** A worker that meets others at each attempt stands back for up to so long, and after so many times no longer than then. */
const STANDS_BACK_MILLISECONDS = 50;
const STANDS_BACK_LONGER_TIMES = 20;

/** A house under the lease of this worker. */
export type HeldHouse = Pick<NightHouseTaken['data'], 'date' | 'houseId' | 'token'>;

/** What a worker has done in its house. */
export type HouseResult = Omit<CompleteNightHouse, 'kind' | keyof HeldHouse>;

/**
 * A night in the log: its own stream names the houses and tells its end; each house has a stream, so that a worker reads
 * and writes as much as its house takes, whatever their number, and meets others only where they want the same house.
 */
@Injectable()
export class NightLog {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LEASE_HOLDERS) private readonly holders: LeaseHolders,
  ) {}

  /** Reads the stream of the night and those of its houses: for the beginning and the end of a worker's night. */
  async standing(date: CivilDate): Promise<NightStanding> {
    const events = nightEvents(await this.store.readStream(nightRunStream(date)));
    const run = fold(nightRunDecider, events);
    const told = await this.streamsOf(date, run.status === 'not_started' ? [] : run.houses);
    return nightStanding(events, (houseId) => told(houseId) as unknown as readonly NightHouseEvent[]);
  }

  /** Those of the houses that are not done. */
  async unfinished(date: CivilDate, houses: readonly string[]): Promise<readonly string[]> {
    const told = await this.streamsOf(date, houses);
    const isDone = (houseId: string) => fold(nightHouseDecider, nightEvents(told(houseId))).status === 'completed';
    return houses.filter((houseId) => !isDone(houseId)).sort();
  }

  /** Begins a round of the work, with the houses that were found to be due when the night stood so. */
  async start(date: CivilDate, houses: readonly string[], { run }: NightStanding): Promise<void> {
    const timesCompletedBefore = run.status === 'not_started' ? 0 : run.timesCompleted;
    const command = { kind: 'StartNightRun', date, houses, timesCompletedBefore } as const;
    const refused = await this.tellOfRun(command, `start:${timesCompletedBefore}:${hashOfInput(houses)}`);
    if (refused !== null) throw new RejectedError(refused);
  }

  /** Takes the house: `held` where another worker has it, `done` where it was done more often than that already. */
  async take(date: CivilDate, houseId: string, timesDoneBefore: number): Promise<HeldHouse | 'held' | 'done'> {
    const stream = nightHouseStream(date, houseId);
    const events = await this.store.readStream(stream);
    const state = fold(nightHouseDecider, nightEvents(events));
    const { self } = this.holders;
    const goneHolder = state.status === 'taken' && (await this.holders.isGone(state.holder)) ? state.holder : null;
    const result = await this.commands.execute({
      stream,
      decider: nightHouseDecider,
      command: {
        kind: 'TakeNightHouse',
        date,
        houseId,
        holder: self,
        at: this.clock.now(),
        leaseUntil: this.leaseUntil(),
        goneHolder,
        timesDoneBefore,
      },
      commandId: `night:${date}:${houseId}:take:${self}:${events.length}`,
      actor: 'night',
      known: { state, revision: events.at(-1)?.revision ?? NO_STREAM },
    });
    if (result.kind === 'rejected') {
      const { code } = result.rejection;
      // Others want it as well: they may have it, there are more houses.
      if (code === 'BILLING_NIGHT_HOUSE_TAKEN' || code === 'EVENT_STORE_CONFLICT') return 'held';
      throw new RejectedError(result.rejection);
    }
    const [taken] = result.events;
    return taken?.type === 'NightHouseTaken' ? { date, houseId, token: taken.data.token } : 'done';
  }

  /** Tells how far a house is, and renews its lease. Throws RejectedError BILLING_NIGHT_LEASE_LOST. */
  async progress(house: HeldHouse, accountsDone: number): Promise<void> {
    const leaseUntil = this.leaseUntil();
    await this.tellOfHouse(
      { kind: 'ProgressNightHouse', ...house, accountsDone, leaseUntil },
      `progress:${house.token}:${accountsDone}`,
    );
  }

  /** Throws RejectedError BILLING_NIGHT_LEASE_LOST. */
  async complete(house: HeldHouse, result: HouseResult): Promise<void> {
    await this.tellOfHouse({ kind: 'CompleteNightHouse', ...house, ...result }, `complete:${house.token}`);
  }

  /** Completes the night where all its houses are done. */
  async completeRun(date: CivilDate): Promise<void> {
    const standing = await this.standing(date);
    const done = doneHouses(standing);
    if (standing.run.status === 'not_started' || done === null) return;
    const id = `complete:${standing.run.timesCompleted}:${hashOfInput(done)}`;
    const refused = await this.tellOfRun({ kind: 'CompleteNightRun', date, done }, id);
    // Another worker has taken in more houses, and completes the night after them.
    if (refused !== null && refused.code !== 'BILLING_NIGHT_HOUSES_OPEN') throw new RejectedError(refused);
  }

  private async streamsOf(
    date: CivilDate,
    houses: readonly string[],
  ): Promise<(houseId: string) => readonly RecordedEvent[]> {
    const streams = houses.map((houseId) => nightHouseStream(date, houseId));
    const told = new Map<string, readonly RecordedEvent[]>();
    for (let first = 0; first < streams.length; first += STREAMS_PER_PAGE) {
      const page = await this.store.readStreams(streams.slice(first, first + STREAMS_PER_PAGE));
      for (const [stream, events] of page) told.set(stream, events);
    }
    return (houseId) => told.get(nightHouseStream(date, houseId)) ?? [];
  }

  private async tellOfRun(command: NightRunCommand, id: string): Promise<Rejection | null> {
    const stream = nightRunStream(command.date);
    const commandId = `night:${command.date}:${id}`;
    return this.tell({ stream, decider: nightRunDecider, command, commandId, actor: 'night' });
  }

  private async tellOfHouse(command: ProgressNightHouse | CompleteNightHouse, id: string): Promise<void> {
    const { date, houseId } = command;
    const stream = nightHouseStream(date, houseId);
    const commandId = `night:${date}:${houseId}:${id}`;
    const refused = await this.tell({ stream, decider: nightHouseDecider, command, commandId, actor: 'night' });
    if (refused !== null) throw new RejectedError(refused);
  }

  /** Whoever meets others at each attempt tells it again: each time one of them has come through, so that it ends. */
  private async tell<State, Command>(request: CommandRequest<State, Command, NightEvent>): Promise<Rejection | null> {
    for (let times = 1; ; times += 1) {
      const result = await this.commands.execute(request);
      if (result.kind === 'done') return null;
      if (result.rejection.code !== 'EVENT_STORE_CONFLICT') return result.rejection;
      await delay(randomInt(STANDS_BACK_MILLISECONDS * Math.min(times, STANDS_BACK_LONGER_TIMES)));
    }
  }

  private leaseUntil(): string {
    return new Date(Date.parse(this.clock.now()) + LEASE_MINUTES * 60_000).toISOString();
  }
}

function nightEvents(events: readonly RecordedEvent[]): readonly NightEvent[] {
  return events as unknown as readonly NightEvent[];
}
