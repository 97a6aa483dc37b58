import { Inject, Injectable } from '@nestjs/common';
import { CivilDate, RejectedError, Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { classifyOverdue, OverdueDebt } from '../domain/overdue-debt.policy';
import { Payee } from '../domain/reference-book';
import { ReferenceBooks } from '../projections/reference-books';
import { AgingQuery } from './aging.query';

export interface DebtorsQuestion {
  readonly asOf: CivilDate;
  readonly house?: string | undefined;
  /** UTC instant. */
  readonly knownAt?: string | undefined;
  /** Only debts above this; zero where absent. */
  readonly aboveKopecks?: Kopecks | undefined;
}

/** An account that owes a payee. Debts to the two payees never set one another off. */
export interface Debtor extends OverdueDebt {
  readonly account: string;
  readonly houseId: string;
  readonly payee: Payee;
  /** The last day through which penalty is counted; absent where that is the day of the debts itself. */
  readonly penaltyThrough?: CivilDate;
}

/** Who owes at the end of a day and for how long. Sorted by account and payee. */
@Injectable()
export class DebtorsQuery {
  constructor(
    private readonly aging: AgingQuery,
    @Inject(ReferenceBooks) private readonly books: Pick<ReferenceBooks, 'current'>,
  ) {}

  /** Throws what `all` would throw, before anything is printed. */
  async assertAnswerable({ asOf, house, knownAt }: DebtorsQuestion): Promise<void> {
    const { row } = await this.books.current();
    if (house !== undefined && !Object.hasOwn(row.houses, house)) {
      throw new RejectedError(new Rejection('BILLING_UNKNOWN_HOUSE', { house }));
    }
    await this.aging.assertAnswerable(asOf, knownAt);
  }

  async *all(question: DebtorsQuestion): AsyncGenerator<Debtor> {
    const { asOf, house, knownAt, aboveKopecks = 0 } = question;
    await this.assertAnswerable(question);
    for await (const { houseId, aged } of this.aging.housed(asOf, knownAt, house)) {
      for (const payee of aged.payees) {
        const debt = classifyOverdue(payee, asOf);
        if (debt.debtKopecks <= aboveKopecks) continue;
        const { account, penaltyThrough } = aged;
        const through = penaltyThrough === undefined ? {} : { penaltyThrough };
        yield { account, houseId, payee: payee.payee, ...debt, ...through };
      }
    }
  }
}
