import { BillingPeriod } from '#libs/kernel';
import { Kopecks, Rational, roublesText, subtractKopecks } from '#libs/money';
import { RecalculationLine } from './calculation';
import { numeral } from './line.policy';
import { Component, Payee } from './reference-book';

/** What a utility came to in a closed period, and what it comes to when the period is charged anew. */
export interface ReplayedSum {
  readonly utility: string;
  readonly component: Component | null;
  readonly payee: Payee;
  readonly period: BillingPeriod;
  /** As charged, with what earlier replays have put right. */
  readonly beforeKopecks: Kopecks;
  readonly afterKopecks: Kopecks;
  /** The event that charged the period. */
  readonly eventId: string;
  readonly title?: string | undefined;
}

/** The line that puts a closed period right: what it comes to less what it came to. */
export function replayLine(sum: ReplayedSum): RecalculationLine {
  const { utility, component, payee, period, beforeKopecks, afterKopecks, eventId, title } = sum;
  const amountKopecks = subtractKopecks(afterKopecks, beforeKopecks);
  const [before, after] = [Rational.of(beforeKopecks, 100), Rational.of(afterKopecks, 100)];
  return {
    utility,
    payee,
    component,
    source: null,
    reason: 'replay',
    ofPeriod: period,
    quantity: '1',
    tariff: Rational.of(amountKopecks, 100).toText(),
    amountKopecks,
    formula: `${numeral(after)} - ${numeral(before)}`,
    exact: after.minus(before).toText(),
    why: { code: 'replay', details: { before: roublesText(beforeKopecks), after: roublesText(afterKopecks) } },
    inputs: [{ name: 'charged', value: before.toText(), eventId }],
    ...(title === undefined ? {} : { title }),
  };
}
