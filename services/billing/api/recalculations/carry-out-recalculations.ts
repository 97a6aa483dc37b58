import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import {
  COMMAND_HANDLER,
  CommandOrigin,
  HeldTurn,
  PROJECTOR,
  READ_MODELS,
  requireHeld,
  TurnGivenUpError,
  TurnLostError,
  whileHeld,
} from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import {
  recalculationIdOf,
  RecalculationOrderCommand,
  recalculationOrderStream,
} from '../../domain/recalculation-order.commands';
import { recalculationOrderDecider } from '../../domain/recalculation-order.decider';
import { isFinal } from '../../domain/order-failure.policy';
import { OrderedSum } from '../../domain/recalculation-order.events';
import {
  recalculationOrdersProjection,
  RecalculationOrderRow,
  UNFINISHED_ORDERS,
} from '../../projections/recalculation-orders.projection';
import { ReplayQuery, ReplayQuestion } from '../replay/replay.query';
import { toPost } from '../replay/replay-runs';
import { HouseRecalculationsQuery } from './house-recalculations.query';
import { AccountToRecord, orderFigures } from './ordered-sums';
import { OrderRecalculations } from './order-recalculations';
import { RecordRecalculation } from './record-recalculation';

const ACTOR = 'service:billing';
const ORDERS_PER_RUN_MAX = 20;
/** After so many accounts it is asked whether the turn is still had. */
const ACCOUNTS_PER_PAGE = 50;
type Refused = { readonly account: string; readonly code: string };

/**
 * Records what was ordered for several accounts, or agreed to by two people. What is recorded is what they saw: where it
 * is something else by now, nothing is recorded and they are told. Killed at any moment and started again it goes on.
 */
