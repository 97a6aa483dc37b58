import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { fold, RejectedError } from '#libs/kernel';
import { COMMAND_HANDLER, CommandOrigin, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import {
  recalculationIdOf,
  RecalculationOrderCommand,
  recalculationOrderStream,
} from '../../domain/recalculation-order.commands';
import { recalculationOrderDecider } from '../../domain/recalculation-order.decider';
import { OrderedSum, RecalculationOrderEvent } from '../../domain/recalculation-order.events';
import {
  recalculationOrdersProjection,
  RecalculationOrderRow,
} from '../../projections/recalculation-orders.projection';
import { ReplayQuery, ReplayQuestion } from '../replay/replay.query';
import { toPost } from '../replay/replay-runs';
import { HouseRecalculationsQuery } from './house-recalculations.query';
import { AccountToRecord, orderFigures } from './ordered-sums';
import { RecalculationsQuery } from './recalculations.query';
import { RecordRecalculation } from './record-recalculation';

const ACTOR = 'service:billing';
const ORDERS_PER_RUN_MAX = 20;
const UNFINISHED: readonly RecalculationOrderRow['state'][] = ['approved', 'begun'];
type Refused = { readonly account: string; readonly code: string };

/**
 * Records what was ordered for several accounts, or agreed to by two people. What is recorded is what they saw: where it
 * is something else by now, nothing is recorded and they are told. Killed at any moment and started again it goes on.
 */
@Injectable()
export class CarryOutRecalculations {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    private readonly replays: ReplayQuery,
    private readonly houses: HouseRecalculationsQuery,
    private readonly recalculations: RecalculationsQuery,
    private readonly recorder: RecordRecalculation,
  ) {}

  /** Whether there is anything to do; a quiet look costs no more than this. */
  async isDue(): Promise<boolean> {
    return (await this.readModels.count(recalculationOrdersProjection, { where: { state: { in: UNFINISHED } } })) > 0;
  }

  /** How many orders were carried out. */
  async all(): Promise<number> {
    await this.projector.catchUp(recalculationOrdersProjection);
    const where = { state: { in: UNFINISHED } };
    const query = { where, orderBy: ['ordered_at'], limit: ORDERS_PER_RUN_MAX };
    let done = 0;
    for (const { document } of await this.readModels.find(recalculationOrdersProjection, query)) {
      if (await this.one(document)) done += 1;
    }
    return done;
  }

  private async one(order: RecalculationOrderRow): Promise<boolean> {
    const { orderId, state, figures } = order;
    if (state === 'approved') {
      const found = await this.foundNow(order);
      if (orderFigures(found).digest !== figures.digest) {
        const code = order.work.kind === 'replay' ? 'BILLING_REPLAY_PLAN_CHANGED' : 'BILLING_WAIVER_CHANGED';
        await this.state(order, { kind: 'FailRecalculations', orderId, code });
        return false;
      }
      const sums = found.map(({ account, amountKopecks }) => ({ account, amountKopecks }));
      await this.state(order, { kind: 'BeginRecalculations', orderId, sums });
    }
    const refused: Refused[] = [];
    let recorded = 0;
    for (const sum of await this.sumsOf(orderId)) {
      const code = await this.record(order, sum);
      if (code === null) recorded += 1;
      else refused.push({ account: sum.account, code });
    }
    await this.state(order, { kind: 'CompleteRecalculations', orderId, recorded, refused });
    return true;
  }

  /** What would be recorded now for what two people have agreed to; nothing where it cannot be worked out any more. */
  private async foundNow({ work }: RecalculationOrderRow): Promise<readonly AccountToRecord[]> {
    try {
      if (work.kind === 'grounds') {
        return work.account === null ? [] : [await this.houses.waiver(work.account, work.grounds)];
      }
      const question = questionOf(work);
      if ((await this.replays.idOf(question)) !== work.replayId) return [];
      const found: AccountToRecord[] = [];
      for await (const one of this.replays.accounts(question)) {
        const record = toPost(one);
        if (record !== null) found.push(record);
      }
      return found;
    } catch (error) {
      if (error instanceof RejectedError) return [];
      throw error;
    }
  }

  private async sumsOf(orderId: string): Promise<readonly OrderedSum[]> {
    const events = (await this.store.readStream(
      recalculationOrderStream(orderId),
    )) as unknown as readonly RecalculationOrderEvent[];
    const state = fold(recalculationOrderDecider, events);
    return state.status === 'none' ? [] : state.sums;
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
      const preview = await this.recalculations.preview(account, work.grounds);
      if (preview.amountKopecks !== amountKopecks) return 'BILLING_RECALCULATION_CHANGED';
      const statement = { grounds: work.grounds, cause, document, approvalId };
      await this.recorder.recordAs(recalculationId, account, statement, origin);
      return null;
    } catch (error) {
      if (error instanceof RejectedError) return error.rejection.code;
      throw error;
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

function questionOf({
  from,
  to,
  house,
  rules,
}: Extract<RecalculationOrderRow['work'], { kind: 'replay' }>): ReplayQuestion {
  return { from, to, house: house ?? undefined, rules: rules ?? undefined };
}
