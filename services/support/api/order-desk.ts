import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, CommandResult, EventStore } from '#libs/event-store';
import { CivilDate, Clock, daysBetween, fold, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { PersonErasedError, PersonVault } from '#libs/person-vault';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, EVENT_STORE, PERSON_VAULT } from '#libs/platform';
import { ServiceTerms } from '../domain/additional-service.events';
import { orderFault } from '../domain/order-day.policy';
import { maskSecrets } from '../domain/mask-secrets.policy';
import { OrderCommand, orderStream } from '../domain/order.commands';
import { KnownOrder, orderDecider } from '../domain/order.decider';
import {
  CancellationReason,
  OrderAuthor,
  OrderEvent,
  PartOfDay,
  PaymentWay,
  SealedComment,
} from '../domain/order.events';
import { ServiceDayCommand, serviceDayStream } from '../domain/service-day.commands';
import { serviceDayDecider } from '../domain/service-day.decider';
import { AdditionalServicesQuery } from './additional-services.query';
import { Allowances, ORDERS_A_DAY } from './allowances';
import { OrdersQuery } from './orders.query';

export interface WantedOrder {
  readonly account: string;
  readonly serviceId: string;
  readonly quantity: number;
  readonly visitOn: CivilDate;
  readonly partOfDay: PartOfDay;
  readonly paid: PaymentWay;
  /** For the specialist; sealed with the person's key, null for none. */
  readonly comment: { readonly personId: string; readonly text: string } | null;
  readonly by: OrderAuthor;
}

export interface OrderReceipt {
  readonly orderId: string;
  /** Where its event stands in the log. */
  readonly position: number;
}

/** Orders of an account that may wait for their work at a time. */
export const OPEN_ORDERS_LIMIT = 10;

const NOTHING_TAKEN = async (): Promise<void> => undefined;

/** Digits of an order's id, enough that two are never the same. */
const ID_DIGITS = 20;

/** What a comment of an order is sealed for: it opens for nothing else. */
export function commentPurpose(orderId: string): string {
  return `order-comment:${orderId}`;
}

/**
 * Places, moves and cancels orders. An order and its place of a day are two streams: the place is taken first, so that
 * nobody is promised a day that is full, and given back where the order came to nothing. What a killed process leaves
 * behind the night gives back.
 */
