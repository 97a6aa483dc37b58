import { unlessAway } from '#libs/gateway';
import { addDays, Clock, RejectedError } from '#libs/kernel';
import { Rational } from '#libs/money';
import { BillingClient } from '#services/billing/api/client';
import { AccountMeterAnswer, MeterCardAnswer } from '#services/metering/api/client';
import { sum } from '../web/sums';

/** Days from today for which the penalty is forecast. */
export const FORECAST_DAYS: readonly number[] = [7, 30, 60, 90];

export interface PenaltyForecast {
  readonly on: string;
  readonly penaltyKopecks: number;
}

/**
 * What penalty will have accrued by days to come when nothing is paid. Days on which no rule is in force yet are left
 * out: nothing is guessed.
 */
export async function forecastPenalty(
  billing: BillingClient,
  account: string,
  today: ReturnType<Clock['today']>,
): Promise<PenaltyForecast[]> {
  const days = await Promise.all(
    FORECAST_DAYS.map(async (count) => {
      const on = addDays(today, count);
      const aged = await billing.aging(account, on).catch((error: unknown) => {
        if (error instanceof RejectedError) return null;
        throw error;
      });
      return aged === null ? [] : [{ on, penaltyKopecks: sum(aged.payees.map((payee) => payee.penaltyKopecks)) }];
    }),
  );
  return days.flat();
}

/** What a reading would add, and what the month's charge for the utility would be with it. */
export interface ReadingOutcome {
  readonly growth: readonly string[];
  readonly amountKopecks: number;
  /** More or less than without it. */
  readonly differenceKopecks: number;
}

/** By the engine that bills; nothing is recorded. Throws what the what-if refuses. */
export async function forecastReading(
  billing: BillingClient,
  account: string,
  meter: AccountMeterAnswer,
  values: readonly string[],
): Promise<ReadingOutcome> {
  const { periods } = await billing.whatIf(account, [{ kind: 'reading', meterId: meter.meterId, values }]);
  const ofUtility = periods.at(-1)?.lines.filter(({ utility }) => utility === meter.utility) ?? [];
  const lines = ofUtility.filter(({ kind }) => kind === 'charge');
  return {
    growth: values.map((value, register) => growthOf(meter, value, register)),
    amountKopecks: sum(lines.map(({ after }) => after?.amountKopecks ?? 0)),
    differenceKopecks: sum(lines.map(({ differenceKopecks }) => differenceKopecks)),
  };
}

/** What a reading adds: over the greatest number of the register where it began again. */
function growthOf({ digits, lastValues }: AccountMeterAnswer, value: string, register: number): string {
  const growth = Rational.parse(value).minus(Rational.parse(lastValues[register] ?? '0'));
  const full = Rational.parse(`1${'0'.repeat(digits)}`);
  return (growth.isNegative() ? growth.plus(full) : growth).toDecimal(6);
}

/** What a reading that was taken added to the one before it, and what the month will roughly cost with it. */
export interface AcceptedOutcome {
  /** The day of the reading before it; null for the first one. */
  readonly since: string | null;
  /** Of each register; null where there is no reading before, or where a register has begun again. */
  readonly growth: readonly string[] | null;
  readonly amountKopecks: number | null;
  /** That the sum cannot be said because billing is away for a moment. */
  readonly isAmountAway: boolean;
  /** To which month the sum belongs. */
  readonly period: string | null;
}

/** Of the latest reading of a meter. What cannot be said, such as the sum of a month that is being closed, is left out. */
export async function outcomeOfLatest(
  billing: BillingClient,
  account: string,
  { meterId, utility, readings }: MeterCardAnswer,
): Promise<AcceptedOutcome | null> {
  const [latest, before] = readings;
  if (latest === undefined) return null;
  const growth = latest.values.map((value, register) =>
    Rational.parse(value).minus(Rational.parse(before?.values[register] ?? '0')),
  );
  const isKnown = before !== undefined && growth.every((one) => !one.isNegative());
  const asked = await unlessAway(costOf(billing, account, { meterId, utility, values: latest.values }));
  const cost = asked?.cost ?? null;
  return {
    since: before?.takenOn ?? null,
    growth: isKnown ? growth.map((one) => one.toDecimal(6)) : null,
    amountKopecks: cost?.amountKopecks ?? null,
    isAmountAway: asked === null,
    period: cost?.period ?? null,
  };
}

async function costOf(
  billing: BillingClient,
  account: string,
  { meterId, utility, values }: { meterId: string; utility: string; values: readonly string[] },
): Promise<{ readonly cost: { readonly amountKopecks: number; readonly period: string } | null }> {
  try {
    // That the same reading is supposed once more changes nothing: what comes of it is what comes of the one that is there.
    const last = (await billing.whatIf(account, [{ kind: 'reading', meterId, values }])).periods.at(-1);
    const charges = last?.lines.filter((line) => line.utility === utility && line.kind === 'charge') ?? [];
    if (last === undefined || charges.length === 0) return { cost: null };
    const amountKopecks = sum(charges.map(({ after }) => after?.amountKopecks ?? 0));
    return { cost: { amountKopecks, period: last.period } };
  } catch (error) {
    if (error instanceof RejectedError) return { cost: null };
    throw error;
  }
}
