import { addDays, Clock, RejectedError } from '#libs/kernel';
import { Rational } from '#libs/money';
import { BillingClient } from '#services/billing/api/client';
import { AccountMeterAnswer } from '#services/metering/api/client';
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
