import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { fold, RejectedError, Rejection } from '#libs/kernel';
import { EVENT_STORE } from '#libs/platform';
import { ConversationSubject } from '../domain/conversation.events';
import { orderStream } from '../domain/order.commands';
import { orderDecider } from '../domain/order.decider';
import { OrderEvent } from '../domain/order.events';

const REFERENCE_FORMS: Readonly<Record<ConversationSubject['kind'], RegExp>> = {
  account: /^[0-9A-Za-z_.-]{1,32}$/,
  // A month, a utility as packages of companies name it or an order, and a part of it.
  charge_line: /^\d{4}-(0[1-9]|1[0-2])\/(order:)?[0-9A-Za-z_.-]{1,32}(\/[a-z0-9_]{1,40})?$/,
  order: /^[0-9A-Za-z_.-]{1,64}$/,
};

/** What the conversations of an account may be about, as far as support knows: lines of utilities are known to billing alone. */
@Injectable()
export class OwnSubjects {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Throws RejectedError SUPPORT_UNKNOWN_SUBJECT, for what is another account's as for what is nowhere. */
  async require(account: string, { kind, reference }: ConversationSubject): Promise<void> {
    const isFormed = REFERENCE_FORMS[kind].test(reference);
    if (!isFormed || (kind === 'account' && reference !== account)) throw unknownSubject();
    const orderId = kind === 'order' ? reference : kind === 'charge_line' ? orderOfLine(reference) : null;
    if (orderId !== null && !(await this.isOrderOf(account, orderId))) throw unknownSubject();
  }

  private async isOrderOf(account: string, orderId: string): Promise<boolean> {
    const history = await this.store.readStream(orderStream(orderId));
    const order = fold(orderDecider, history as unknown as readonly OrderEvent[]);
    return order.status !== 'unknown' && order.placed.account === account;
  }
}

function orderOfLine(reference: string): string | null {
  return /^[^/]+\/order:([^/]+)/.exec(reference)?.[1] ?? null;
}

function unknownSubject(): RejectedError {
  return new RejectedError(new Rejection('SUPPORT_UNKNOWN_SUBJECT'));
}