@Injectable()
export class OrderDesk {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly services: AdditionalServicesQuery,
    private readonly orders: OrdersQuery,
    private readonly allowances: Allowances,
  ) {}

  /**
   * The same origin always names the same order, so that a form sent twice places one. Throws RejectedError:
   * SUPPORT_UNKNOWN_SERVICE, SUPPORT_SERVICE_WITHDRAWN, SUPPORT_ORDER_…, SUPPORT_NO_FREE_SLOT, SUPPORT_TOO_MANY_…, IDENTITY_PERSON_ERASED.
   */
  async place(wanted: WantedOrder, origin: CommandOrigin): Promise<OrderReceipt> {
    const { account, serviceId, quantity, visitOn, partOfDay, paid, by } = wanted;
    const orderId = orderIdOf(origin.commandId);
    const today = this.clock.today();
    const said = { orderId, account, serviceId, quantity, visitOn, partOfDay, paid, placedBy: by, today };
    // A hash of what was asked for stands in the log: one of the comment would outlive the person who wrote it.
    const input = { account, serviceId, quantity, visitOn, partOfDay, paid, by };
    const state = (terms: ServiceTerms, comment: SealedComment | null) =>
      this.state({ kind: 'PlaceOrder', ...said, terms, comment }, { ...origin, input });
    const earlier = await this.find(orderId);
    // Answered as the first time, or refused for another input, whatever has become of the service and the person since.
    if (earlier !== null) return receipt(orderId, await state(termsOf(earlier), null));
    const terms = await this.services.inForce(serviceId);
    const commentCharacters = wanted.comment?.text.length ?? 0;
    const fault = orderFault({ quantity, visitOn, commentCharacters }, terms, today);
    if (fault !== null) throw new RejectedError(fault);
    const giveBack = by === 'resident' ? await this.allow(account, origin) : NOTHING_TAKEN;
    try {
      const comment = await this.seal(orderId, wanted);
      const { slotsPerDay } = terms;
      await this.takeSlot({ serviceId, day: visitOn, orderId, slotsPerDay, today }, origin);
      return await this.settled(orderId, { serviceId, days: [visitOn] }, await state(terms, comment), origin);
    } catch (error) {
      await giveBack();
      throw error;
    }
  }

  /**
   * Another order of a resident. How many are open is read from a read model, which may be behind by what comes at the
   * same moment: the orders of the day are counted exactly. Throws RejectedError SUPPORT_TOO_MANY_OPEN_ORDERS,
   * SUPPORT_TOO_MANY_ORDERS.
   */
  private async allow(account: string, { commandId }: CommandOrigin): Promise<() => Promise<void>> {
    const open = await this.orders.openOf(account, OPEN_ORDERS_LIMIT);
    if (open.length >= OPEN_ORDERS_LIMIT) {
      const visitOn = open[0]?.visitOn ?? null;
      throw new RejectedError(new Rejection('SUPPORT_TOO_MANY_OPEN_ORDERS', { limit: OPEN_ORDERS_LIMIT, visitOn }));
    }
    return this.allowances.take(account, commandId, [{ of: ORDERS_A_DAY, amount: 1 }]);
  }

  /** Throws RejectedError SUPPORT_UNKNOWN_ORDER, SUPPORT_ORDER_…, SUPPORT_NO_FREE_SLOT. */
  async reschedule(
    orderId: string,
    to: { readonly visitOn: CivilDate; readonly partOfDay: PartOfDay; readonly by: OrderAuthor },
    origin: CommandOrigin,
  ): Promise<OrderReceipt> {
    const history = await this.historyOf(orderId);
    const order = knownOrder(orderId, history);
    const { visitOn: from } = order;
    const { serviceId } = order.placed;
    const { terms, slotsPerDay } = await this.services.termsFor(serviceId);
    const today = this.clock.today();
    const command = { kind: 'RescheduleOrder', orderId, terms, ...to, today } as const;
    // What is refused anyway takes no place, not even for a moment.
    const refused = orderDecider.decide(command, order);
    if (refused instanceof Rejection) throw new RejectedError(refused);
    // A command of which the order has an event is answered as before, or refused for another input: it takes no place.
    const isNew = history.every(({ metadata }) => metadata.commandId !== origin.commandId);
    if (isNew && to.visitOn !== from)
      await this.takeSlot({ serviceId, day: to.visitOn, orderId, slotsPerDay, today }, origin);
    const result = await this.state(command, origin);
    return this.settled(orderId, { serviceId, days: [from, to.visitOn] }, result, origin);
  }

  /** Throws RejectedError SUPPORT_UNKNOWN_ORDER, SUPPORT_ORDER_TOO_LATE, SUPPORT_ORDER_COMPLETED. */
  async cancel(
    orderId: string,
    { because, by }: { readonly because: CancellationReason; readonly by: OrderAuthor },
    origin: CommandOrigin,
  ): Promise<OrderReceipt> {
    const { placed, visitOn } = await this.known(orderId);
    const today = this.clock.today();
    const result = await this.state({ kind: 'CancelOrder', orderId, because, by, today }, origin);
    return this.settled(orderId, { serviceId: placed.serviceId, days: [visitOn] }, result, origin);
  }

  async confirm(orderId: string, origin: CommandOrigin): Promise<OrderReceipt> {
    return receipt(orderId, await this.state({ kind: 'ConfirmOrder', orderId, today: this.clock.today() }, origin));
  }

  /** The work is done; its sum is owed from that day. */
  async complete(orderId: string, completedOn: CivilDate | undefined, origin: CommandOrigin): Promise<OrderReceipt> {
    const today = this.clock.today();
    const command = { kind: 'CompleteOrder', orderId, completedOn: completedOn ?? today, today } as const;
    return receipt(orderId, await this.state(command, origin));
  }

  /** Throws RejectedError SUPPORT_UNKNOWN_ORDER for an order that is not of the account. */
  async requireOwn(account: string, orderId: string): Promise<void> {
    const { placed } = await this.known(orderId);
    if (placed.account !== account) throw unknownOrder(orderId);
  }

  private async known(orderId: string): Promise<KnownOrder> {
    return knownOrder(orderId, await this.historyOf(orderId));
  }

  private async find(orderId: string): Promise<KnownOrder | null> {
    return orderAfter(await this.historyOf(orderId));
  }

  private historyOf(orderId: string): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(orderStream(orderId));
  }

  private async seal(orderId: string, { comment }: WantedOrder): Promise<SealedComment | null> {
    if (comment === null || comment.text === '') return null;
    const { personId, text } = comment;
    try {
      const sealedText = await this.vault.seal(personId, commentPurpose(orderId), maskSecrets(text).text);
      return { personId, sealedText, characters: text.length };
    } catch (error) {
      if (error instanceof PersonErasedError) throw new RejectedError(new Rejection(error.code));
      throw error;
    }
  }

  private async takeSlot(slot: Omit<Extract<ServiceDayCommand, { kind: 'TakeSlot' }>, 'kind'>, origin: CommandOrigin) {
    const result = await this.stateDay({ kind: 'TakeSlot', ...slot }, origin);
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }

  /** Gives back every place of these days that the order, as it now is, does not use; then answers or refuses. */
  private async settled(
    orderId: string,
    { serviceId, days }: { readonly serviceId: string; readonly days: readonly CivilDate[] },
    result: CommandResult<OrderEvent>,
    origin: CommandOrigin,
  ): Promise<OrderReceipt> {
    const order = await this.find(orderId);
    const used = order === null || order.status === 'cancelled' ? null : order.visitOn;
    const today = this.clock.today();
    for (const day of new Set(days)) {
      if (day !== used) await this.stateDay({ kind: 'ReleaseSlot', serviceId, day, orderId, today }, origin);
    }
    return receipt(orderId, result);
  }

  private state(command: OrderCommand, origin: CommandOrigin): Promise<CommandResult<OrderEvent>> {
    return this.commands.execute({
      stream: orderStream(command.orderId),
      decider: orderDecider,
      command,
      ...origin,
    });
  }

  /** Whether a place is taken already its stream knows by the order: each attempt is a command of its own. */
  private stateDay(command: ServiceDayCommand, { actor, correlationId }: CommandOrigin) {
    return this.commands.execute({
      stream: serviceDayStream(command.serviceId, command.day),
      decider: serviceDayDecider,
      command,
      commandId: `order-desk:${randomUUID()}`,
      actor,
      correlationId,
    });
  }
}

