import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod, CivilDate, Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { Query, ReadModels, Row } from '#libs/read-models';
import { accountDossierProjection } from '../../projections/account-dossier.projection';
import { accountStandingProjection, AccountStandingRow } from '../../projections/account-standing.projection';
import { OpenedBook, ReferenceBooks } from '../../projections/reference-books';
import { printed } from '../result-format';

/** A house of the company, with what its open accounts are charged for. */
export interface HouseCard {
  readonly houseId: string;
  readonly address: string;
  readonly floors: number;
  /** All premises without the common property, square metres. */
  readonly totalAreaM2: string;
  readonly commonAreaM2: string;
  readonly heatMeter: boolean;
  /** Days of the month between which readings count for it. */
  readonly windowFromDay: number;
  readonly windowToDay: number;
  /** Accounts that are open. */
  readonly accounts: number;
  /** In the order of print, each with the number of accounts that are charged for it. */
  readonly utilities: readonly { readonly utility: string; readonly name: string; readonly accounts: number }[];
}

/** An account as a list shows it; whose it is stands in no list. */
export interface ListedAccount {
  readonly account: string;
  readonly houseId: string;
  readonly address: string;
  readonly flat: string;
  readonly totalAreaM2: string;
  /** Persons registered today. */
  readonly registered: number;
  readonly openedOn: CivilDate;
  readonly closedOn: CivilDate | null;
  /** The latest period that was opened; null before the first. */
  readonly period: BillingPeriod | null;
}

export interface AccountsQuestion {
  readonly houseId?: string | undefined;
  /** The beginning of an account number, or the number of a flat. */
  readonly query?: string | undefined;
  /** The last account of the page before. */
  readonly after?: string | undefined;
  /** Accounts of a page. */
  readonly limit: number;
}

export interface AccountsPage {
  readonly accounts: readonly ListedAccount[];
  readonly more: boolean;
}

/** After every character that an account number may hold. */
const BEYOND = '~';

/** The houses of the company and the accounts in them. */
@Injectable()
export class HousesQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
  ) {}

  /** By address. Throws BILLING_NO_COMPANY. */
  async houses(): Promise<readonly HouseCard[]> {
    const opened = await this.books.current();
    const groups = await this.readModels.sum(accountStandingProjection, {
      where: { closed_on: null },
      groupBy: ['house', 'utilities'],
      sums: [],
    });
    return Object.keys(opened.row.houses)
      .map((houseId) =>
        cardOf(
          houseId,
          opened,
          groups.flatMap(({ group, count }) => {
            const utilities = String(group['utilities']).split(' ');
            return group['house'] === houseId ? [{ utilities, count }] : [];
          }),
        ),
      )
      .sort((left, right) => (`${left.address}|${left.houseId}` < `${right.address}|${right.houseId}` ? -1 : 1));
  }

  /** Throws BILLING_UNKNOWN_HOUSE, BILLING_NO_COMPANY. */
  async house(houseId: string): Promise<HouseCard> {
    const house = (await this.houses()).find((one) => one.houseId === houseId);
    if (house === undefined) throw new RejectedError(new Rejection('BILLING_UNKNOWN_HOUSE', { house: houseId }));
    return house;
  }

  /**
   * Accounts in the order of their numbers: those whose number begins with what was asked for, and where there is none
   * those of the flat of this number. Within a house the flat is looked for first. Throws BILLING_NO_COMPANY.
   */
  async accounts({ houseId, query = '', after, limit }: AccountsQuestion): Promise<AccountsPage> {
    const ofHouse = houseId === undefined ? {} : { house: houseId };
    const byNumber = { ...ofHouse, ...(query === '' ? {} : { key: { from: query, below: `${query}${BEYOND}` } }) };
    const byFlat = { ...ofHouse, flat: query };
    const ways = query === '' ? [byNumber] : houseId === undefined ? [byNumber, byFlat] : [byFlat, byNumber];
    for (const where of ways) {
      const rows = await this.page({ where, limit: limit + 1, ...(after === undefined ? {} : { afterKey: after }) });
      // The page after the last one is empty and still of the same way.
      if (rows.length > 0 || (after !== undefined && (await this.isAny(where)))) {
        return { accounts: await this.listed(rows.slice(0, limit)), more: rows.length > limit };
      }
    }
    return { accounts: [], more: false };
  }

  private page(query: Query): Promise<readonly Row<AccountStandingRow>[]> {
    return this.readModels.find(accountStandingProjection, query);
  }

  private async isAny(where: Query['where']): Promise<boolean> {
    return (await this.page({ ...(where && { where }), limit: 1 })).length > 0;
  }

  private async listed(rows: readonly Row<AccountStandingRow>[]): Promise<readonly ListedAccount[]> {
    const [{ row: book }, dossiers] = await Promise.all([
      this.books.current(),
      this.readModels.getMany(
        accountDossierProjection,
        rows.map(({ key }) => key),
      ),
    ]);
    const today = this.clock.today();
    return rows.flatMap(({ key, document }) => {
      const dossier = dossiers.get(key)?.document;
      if (dossier === undefined) return [];
      const { account, houseId, flat, openedOn, closedOn, period } = document;
      return {
        ...{ account, houseId, flat, openedOn, closedOn, period },
        address: book.houses[houseId]?.address ?? houseId,
        totalAreaM2: printed(dossier.totalAreaM2),
        registered: dossier.residents.findLast(({ from }) => from <= today)?.registered ?? 0,
      };
    });
  }
}

function cardOf(
  houseId: string,
  { book }: OpenedBook,
  groups: readonly { readonly utilities: readonly string[]; readonly count: number }[],
): HouseCard {
  const { address, floors, totalAreaM2, commonAreaM2, heatMeter, windowFromDay, windowToDay } = book.house(houseId);
  const total = (counted: typeof groups) => counted.reduce((sum, { count }) => sum + count, 0);
  return {
    ...{ houseId, address, floors, heatMeter, windowFromDay, windowToDay },
    totalAreaM2: printed(totalAreaM2),
    commonAreaM2: printed(commonAreaM2),
    accounts: total(groups),
    utilities: book.utilities
      .map(({ utility, name }) => ({
        utility,
        name,
        accounts: total(groups.filter(({ utilities }) => utilities.includes(utility))),
      }))
      .filter(({ accounts }) => accounts > 0),
  };
}
