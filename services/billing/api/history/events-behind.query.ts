import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { BillingPeriod, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { EVENT_STORE } from '#libs/platform';
import { accountPeriodStream } from '../../domain/account-period.commands';
import { accountStream } from '../../domain/account.commands';
import { AskedMoment } from '../asked-moment';
import { ExplainQuery, Explanation } from '../explain.query';
import { EventField, fieldsOfEvent } from './event-fields';

/** A fact of the log as the office may read it. */
export interface EventBehind {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  /** Place in the whole log. */
  readonly position: number;
  /** UTC instant when Kvitok learnt it. */
  readonly recordedAt: string;
  readonly actor: string;
  /** The day or the month from which it counts; null where the fact has none. */
  readonly effective: string | null;
  /** What it followed from: a fact or a message; null where a person or the clock was the cause. */
  readonly causationId: string | null;
  readonly fields: readonly EventField[];
}

export interface ExplainedByEvents extends Explanation {
  /** Each event that a number of these lines was taken from, and the calculation itself, in the order of the log. */
  readonly events: readonly EventBehind[];
}

export interface LineQuestion {
  readonly account: string;
  readonly period: BillingPeriod;
  readonly utility: string;
  readonly knownAt?: string | undefined;
}

/** Registers of the company: rules that hold for every account. */
const OF_THE_COMPANY = /^billing_(company|utility|house)-/;

/** Leads from a sum to the facts that it follows from. */
@Injectable()
export class EventsBehindQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly explanations: ExplainQuery,
    private readonly asked: AskedMoment,
  ) {}

  /** Throws BILLING_UNKNOWN_ACCOUNT, BILLING_UNKNOWN_UTILITY, BILLING_NOTHING_CHARGED, BILLING_BEFORE_FIRST_PERIOD. */
  async line({ account, period, utility, knownAt }: LineQuestion): Promise<ExplainedByEvents> {
    await this.asked.requireAccount(account);
    await this.asked.requirePeriod(period);
    await this.asked.requireUtility(utility);
    const until = await this.asked.knownAt(knownAt);
    const explanation = await this.explanations.explain(account, period, { utility, knownAt: until });
    if (explanation.lines.length === 0) {
      throw new RejectedError(new Rejection('BILLING_NOTHING_CHARGED', { account, period }));
    }
    const named = explanation.lines.flatMap(({ inputs }) => inputs.flatMap(({ eventId }) => eventId ?? []));
    const ids = [...new Set([...named, explanation.calculatedBy.eventId])];
    const found = await Promise.all(ids.map((eventId) => this.store.findEvent(eventId)));
    const events = found
      .filter((event) => event !== null && isOf(account, event))
      .map((event) => shownEvent(event as RecordedEvent))
      .sort((left, right) => left.position - right.position);
    return { ...explanation, events };
  }

  /** One fact about the account, or a rule of the company. Throws BILLING_UNKNOWN_ACCOUNT, BILLING_UNKNOWN_EVENT. */
  async event(account: string, eventId: string): Promise<EventBehind> {
    await this.asked.requireAccount(account);
    const event = await this.store.findEvent(eventId);
    if (event !== null && isOf(account, event)) {
      const shown = shownEvent(event);
      return { ...shown, causationId: await this.causeOf(account, shown) };
    }
    throw new RejectedError(new Rejection('BILLING_UNKNOWN_EVENT', { account, event: eventId }));
  }

  /** The facts of the account itself, or of one of its periods, in the order of the log. Throws BILLING_UNKNOWN_ACCOUNT. */
  async events(account: string, period?: BillingPeriod, knownAt?: string): Promise<readonly EventBehind[]> {
    await this.asked.requireAccount(account);
    const until = await this.asked.knownAt(knownAt);
    const stream = period === undefined ? accountStream(account) : accountPeriodStream(account, period);
    const events = await this.store.readStream(stream);
    return events
      .filter(({ metadata }) => until === undefined || metadata.recordedAt <= until)
      .map((event) => shownEvent(event));
  }

  /** A cause may be a message, which is no fact of the log. */
  private async causeOf(account: string, { causationId }: EventBehind): Promise<string | null> {
    const cause = causationId === null ? null : await this.store.findEvent(causationId);
    return cause !== null && isOf(account, cause) ? causationId : null;
  }
}

/** What names another account is none of this one’s, whoever asks. */
function isOf(account: string, { data, stream }: RecordedEvent): boolean {
  return OF_THE_COMPANY.test(stream) || (data as { readonly account?: unknown }).account === account;
}

function shownEvent(event: RecordedEvent): EventBehind {
  const { eventId, type, stream, position, data, metadata } = event;
  const { recordedAt, actor, causationId } = metadata;
  const said = data as Readonly<Record<string, unknown>>;
  const dated = [said['effectiveOn'], said['from'], said['period']].find((value) => typeof value === 'string');
  return {
    ...{ eventId, type, stream, position, recordedAt, actor, causationId },
    effective: dated ?? null,
    fields: fieldsOfEvent(event),
  };
}