@Injectable()
export class CarryOutRecalculations {
  private readonly logger = new Logger(CarryOutRecalculations.name);

  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    private readonly replays: ReplayQuery,
    private readonly houses: HouseRecalculationsQuery,
    private readonly orders: OrderRecalculations,
    private readonly recorder: RecordRecalculation,
  ) {}

  /** Whether there is anything to do; a quiet look costs no more than this. */
  async isDue(): Promise<boolean> {
    const where = { state: { in: UNFINISHED_ORDERS } };
    return (await this.readModels.count(recalculationOrdersProjection, { where })) > 0;
  }

  /** How many orders were carried out. One that a fault stops is told so, and those behind it do not wait for it. Throws TurnLostError, TurnGivenUpError. */
  async all(turn?: HeldTurn): Promise<number> {
    await this.projector.catchUp(recalculationOrdersProjection);
    const where = { state: { in: UNFINISHED_ORDERS } };
    // Those that a fault has stopped come last, so that many of them leave room for the others.
    const query = { where, orderBy: ['stopped', 'ordered_at'], limit: ORDERS_PER_RUN_MAX };
    let done = 0;
    for (const { document } of await this.readModels.find(recalculationOrdersProjection, query)) {
      if (await this.oneOrStop(document, turn)) done += 1;
    }
    return done;
  }

  private async oneOrStop(order: RecalculationOrderRow, turn: HeldTurn | undefined): Promise<boolean> {
    try {
      return await this.one(order, turn);
    } catch (error) {
      // No fault of the order: whoever has the turn next goes on with it.
      if (error instanceof TurnLostError || error instanceof TurnGivenUpError) throw error;
      this.logger.error(error, `The order ${order.orderId} of recalculations is stopped by a fault`);
      const fault = error instanceof Error ? error.name : typeof error;
      await this.state(order, { kind: 'StopRecalculations', orderId: order.orderId, fault });
      return false;
    }
  }

  private async one(order: RecalculationOrderRow, turn: HeldTurn | undefined): Promise<boolean> {
    const { orderId, state, figures } = order;
    if (state === 'approved') {
      const found = await this.foundNow(order, turn);
      await requireHeld(turn);
      if (orderFigures(found).digest !== figures.digest) {
        await this.state(order, { kind: 'FailRecalculations', orderId, code: changedCodeOf(order) });
        return false;
      }
      const sums = found.map(({ account, amountKopecks }) => ({ account, amountKopecks }));
      await this.state(order, { kind: 'BeginRecalculations', orderId, sums });
    }
    const refused: Refused[] = [];
    const faults: unknown[] = [];
    let recorded = 0;
    await requireHeld(turn);
    for await (const sum of whileHeld(turn, ACCOUNTS_PER_PAGE, await this.orders.sumsOf(orderId))) {
      try {
        const code = await this.record(order, sum);
        if (code === null) recorded += 1;
        else refused.push({ account: sum.account, code });
      } catch (error) {
        // The other accounts get theirs; the order is not over before this one is recorded or refused.
        faults.push(error);
      }
      await nextTurn();
    }
    if (faults.length > 0) throw faults[0];
    await this.state(order, { kind: 'CompleteRecalculations', orderId, recorded, refused });
    return true;
  }

  /** What would be recorded now for what two people have agreed to; nothing where it cannot be worked out any more. */
  private async foundNow(
    { work }: RecalculationOrderRow,
    turn: HeldTurn | undefined,
  ): Promise<readonly AccountToRecord[]> {
    try {
      if (work.kind === 'grounds') {
        return work.account === null ? [] : [await this.houses.forApproval(work.account, work.grounds)];
      }
      const question = questionOf(work);
      if ((await this.replays.idOf(question)) !== work.replayId) return [];
      const found: AccountToRecord[] = [];
      for await (const one of whileHeld(turn, ACCOUNTS_PER_PAGE, this.replays.accounts(question))) {
        const record = toPost(one);
        if (record !== null) found.push(record);
        await nextTurn();
      }
      return found;
    } catch (error) {
      if (finalCodeOf(error) !== null) return [];
      throw error;
    }
  }

  /** Why nothing was recorded; null where it is recorded, now or before. */
  private async record(order: RecalculationOrderRow, { account, amountKopecks }: OrderedSum): Promise<string | null> {
    const { orderId, work, cause, document, approvalId, causationId, correlationId } = order;
    const origin: CommandOrigin = {
      commandId: `order:${orderId}:${account}`,
      // Who ordered it stands in the order; hundreds of accounts of one moment would hide what people did.
      actor: ACTOR,
      correlationId,
      causationId,
      input: { orderId, account },
    };
    try {
      if (work.kind === 'replay') {
        const { from, to, replayId } = work;
        const approved = { replayId, approvedKopecks: amountKopecks, approvalId: approvalId ?? orderId, cause };
        await this.recorder.postReplay(account, { from, to, rules: work.rules ?? undefined, ...approved }, origin);
        return null;
      }
      const recalculationId = recalculationIdOf(orderId);
      if (await this.replays.isPosted(account, recalculationId)) return null;
      const statement = { grounds: work.grounds, cause, document, approvalId, expectedKopecks: amountKopecks };
      await this.recorder.recordAs(recalculationId, account, statement, origin);
      return null;
    } catch (error) {
      const code = finalCodeOf(error);
      if (code === null) throw error;
      return code;
    }
  }

  private async state(
    { orderId, causationId, correlationId }: RecalculationOrderRow,
    command: RecalculationOrderCommand,
  ): Promise<void> {
    const { kind } = command;
    const result = await this.commands.execute({
      stream: recalculationOrderStream(orderId),
      decider: recalculationOrderDecider,
      command,
      commandId: `order:${orderId}:${kind}`,
      actor: ACTOR,
      causationId,
      correlationId,
      input: { orderId, kind },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    await this.projector.catchUpWith(result.events);
  }
}

/** Null for what may be tried again: a conflict or a fault of the store is no answer to an account. */
function finalCodeOf(error: unknown): string | null {
  return error instanceof RejectedError && isFinal(error.rejection.code) ? error.rejection.code : null;
}

/** Why nothing is recorded where it would come to something else than was agreed to. */
function changedCodeOf({ work }: RecalculationOrderRow): string {
  if (work.kind === 'replay') return 'BILLING_REPLAY_PLAN_CHANGED';
  return work.grounds.kind === 'penalty_waiver' ? 'BILLING_WAIVER_CHANGED' : 'BILLING_RECALCULATION_PLAN_CHANGED';
}

function questionOf({
  from,
  to,
  house,
  rules,
}: Extract<RecalculationOrderRow['work'], { kind: 'replay' }>): ReplayQuestion {
  return { from, to, house: house ?? undefined, rules: rules ?? undefined };
}
