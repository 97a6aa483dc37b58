import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod, firstDayOf, RejectedError, Rejection } from '#libs/kernel';
import { knownAtInstant, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { isOrderUtility } from '../domain/order-charge.policy';
import { accountDossierProjection } from '../projections/account-dossier.projection';
import { ReferenceBooks } from '../projections/reference-books';

/** What a question names, checked against what the company has. */
@Injectable()
export class AskedMoment {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly books: ReferenceBooks,
  ) {}

  /** Throws BILLING_UNKNOWN_ACCOUNT. */
  async requireAccount(account: string): Promise<void> {
    const row = await this.readModels.get(accountDossierProjection, account);
    if (row === null) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
  }

  /** Orders are no utilities of the company and are not looked for. Throws BILLING_UNKNOWN_UTILITY, BILLING_NO_COMPANY. */
  async requireUtility(utility: string): Promise<void> {
    const { row } = await this.books.current();
    if (isOrderUtility(utility) || Object.hasOwn(row.utilities, utility)) return;
    throw new RejectedError(new Rejection('BILLING_UNKNOWN_UTILITY', { utility }));
  }

  /** Throws BILLING_BEFORE_FIRST_PERIOD, BILLING_NO_COMPANY. */
  async requirePeriod(period: BillingPeriod): Promise<void> {
    const { book } = await this.books.current();
    if (period >= book.firstPeriod) return;
    const details = { asOf: firstDayOf(period), first: firstDayOf(book.firstPeriod) };
    throw new RejectedError(new Rejection('BILLING_BEFORE_FIRST_PERIOD', details));
  }

  /** The UTC instant of what a caller names as known; undefined for the present. Throws BILLING_NO_COMPANY. */
  async knownAt(text: string | undefined): Promise<string | undefined> {
    if (text === undefined) return undefined;
    const { row } = await this.books.current();
    return knownAtInstant(text, row.timeZone);
  }
}
