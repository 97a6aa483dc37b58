import { CommandRequest } from '#libs/event-store';
import { CivilDate, DomainEvent, RecordedEvent, RejectedError } from '#libs/kernel';
import { SettableClock } from '#libs/platform';
import { rebuildAll } from '#libs/read-models';
import { Acquiring, createKvitok, Kvitok } from '#services/app';
import { NightlyChargesJob, NightReport } from '#services/billing';

/** A command of any service, as the command handler takes it. */
export type AnyCommand = CommandRequest<never, never, DomainEvent>;

const EVENTS_PER_PAGE = 1_000;

/**
 * The whole system in memory under a clock that a test sets. Nothing moves by itself: a test states commands, lets
 * reactions come to rest and runs the night of a day. It stands outside the index of this lib, so that tests of
 * single deciders do not load every service.
 */
export class WholeStack {
  private constructor(
    readonly kvitok: Kvitok,
    readonly clock: SettableClock,
    private readonly timeZone: string,
  ) {}

  /**
   * @param http also prepares the HTTP API, for a test that asks it through `kvitok.app.getHttpServer()`.
   * @param acquiring the bank at which residents pay on the site.
   * @param dataDir the folder of its files; in memory where null.
   */
  static async start(
    timeZone: string,
    today: CivilDate,
    http = false,
    acquiring: Acquiring | null = null,
    dataDir: string | null = null,
  ): Promise<WholeStack> {
    const clock = new SettableClock('2000-01-01T00:00:00.000Z', today);
    clock.set(today, '00:00:00', timeZone);
    return new WholeStack(await createKvitok({ dataDir, clock, follow: false, http, acquiring }), clock, timeZone);
  }

  /** A system that was opened otherwise, as from a backup. */
  static of(kvitok: Kvitok, clock: SettableClock, timeZone: string): WholeStack {
    return new WholeStack(kvitok, clock, timeZone);
  }

  /** Moves the clock to a time of a day. */
  setTime(day: CivilDate, time: string): void {
    this.clock.set(day, time, this.timeZone);
  }

  /** States commands one after another and lets every reaction follow. Throws RejectedError with the first refusal. */
  async state(commands: readonly AnyCommand[]): Promise<void> {
    for (const result of await this.kvitok.stack.commands.executeMany(commands)) {
      if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    }
    await this.kvitok.drain();
    expect(await this.kvitok.stack.consumerState.parkedKeys()).toEqual([]);
  }

  /** The nightly jobs in the evening of a day. */
  async night(day: CivilDate): Promise<NightReport> {
    this.setTime(day, '23:30:00');
    const report = await this.kvitok.app.get(NightlyChargesJob).all({ date: day });
    await this.kvitok.drain();
    return report;
  }

  async log(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (let after = 0; ;) {
      const page = await this.kvitok.stack.store.readAll({ after, limit: EVENTS_PER_PAGE });
      events.push(...page.events);
      after = page.checkpoint;
      if (page.caughtUp) return events;
    }
  }

  /**
   * What has to hold after every story: the night of the day again adds no event, every read model built from the log
   * alone is equal to the living one, and the chain of the log is whole.
   */
  async expectAtRest(day: CivilDate): Promise<void> {
    const { store, readModelStore, projections } = this.kvitok.stack;
    await this.kvitok.drain();
    const head = await store.head();
    const again = await this.night(day);
    expect(again).toMatchObject({ calculated: 0, closed: 0 });
    expect(await store.head()).toBe(head);

    const rebuilt = await rebuildAll(projections, {
      events: store,
      store: readModelStore,
      restart: true,
      afterwards: 'drop',
    });
    expect(rebuilt.map(({ projection, comparison }) => `${projection} ${comparison}`)).toEqual(
      projections.map(({ name }) => `${name} equal`),
    );
    expect(await store.verify()).toMatchObject({ ok: true, events: head });
  }

  close(): Promise<void> {
    return this.kvitok.close();
  }
}
