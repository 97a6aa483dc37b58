import { Injectable } from '@nestjs/common';
import { ReferenceBooks } from '../projections/reference-books';
import { suppliedOf, suppliesOf } from '../domain/interrupted-supply.policy';
import { InterruptedSupply } from '../domain/recalculation';
import { Component, COMPONENTS, Payee, UtilityKind } from '../domain/reference-book';

/** How the houses and utilities of the company are called. */
export interface OfficeNames {
  readonly houses: readonly { readonly houseId: string; readonly address: string }[];
  /** In the order of print, with the parts of the tariff that there are. */
  readonly utilities: readonly {
    readonly utility: string;
    readonly name: string;
    readonly unit: string;
    readonly kind: UtilityKind;
    readonly payee: Payee;
    readonly components: readonly Component[];
    /** Whether there is a tariff of it as a whole, beside those of its parts or alone. */
    readonly hasWholeTariff: boolean;
    /** Whose allowed hours an interruption of it is held against; none where it is not lowered by hours. */
    readonly supplies: readonly InterruptedSupply[];
  }[];
}

@Injectable()
export class OfficeNamesQuery {
  constructor(private readonly books: ReferenceBooks) {}

  /** Throws BILLING_NO_COMPANY. */
  async all(): Promise<OfficeNames> {
    const { book, row } = await this.books.current();
    const parts = Object.keys(row.tariffs).map((key) => key.split('|'));
    return {
      houses: Object.values(row.houses)
        .map(({ houseId, address }) => ({ houseId, address }))
        .sort((one, other) => (one.houseId < other.houseId ? -1 : 1)),
      utilities: book.utilities.map(({ utility, name, unit, kind, payee }) => ({
        utility,
        name,
        unit,
        kind,
        payee,
        components: COMPONENTS.filter((part) => parts.some(([of, one]) => of === utility && one === part)),
        hasWholeTariff: parts.some(([of, one]) => of === utility && one === ''),
        supplies: suppliesOf(suppliedOf(utility, book)),
      })),
    };
  }
}
