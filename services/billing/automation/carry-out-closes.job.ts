import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { fold, lastDayOf, RejectedError } from '#libs/kernel';
import { COMMAND_HANDLER, EVENT_STORE, HeldTurn, PROJECTOR, READ_MODELS, requireHeld, whileHeld } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { PeriodCloseCommand, periodCloseStream } from '../domain/period-close.commands';
import { periodCloseDecider } from '../domain/period-close.decider';
import { CloseFigures, PeriodCloseEvent } from '../domain/period-close.events';
import { addToClose, NOTHING_TO_CLOSE } from '../domain/close-authority.policy';
import { accountStatementProjection } from '../projections/account-statement.projection';
import { openPeriodProjection } from '../projections/open-period.projection';
import { periodClosesProjection, PeriodCloseRow } from '../projections/period-closes.projection';
import { ACCOUNTS_PER_PAGE } from './night-accounts';
import { NightlyChargesJob } from './nightly-charges.job';

/** A company closes a period a month; more than so many at once are done the next time. */
const CLOSES_PER_RUN_MAX = 12;

const UNFINISHED: readonly PeriodCloseRow['state'][] = ['approved', 'begun'];

/**
 * Closes the periods that two people have agreed to. What is closed is what they saw: where the figures are others by
 * now, nothing is closed and they are told. Killed at any moment and started again it goes on where it was.
 */
@Injectable()
export class CarryOutClosesJob {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    private readonly nights: NightlyChargesJob,
  ) {}

  /** Whether there is anything to do; a quiet look costs no more than this. */
  async isDue(): Promise<boolean> {
    return (await this.readModels.count(periodClosesProjection, { where: { state: { in: UNFINISHED } } })) > 0;
  }

  /** How many closes were carried out. Throws TurnLostError, TurnGivenUpError. */
  async all(turn?: HeldTurn): Promise<number> {
    await this.projector.catchUp(periodClosesProjection);
    const where = { state: { in: UNFINISHED } };
    const rows = await this.readModels.find(periodClosesProjection, {
      where,
      orderBy: ['period'],
      limit: CLOSES_PER_RUN_MAX,
    });
    let done = 0;
    for (const { document } of rows) if (await this.one(document, turn)) done += 1;
    return done;
  }

  private async one(close: PeriodCloseRow, turn: HeldTurn | undefined): Promise<boolean> {
    const { period, approvalId, state, figures } = close;
    const night = { date: lastDayOf(period), closes: period, turn };
    if (state === 'approved') {
      let now = NOTHING_TO_CLOSE;
      for await (const account of whileHeld(turn, ACCOUNTS_PER_PAGE, this.nights.preview(night))) {
        now = addToClose(now, account);
      }
      await requireHeld(turn);
      if (!areEqual(now, figures)) {
        await this.state(close, { kind: 'FailPeriodClose', period, approvalId, code: 'BILLING_CLOSE_CHANGED' });
        return false;
      }
      await this.state(close, { kind: 'BeginPeriodClose', period, approvalId });
    }
    if (!(await this.isBegun(close))) return false;
    const { causationId, correlationId } = close;
    // Not by the name of a person: thousands of events of one moment would hide what people did.
    const cause = { actor: 'service:billing', causationId, correlationId };
    const { heldByOthers } = await this.nights.all({ ...night, cause });
    // Another process is at some houses: whoever comes next finishes.
    if (heldByOthers.length > 0) return false;
    await this.state(close, { kind: 'CompletePeriodClose', period, approvalId, ...(await this.cameOf(close)) });
    return true;
  }

  /**
   * Whether the log tells that it is being carried out. Another process may have told people meanwhile that nothing is
   * closed, because its figures were others, or have finished it: a step out of its order is no event, and no refusal.
   */
  private async isBegun({ period, approvalId }: PeriodCloseRow): Promise<boolean> {
    const events = await this.store.readStream(periodCloseStream(period));
    return fold(periodCloseDecider, events as unknown as readonly PeriodCloseEvent[])[approvalId] === 'begun';
  }

  /**
   * How many accounts the period is closed for since the close was begun, and how many stand in it still. Counted in
   * what is recorded: other processes, passes that were broken off and the nights in between have their part in it.
   */
  private async cameOf({ period, approvalId }: PeriodCloseRow): Promise<{ closed: number; parked: number }> {
    // Until it is carried out, the last that is told of it is its beginning.
    const begun = await this.readModels.get(periodClosesProjection, approvalId);
    const since = { closed_at: { above: '' }, position: { above: begun?.position ?? null } };
    const open = { status: 'open', period: { to: period } };
    return {
      closed: await this.readModels.count(accountStatementProjection, { where: { period, ...since } }),
      parked: await this.readModels.count(openPeriodProjection, { where: open }),
    };
  }

  private async state(
    { causationId, correlationId }: PeriodCloseRow,
    command: Exclude<PeriodCloseCommand, { kind: 'ApprovePeriodClose' }>,
  ): Promise<void> {
    const { period, approvalId, kind } = command;
    const result = await this.commands.execute({
      stream: periodCloseStream(period),
      decider: periodCloseDecider,
      command,
      commandId: `close:${approvalId}:${kind}`,
      actor: 'service:billing',
      causationId,
      correlationId,
      input: { approvalId, kind },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    await this.projector.catchUpWith(result.events);
  }
}

function areEqual(one: CloseFigures, other: CloseFigures): boolean {
  return (
    one.accounts === other.accounts &&
    one.refused === other.refused &&
    one.chargedKopecks === other.chargedKopecks &&
    one.recalculatedKopecks === other.recalculatedKopecks
  );
}