function orderIdOf(commandId: string): string {
  return `o-${createHash('sha256').update(commandId).digest('hex').slice(0, ID_DIGITS)}`;
}

/** What the terms of a service say for an order that was placed by them: they decide nothing any more. */
function termsOf({ placed: { title: name, unit, unitPriceKopecks, quantity, visitOn, changeableUntil } }: KnownOrder) {
  const changeDaysBefore = daysBetween(changeableUntil, visitOn);
  const open = { description: '', leadDays: 0, horizonDays: 0, slotsPerDay: 0, doneOn: 'every_day' } as const;
  return { name, unit, unitPriceKopecks, quantityLimit: quantity, changeDaysBefore, ...open };
}

function orderAfter(history: readonly RecordedEvent[]): KnownOrder | null {
  const state = fold(orderDecider, history as unknown as readonly OrderEvent[]);
  return state.status === 'unknown' ? null : state;
}

/** Throws RejectedError SUPPORT_UNKNOWN_ORDER. */
function knownOrder(orderId: string, history: readonly RecordedEvent[]): KnownOrder {
  const order = orderAfter(history);
  if (order === null) throw unknownOrder(orderId);
  return order;
}

function unknownOrder(orderId: string): RejectedError {
  return new RejectedError(new Rejection('SUPPORT_UNKNOWN_ORDER', { orderId }));
}

function receipt(orderId: string, result: CommandResult<OrderEvent>): OrderReceipt {
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  return { orderId, position: result.position };
}
