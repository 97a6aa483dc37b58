import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { BillingPeriod, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { EVENT_STORE } from '#libs/platform';
import { accountPeriodStream } from '../domain/account-period.commands';
import { AccountPeriodEvent, ChargesCalculated } from '../domain/account-period.events';
import { RecalculationRecorded } from '../domain/account.events';
import { ChargeLine, LineInput, PenaltyWaiver, RecalculationLine } from '../domain/calculation';
import { Payee } from '../domain/reference-book';
import { whyInWords } from './why-in-words';

/** A number of a line with the event that supplied it. */
export interface ExplainedInput {
  readonly name: string;
  readonly value: string;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly recordedAt: string | null;
  readonly actor: string | null;
}

export interface ExplainedLine {
  readonly kind: 'charge' | 'recalculation';
  readonly utility: string;
  readonly component: string | null;
  /** How the volume was found; of a recalculation its reason. */
  readonly basis: string;
  readonly source: string | null;
  readonly ofPeriod: BillingPeriod;
  readonly amountKopecks: number;
  /** Arithmetic that gives `exact` roubles; `round` is to the kopeck, half away from zero. */
  readonly formula: string;
  readonly exact: string;
  readonly why: string;
  readonly inputs: readonly ExplainedInput[];
  /** Of an order for an additional service; absent on every other line. */
  readonly title?: string;
}

/** Penalty that this period gives up, as far as it is posted and not paid. */
export interface ExplainedWaiver {
  readonly payee: Payee;
  /** The month whose debt bore the penalty. */
  readonly ofPeriod: BillingPeriod;
  readonly amountKopecks: number;
  /** Why, in the words of whoever recorded it, and the decision it rests on. */
  readonly cause: string;
  readonly document: string | null;
  readonly eventId: string;
  readonly recordedAt: string;
}

export interface Explanation {
  readonly account: string;
  readonly period: BillingPeriod;
  /** The event of the calculation that is explained, and when it was made. */
  readonly calculatedBy: { readonly eventId: string; readonly recordedAt: string; readonly actor: string };
  readonly lines: readonly ExplainedLine[];
  /** Absent where nothing is given up. */
  readonly waivers?: readonly ExplainedWaiver[];
}

export interface ExplainQuestion {
  readonly utility?: string | undefined;
  /** UTC instant: the calculation that was in force then. */
  readonly knownAt?: string | undefined;
}

/** Explains every line of a period down to the events. */
@Injectable()
export class ExplainQuery {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Throws BILLING_NOTHING_CHARGED where the account has no calculation of the period (by that instant). */
  async explain(account: string, period: BillingPeriod, question: ExplainQuestion = {}): Promise<Explanation> {
    const stream = await this.store.readStream(accountPeriodStream(account, period));
    const calculated = (stream as readonly (RecordedEvent & AccountPeriodEvent)[]).findLast(
      (event): event is RecordedEvent & ChargesCalculated =>
        event.type === 'ChargesCalculated' &&
        (question.knownAt === undefined || event.metadata.recordedAt <= question.knownAt),
    );
    if (!calculated) throw new RejectedError(new Rejection('BILLING_NOTHING_CHARGED', { account, period }));
    const { charges, recalculations, waivers = [] } = calculated.data;
    const lines: ExplainedLine[] = [];
    for (const line of [...charges, ...recalculations]) {
      if (question.utility === undefined || line.utility === question.utility) {
        lines.push(await this.explainLine(line, period));
      }
    }
    const { recordedAt, actor } = calculated.metadata;
    const given =
      question.utility === undefined ? await Promise.all(waivers.map((one) => this.explainWaiver(one))) : [];
    const calculatedBy = { eventId: calculated.eventId, recordedAt, actor };
    return { account, period, calculatedBy, lines, ...(given.length === 0 ? {} : { waivers: given }) };
  }

  private async explainLine(line: ChargeLine | RecalculationLine, period: BillingPeriod): Promise<ExplainedLine> {
    const inputs = await Promise.all(line.inputs.map((input) => this.explainInput(input)));
    const { utility, component, amountKopecks, formula, exact, title } = line;
    const isRecalculation = 'reason' in line;
    return {
      kind: isRecalculation ? 'recalculation' : 'charge',
      utility,
      component,
      basis: isRecalculation ? line.reason : line.basis,
      source: isRecalculation ? line.source : null,
      ofPeriod: isRecalculation ? line.ofPeriod : period,
      amountKopecks,
      formula,
      exact,
      why: whyInWords(line.why),
      inputs,
      ...(title === undefined ? {} : { title }),
    };
  }

  private async explainWaiver({ payee, ofPeriod, amountKopecks, eventId }: PenaltyWaiver): Promise<ExplainedWaiver> {
    const event = (await this.store.findEvent(eventId)) as (RecordedEvent & RecalculationRecorded) | null;
    if (event === null) throw new Error(`The waiver ${eventId} was never recorded`);
    const { cause, document } = event.data;
    return { payee, ofPeriod, amountKopecks, cause, document, eventId, recordedAt: event.metadata.recordedAt };
  }

  private async explainInput({ name, value, eventId }: LineInput): Promise<ExplainedInput> {
    const event = eventId === null ? null : await this.store.findEvent(eventId);
    return {
      name,
      value,
      eventId,
      type: event?.type ?? null,
      recordedAt: event?.metadata.recordedAt ?? null,
      actor: event?.metadata.actor ?? null,
    };
  }
}
