import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { accountDossierProjection } from '../../projections/account-dossier.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { CompaniesClient, OfficeCompany, OfficeHouse } from './companies-client';

/**
 * In the same process. One folder of data holds the book of one company, so that every house and account in it is that
 * company’s; whoever asks compares all the same, and notices nothing when a second company comes.
 */
@Injectable()
export class EmbeddedCompaniesClient implements CompaniesClient {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly books: ReferenceBooks,
  ) {}

  async company(): Promise<OfficeCompany | null> {
    const opened = await this.books.find();
    if (opened === null) return null;
    const { row, book } = opened;
    const main = row.payees.find(({ payee }) => payee === 'main');
    if (row.companyId === null || main === undefined) return null;
    const { firstPeriod, lastPeriod } = book;
    return { companyId: row.companyId, name: main.name, timeZone: row.timeZone, firstPeriod, lastPeriod };
  }

  async houses(): Promise<readonly OfficeHouse[]> {
    const houses = Object.values((await this.books.find())?.row.houses ?? {});
    return houses
      .map(({ houseId, address }) => ({ houseId, address }))
      .sort((one, other) => (one.houseId < other.houseId ? -1 : 1));
  }

  async companyOfAccount(account: string): Promise<string | null> {
    const known = await this.readModels.get(accountDossierProjection, account);
    return known === null ? null : ((await this.books.find())?.row.companyId ?? null);
  }

  async companyOfHouse(houseId: string): Promise<string | null> {
    const row = (await this.books.find())?.row;
    return row !== undefined && Object.hasOwn(row.houses, houseId) ? row.companyId : null;
  }
}
