import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod } from '#libs/kernel';
import { addKopecks, Kopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { BilledUtility, SharedPart, sharePayments } from '../domain/payment-shares.policy';
import { Payee, PAYEES } from '../domain/reference-book';
import { accountStatementProjection, AccountStatementRow } from '../projections/account-statement.projection';
import { paymentAllocationProjection, PaymentAllocationRow } from '../projections/payment-allocation.projection';
import { AskedMoment } from './asked-moment';

/** What a payment was spent on. */
export interface PaymentAllocation {
  readonly paymentId: string;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  readonly state: PaymentAllocationRow['state'];
  /** By month, the debt before its penalty. */
  readonly parts: readonly SharedPart[];
  /** Not spent yet: an advance, or reserved for a month. */
  readonly restKopecks: Kopecks;
  readonly reservedFor: BillingPeriod | null;
}

/** What were the payments of an account spent on, by month and utility? */
@Injectable()
export class PaymentAllocationsQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly asked: AskedMoment,
  ) {}

  /** Every payment that billing has heard of, in the order in which they were paid. Throws BILLING_UNKNOWN_ACCOUNT. */
  async of(account: string): Promise<readonly PaymentAllocation[]> {
    await this.asked.requireAccount(account);
    const [allocations, statements] = await Promise.all([
      this.readModels.find(paymentAllocationProjection, { where: { account } }),
      this.readModels.find(accountStatementProjection, { where: { account } }),
    ]);
    return sharedAllocations(
      allocations.map(({ document }) => document),
      statements.map(({ document }) => document),
    );
  }
}

/** Payments with the utilities that they paid, by payee and in the order in which they were paid. */
export function sharedAllocations(
  allocations: readonly PaymentAllocationRow[],
  statements: readonly AccountStatementRow[],
): readonly PaymentAllocation[] {
  const rows = allocations.toSorted(earliestFirst);
  const billed = new Map(statements.map((statement) => [statement.period, statement]));
  return PAYEES.flatMap((payee) => {
    const ofPayee = rows.filter((row) => row.payee === payee);
    const shared = sharePayments(
      ofPayee.map(({ parts }) => parts),
      (period) => billedTo(payee, billed.get(period)),
    );
    return ofPayee.map((row, index) => allocationOf(row, shared[index] ?? []));
  });
}

function earliestFirst(left: PaymentAllocationRow, right: PaymentAllocationRow): number {
  if (left.effectiveOn !== right.effectiveOn) return left.effectiveOn < right.effectiveOn ? -1 : 1;
  return left.paymentId < right.paymentId ? -1 : 1;
}

/** What a closed month has billed to a payee, by utility. */
function billedTo(payee: Payee, statement: AccountStatementRow | undefined): readonly BilledUtility[] {
  if (statement === undefined || statement.closed === null) return [];
  const sums = new Map<string, Kopecks>();
  for (const { utility, payee: of, amountKopecks } of [...statement.charges, ...statement.recalculations]) {
    if (of === payee) sums.set(utility, addKopecks(sums.get(utility) ?? 0, amountKopecks));
  }
  return [...sums].map(([utility, amountKopecks]) => ({ utility, amountKopecks }));
}

function allocationOf(row: PaymentAllocationRow, parts: readonly SharedPart[]): PaymentAllocation {
  const { paymentId, payee, amountKopecks, state, reservedFor } = row;
  const spent = sumKopecks(parts.map((part) => part.amountKopecks));
  const restKopecks = state === 'withdrawn' ? 0 : subtractKopecks(amountKopecks, spent);
  return { paymentId, payee, amountKopecks, state, parts, restKopecks, reservedFor };
}
