import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { fold, RejectedError, Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import {
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  PROJECTOR,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { recalculationIdOf, recalculationOrderStream } from '../../domain/recalculation-order.commands';
import { recalculationOrderDecider } from '../../domain/recalculation-order.decider';
import { OrderedSum, OrderFigures, RecalculationOrderEvent } from '../../domain/recalculation-order.events';
import { RecalculationGrounds, RecalculationKind } from '../../domain/recalculation';
import { isTheSame } from '../../domain/recalculation-bounds.policy';
import {
  recalculationOrdersProjection,
  RecalculationOrderRow,
  UNFINISHED_ORDERS,
} from '../../projections/recalculation-orders.projection';
import {
  recordedRecalculationsProjection,
  RecordedRecalculationRow,
} from '../../projections/recorded-recalculations.projection';
import { HouseRecalculationsQuery, toRecord } from './house-recalculations.query';
import { orderFigures } from './ordered-sums';
import { RecalculationsQuery } from './recalculations.query';

const ORDER_ID_CHARACTERS = 32;
const RECORDED_MAX = 200;
const ORDERS_SHOWN = 20;

/** What one ground is ordered for. */
export interface HouseOrder {
  readonly house: string;
  readonly except: readonly string[];
  readonly grounds: RecalculationGrounds;
  /** Of the preview that was seen: where it comes to something else by now, nothing is ordered. */
  readonly digest: string;
  readonly cause: string;
  readonly document: string | null;
}

export interface OrderReceipt extends CommandReceipt {
  readonly orderId: string;
}

/** An order, and how many of its accounts have their recalculation. */
export interface OrderProgress extends RecalculationOrderRow {
  readonly recordedSoFar: number;
}

export interface RecordedQuestion {
  readonly account?: string | undefined;
  readonly kind?: RecalculationKind | undefined;
  /** Recorded before the one of this position: to go on with. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Recalculations of many accounts: what was recorded, ordered, and what a waiver would be. */
@Injectable()
export class OrderRecalculations {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTOR) private readonly projector: Projector,
    private readonly houses: HouseRecalculationsQuery,
    private readonly recalculations: RecalculationsQuery,
  ) {}

  /** What two people agree to when they waive penalty. Throws BILLING_WAIVER_TOO_LARGE, BILLING_RECALCULATION_…. */
  async proposeWaiver(account: string, grounds: RecalculationGrounds): Promise<OrderFigures> {
    if (grounds.kind !== 'penalty_waiver') {
      throw new RejectedError(new Rejection('BILLING_RECALCULATION_ONE_KIND', { kinds: 0 }));
    }
    return orderFigures([await this.houses.waiver(account, grounds)]);
  }

  /**
   * What two people agree to for one account where one may not record it alone. Throws BILLING_RECALCULATION_ALONE where
   * one may, BILLING_RECALCULATION_CHANGED where it comes to something else than was seen, BILLING_RECALCULATION_….
   */
  async proposeForAccount(account: string, grounds: RecalculationGrounds, expectedKopecks: Kopecks) {
    const preview = await this.recalculations.preview(account, grounds);
    if (!preview.needsApproval) throw new RejectedError(new Rejection('BILLING_RECALCULATION_ALONE', { account }));
    const figures = orderFigures([await this.houses.forApproval(account, grounds)]);
    if (figures.differenceKopecks !== expectedKopecks) {
      throw new RejectedError(new Rejection('BILLING_RECALCULATION_CHANGED', { account }));
    }
    return { preview, figures };
  }

  /**
   * Orders one ground for the accounts of a house for which it comes to something; a job records it for each, once.
   * Throws BILLING_RECALCULATION_CHANGED, BILLING_RECALCULATION_NEEDS_APPROVAL, BILLING_UNKNOWN_HOUSE,
   * BILLING_RECALCULATION_ORDERED_ALREADY where another order of the same for one of these accounts is being recorded.
   */
  async orderForHouse(order: HouseOrder, origin: CommandOrigin): Promise<OrderReceipt> {
    const { house, except, grounds, digest, cause, document } = order;
    const orderId = createHash('sha256')
      .update(`order:${origin.commandId}`)
      .digest('hex')
      .slice(0, ORDER_ID_CHARACTERS);
    // The form sent again is the same order, whatever the accounts have come to meanwhile.
    const known = await this.readModels.get(recalculationOrdersProjection, orderId);
    if (known) return { orderId, eventIds: [], position: known.position };
    const { accounts, figures } = await this.houses.preview(house, except, grounds);
    if (figures.digest !== digest) throw new RejectedError(new Rejection('BILLING_RECALCULATION_CHANGED', { house }));
    const sums = accounts.flatMap(({ preview }) => (preview ? [toRecord(preview)] : []));
    await this.assertNotOrdered(grounds, new Set(sums.map(({ account }) => account)), house);
    const result = await this.commands.execute({
      ...origin,
      stream: recalculationOrderStream(orderId),
      decider: recalculationOrderDecider,
      command: {
        kind: 'OrderRecalculations',
        orderId,
        work: { kind: 'grounds', grounds, account: null },
        figures,
        cause,
        document,
        approvalId: null,
        orderedBy: origin.actor,
        agreedBy: null,
        sums: sums.map(({ account, amountKopecks }) => ({ account, amountKopecks })),
      },
      input: origin.input ?? order,
    });
    return { orderId, ...receiptOf(result) };
  }

  /** What is recorded already is refused account by account; here, what is still to be recorded. */
  private async assertNotOrdered(grounds: RecalculationGrounds, accounts: ReadonlySet<string>, house: string) {
    await this.projector.catchUp(recalculationOrdersProjection);
    const where = { state: { in: UNFINISHED_ORDERS } };
    for (const { document } of await this.readModels.find(recalculationOrdersProjection, { where })) {
      const { orderId, work } = document;
      if (work.kind !== 'grounds' || !isTheSame(work.grounds, grounds)) continue;
      const ordered = await this.sumsOf(orderId);
      if (ordered.some(({ account }) => accounts.has(account))) {
        throw new RejectedError(new Rejection('BILLING_RECALCULATION_ORDERED_ALREADY', { house, order: orderId }));
      }
    }
  }

  /** The accounts of an order with the sums that were fixed. */
  async sumsOf(orderId: string): Promise<readonly OrderedSum[]> {
    const events = (await this.store.readStream(
      recalculationOrderStream(orderId),
    )) as unknown as readonly RecalculationOrderEvent[];
    const state = fold(recalculationOrderDecider, events);
    return state.status === 'none' ? [] : state.sums;
  }

  /** Throws BILLING_UNKNOWN_RECALCULATION_ORDER. */
  async progress(orderId: string): Promise<OrderProgress> {
    const row = (await this.readModels.get(recalculationOrdersProjection, orderId))?.document;
    if (!row) throw new RejectedError(new Rejection('BILLING_UNKNOWN_RECALCULATION_ORDER', { order: orderId }));
    const recalculation_id = row.work.kind === 'replay' ? `replay:${row.work.replayId}` : recalculationIdOf(orderId);
    const where = { recalculation_id };
    return { ...row, recordedSoFar: await this.readModels.count(recordedRecalculationsProjection, { where }) };
  }

  /** The newest first. */
  async orders(): Promise<readonly RecalculationOrderRow[]> {
    const query = { orderBy: ['-ordered_at'], limit: ORDERS_SHOWN };
    return (await this.readModels.find(recalculationOrdersProjection, query)).map(({ document }) => document);
  }

  /** The newest first. */
  async recorded({ account, kind, before, limit }: RecordedQuestion): Promise<readonly RecordedRecalculationRow[]> {
    const rows = await this.readModels.find(recordedRecalculationsProjection, {
      where: {
        ...(account === undefined ? {} : { account }),
        ...(kind === undefined ? {} : { kind }),
        ...(before === undefined ? {} : { recorded_position: { below: before } }),
      },
      orderBy: ['-recorded_position'],
      limit: Math.min(limit, RECORDED_MAX),
    });
    return rows.map(({ document }) => document);
  }
}
