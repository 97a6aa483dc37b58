import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { CivilDate, fold, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Condition, pagesByKey, Projector, ReadModels } from '#libs/read-models';
import { onlinePaymentOf } from '../../domain/online-payment.commands';
import { paymentStream } from '../../domain/payment.commands';
import { paymentDecider } from '../../domain/payment.decider';
import { Payee, PaymentChannel, PaymentStreamEvent, ReturnedTo } from '../../domain/payment.events';
import { PaymentState } from '../../domain/payment.state';
import { Recipient } from '../../domain/recipients.events';
import { planRefund, RefundPlan } from '../../domain/refund-plan.policy';
import { planReturn, ReturnPlan } from '../../domain/return-plan.policy';
import {
  AccountPayment,
  accountPayments,
  firstOfPayment,
  replacedByPayment,
} from '../../projections/account-payments.projection';
import { OnlinePaymentCard, onlinePayments } from '../../projections/online-payments.projection';
import { recipients } from '../../projections/recipients.projection';
import { RegistryLineCard, registryLines } from '../../projections/registries/registry-lines.projection';
import { SetAsideCard, setAsidePayments } from '../../projections/registries/set-aside-payments.projection';

export const OFFICE_PAYMENTS_LIMIT = 500;
const ROWS_A_PAGE = 500;

export interface OfficePaymentsFilter {
  /** Days on which payers paid, both included. */
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  readonly channel?: PaymentChannel;
  readonly state?: AccountPayment['state'];
  readonly payee?: Payee;
  readonly account?: string;
  readonly limit?: number;
}

/** The payments of one day and way, as the company has them. */
export interface DayOfPayments {
  readonly receivedOn: CivilDate;
  readonly channel: PaymentChannel;
  readonly payments: number;
  /** Of those that count. */
  readonly receivedKopecks: Kopecks;
  /** Of those that were recalled. */
  readonly reversedKopecks: Kopecks;
}

export interface OfficePayments {
  /** The latest first. */
  readonly payments: readonly AccountPayment[];
  readonly more: boolean;
  /** Over all that match, the latest day first. */
  readonly days: readonly DayOfPayments[];
}

/** A payment with where it comes from. */
export interface OfficePayment extends AccountPayment {
  /** The line of a bank's file; null where none stated it. */
  readonly registryLine: RegistryLineCard | null;
  /** It stood aside before; null where it did not. */
  readonly setAside: SetAsideCard | null;
  /** The payment on the page of a bank; null where there is none. */
  readonly online: OnlinePaymentCard | null;
  /** The payment in whose place it counts; null where there is none. */
  readonly replaces: string | null;
}

/** The payments of the company as its office sees them. */
@Injectable()
export class OfficePaymentsQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(PROJECTOR) private readonly projector: Pick<Projector, 'catchUp'>,
  ) {}

  async list({ limit = OFFICE_PAYMENTS_LIMIT, ...filter }: OfficePaymentsFilter = {}): Promise<OfficePayments> {
    const where = whereOf(filter);
    const [rows, sums] = await Promise.all([
      this.readModels.find(accountPayments, { where, orderBy: ['-received_on'], limit: limit + 1 }),
      this.readModels.sum(accountPayments, {
        where,
        groupBy: ['received_on', 'channel', 'state'],
        sums: ['amount_kopecks'],
      }),
    ]);
    const days = new Map<string, DayOfPayments>();
    for (const { group, count, sums: sum } of sums) {
      const [receivedOn, channel] = [String(group['received_on']), group['channel'] as PaymentChannel];
      const key = `${receivedOn}|${channel}`;
      const day = days.get(key) ?? { receivedOn, channel, payments: 0, receivedKopecks: 0, reversedKopecks: 0 };
      const counted = group['state'] === 'received' ? 'receivedKopecks' : 'reversedKopecks';
      days.set(key, {
        ...day,
        payments: day.payments + count,
        [counted]: day[counted] + (sum['amount_kopecks'] ?? 0),
      });
    }
    return {
      payments: rows.slice(0, limit).map(({ document }) => document),
      more: rows.length > limit,
      days: [...days].sort(([one], [other]) => (one < other ? 1 : -1)).map(([, day]) => day),
    };
  }

  /** All that match, in the order of their days; a page of one day is held at a time. */
  async *all(filter: OfficePaymentsFilter): AsyncGenerator<AccountPayment> {
    const where = whereOf(filter);
    const days = await this.readModels.sum(accountPayments, { where, groupBy: ['received_on'], sums: [] });
    for (const day of days.map(({ group }) => String(group['received_on'])).sort()) {
      const ofDay = { where: { ...where, received_on: day }, limit: ROWS_A_PAGE };
      for await (const rows of pagesByKey(this.readModels, accountPayments, ofDay)) {
        for (const { document } of rows) yield document;
      }
    }
  }

  /** Throws RejectedError PAYMENTS_UNKNOWN_PAYMENT. */
  async one(paymentId: string): Promise<OfficePayment> {
    const row = await this.readModels.get(accountPayments, paymentId);
    if (row === null) throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_PAYMENT', { paymentId }));
    const payment = row.document;
    const onlineId = onlinePaymentOf(await firstOfPayment(this.readModels, paymentId))?.paymentId;
    const [lines, setAside, online, replaces] = await Promise.all([
      this.readModels.find(registryLines, { where: { payment_id: paymentId }, limit: 1 }),
      this.readModels.get(setAsidePayments, paymentId),
      onlineId === undefined ? null : this.readModels.get(onlinePayments, onlineId),
      replacedByPayment(this.readModels, paymentId),
    ]);
    return {
      ...payment,
      registryLine: lines[0]?.document ?? null,
      setAside: setAside?.document ?? null,
      online: online?.document ?? null,
      replaces,
    };
  }

  /** The plan of a refund, as a second person is asked to agree to it. Throws RejectedError with what `planRefund` refuses. */
  async proposeRefund(paymentId: string, refundKopecks: Kopecks, reason: string): Promise<RefundPlan> {
    await this.projector.catchUp(accountPayments);
    const first = await firstOfPayment(this.readModels, paymentId);
    const plan = planRefund({ paymentId, refundKopecks, reason }, await this.stateOf(paymentId), first);
    if (plan instanceof Rejection) throw new RejectedError(plan);
    return plan;
  }

  /** The plan of giving money back that stands aside. Throws RejectedError with what `planReturn` refuses. */
  async proposeReturn(paymentId: string, to: ReturnedTo, reason: string): Promise<ReturnPlan> {
    const plan = planReturn({ paymentId, to, reason }, await this.stateOf(paymentId));
    if (plan instanceof Rejection) throw new RejectedError(plan);
    return plan;
  }

  private async stateOf(paymentId: string): Promise<PaymentState> {
    const history = await this.store.readStream(paymentStream(paymentId));
    return fold(paymentDecider, history as unknown as readonly (PaymentStreamEvent & RecordedEvent)[]);
  }

  async recipients(): Promise<readonly Recipient[]> {
    return (await this.readModels.find(recipients, {})).map(({ document }) => document);
  }
}

function whereOf({ from, to, channel, state, payee, account }: OfficePaymentsFilter): Record<string, Condition> {
  const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return {
    ...(Object.keys(days).length === 0 ? {} : { received_on: days }),
    ...(channel === undefined ? {} : { channel }),
    ...(state === undefined ? {} : { state }),
    ...(payee === undefined ? {} : { payee }),
    ...(account === undefined ? {} : { account }),
  };
}
