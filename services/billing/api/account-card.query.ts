import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod, CivilDate, Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { OrderCharge } from '../domain/dossier';
import { orderUtility } from '../domain/order-charge.policy';
import { Payee, UtilityKind } from '../domain/reference-book';
import { PayeeRequisites } from '../domain/reference.events';
import { accountDossierProjection } from '../projections/account-dossier.projection';
import { accountStandingProjection } from '../projections/account-standing.projection';
import { accountStatementProjection } from '../projections/account-statement.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { AgedAccount, AgingQuery } from './aging.query';
import { PrintedStatement, printed, printStatement } from './result-format';

export interface UtilityCard {
  readonly utility: string;
  readonly name: string;
  /** `order` of an additional service that was charged; its name and unit are those of the order. */
  readonly kind: UtilityKind | 'order';
  readonly unit: string;
  readonly payee: Payee;
}

/** Who and where an account is, and whom it pays; sums stand elsewhere. */
export interface AccountCard {
  readonly account: string;
  /** The payer: whose key seals what is written from this account. */
  readonly payerId: string;
  readonly houseId: string;
  readonly address: string;
  readonly flat: string;
  readonly totalAreaM2: string;
  /** Persons registered today. */
  readonly registered: number;
  readonly openedOn: CivilDate;
  readonly closedOn: CivilDate | null;
  readonly timeZone: string;
  /** Days of the month between which readings count for it. */
  readonly windowFromDay: number;
  readonly windowToDay: number;
  readonly payees: readonly PayeeRequisites[];
  readonly utilities: readonly UtilityCard[];
  readonly firstPeriod: BillingPeriod;
  /** The period that is being charged now; null before the first. */
  readonly openPeriod: BillingPeriod | null;
}

/** Everything of billing that the first page of a cabinet shows, in one answer. */
export interface AccountOverview {
  readonly card: AccountCard;
  readonly asOf: CivilDate;
  /** When it was asked: what is recorded later is not in it. */
  readonly at: string;
  readonly debt: AgedAccount;
  readonly lastStatement: PrintedStatement | null;
}

export interface TariffRow {
  readonly part: string | null;
  readonly from: CivilDate;
  /** Roubles for a unit. */
  readonly price: string;
}

/** The company as everybody may know it. */
export interface CompanyCard {
  readonly name: string;
  readonly address: string;
  /** The hotline; null where the company has told none. */
  readonly phone: string | null;
  readonly timeZone: string;
}

/** Lines name an order as they name a utility, so that whoever shows them finds its name in the same list. */
function cardOfOrder({ orderId, title, unit, payee }: OrderCharge): UtilityCard {
  return { utility: orderUtility(orderId), name: title, kind: 'order', unit, payee };
}

@Injectable()
export class AccountCardQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
    private readonly aging: AgingQuery,
  ) {}

  /** Throws BILLING_NO_COMPANY. */
  async company(): Promise<CompanyCard> {
    const { payees, timeZone } = (await this.books.current()).row;
    const main = payees.find(({ payee }) => payee === 'main');
    if (main === undefined) throw new RejectedError(new Rejection('BILLING_NO_COMPANY'));
    return { name: main.name, address: main.address, phone: main.phone, timeZone };
  }

  /** Throws BILLING_UNKNOWN_ACCOUNT, BILLING_NO_COMPANY. */
  async card(account: string): Promise<AccountCard> {
    const { book, row: company } = await this.books.current();
    const [dossier, standing] = await Promise.all([
      this.readModels.get(accountDossierProjection, account),
      this.readModels.get(accountStandingProjection, account),
    ]);
    if (!dossier || !standing) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
    const { houseId, flat, totalAreaM2, residents, openedOn, closedOn, orders } = dossier.document;
    const house = book.house(houseId);
    const today = this.clock.today();
    return {
      account,
      payerId: standing.document.personId,
      houseId,
      address: house.address,
      flat,
      totalAreaM2: printed(totalAreaM2),
      registered: residents.findLast(({ from }) => from <= today)?.registered ?? 0,
      openedOn,
      closedOn,
      timeZone: company.timeZone,
      windowFromDay: house.windowFromDay,
      windowToDay: house.windowToDay,
      payees: company.payees,
      utilities: [
        ...book.utilities.map(({ utility, name, kind, unit, payee }) => ({ utility, name, kind, unit, payee })),
        ...orders.map(cardOfOrder),
      ],
      firstPeriod: book.firstPeriod,
      openPeriod: standing.document.period,
    };
  }

  /** Throws what `card` and the ageing of today throw. */
  async overview(account: string): Promise<AccountOverview> {
    const [asOf, at] = [this.clock.today(), this.clock.now()];
    const [card, debt, statements] = await Promise.all([
      this.card(account),
      this.aging.one(account, asOf),
      this.readModels.find(accountStatementProjection, { where: { account } }),
    ]);
    const closed = statements.flatMap(({ document }) => printStatement(document) ?? []);
    return { card, asOf, at, debt, lastStatement: closed.at(-1) ?? null };
  }

  /**
   * Every price of a utility for the house of an account, oldest first. The house's own prices stand before general
   * ones from the day of the first of them. Throws BILLING_UNKNOWN_ACCOUNT, BILLING_UNKNOWN_UTILITY.
   */
  async tariffs(account: string, utility: string): Promise<readonly TariffRow[]> {
    const { houseId, utilities } = await this.card(account);
    if (!utilities.some((one) => one.utility === utility)) {
      throw new RejectedError(new Rejection('BILLING_UNKNOWN_UTILITY', { utility }));
    }
    const { row } = await this.books.current();
    const ofUtility = Object.entries(row.tariffs).filter(([key]) => key.startsWith(`${utility}|`));
    const parts = [...new Set(ofUtility.map(([key]) => key.split('|')[1] ?? ''))];
    return parts.flatMap((part) => {
      const own = row.tariffs[`${utility}|${part}|${houseId}`] ?? [];
      const since = own[0]?.from;
      const general = (row.tariffs[`${utility}|${part}|`] ?? []).filter(
        ({ from }) => since === undefined || from < since,
      );
      return [...general, ...own].map(({ from, value }) => ({ part: part || null, from, price: printed(value) }));
    });
  }
}
