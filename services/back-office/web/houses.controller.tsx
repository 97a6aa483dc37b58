import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { goTo, sendRows, sendTable, TableCell, TableFormat } from '#libs/gateway';
import { HOUSES_CLIENT, HousesClient } from '#services/billing/api/client';
import { CompanyScope } from '../api/company-scope';
import { ACCOUNTS_QUERY_FORM } from '../api/houses.dto';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { accountRow, accountsTable, housesTable } from './house-tables';
import { OfficePages } from './pages';
import { FoundAccountsPage, HousePage, HousesPage } from './pages/houses.page';

const ACCOUNTS_PER_PAGE = 50;
/** Of a file, which holds all of them. */
const ACCOUNTS_PER_QUESTION = 500;
const ACCOUNT_FORM = /^[0-9A-Za-z_.-]{1,32}$/;

interface Asked {
  readonly query: string;
  readonly after: string | undefined;
}

/** Houses, their accounts, and the search for an account by its number from every page. */
@OfficePage()
export class OfficeHousesController {
  constructor(
    @Inject(HOUSES_CLIENT) private readonly houses: HousesClient,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get('houses')
  async all(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const houses = await this.houses.houses();
    await this.pages.show(request, response, { title: 'Дома', children: () => <HousesPage houses={houses} /> });
  }

  @Get('houses.csv')
  csv(@Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.sendHouses(response, officer, 'csv');
  }

  @Get('houses.xlsx')
  xlsx(@Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.sendHouses(response, officer, 'xlsx');
  }

  @Get('houses/:houseId')
  async one(@Req() request: Request, @Res() response: Response, @Param('houseId') houseId: string): Promise<void> {
    const { query, after } = askedIn(request);
    const [house, page] = await Promise.all([
      this.houses.house(houseId),
      this.houses.accounts({ houseId, query, after, limit: ACCOUNTS_PER_PAGE }),
    ]);
    await this.pages.show(request, response, {
      title: house.address,
      children: () => <HousePage house={house} page={page} query={query} isFirst={after === undefined} />,
    });
  }

  @Get('houses/:houseId/accounts.csv')
  async accountsCsv(@Res() response: Response, @Param('houseId') houseId: string): Promise<void> {
    await sendRows(response, 'csv', accountsTable(houseId), this.accountRows(houseId));
  }

  @Get('houses/:houseId/accounts.xlsx')
  async accountsXlsx(@Res() response: Response, @Param('houseId') houseId: string): Promise<void> {
    await sendRows(response, 'xlsx', accountsTable(houseId), this.accountRows(houseId));
  }

  /** One account that has exactly this number is what was looked for. */
  @Get('accounts')
  async search(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const { query, after } = askedIn(request);
    const page =
      query === ''
        ? { accounts: [], more: false }
        : await this.houses.accounts({ query, after, limit: ACCOUNTS_PER_PAGE });
    const [only, ...others] = page.accounts;
    if (only !== undefined && only.account === query && others.length === 0) {
      goTo(response, `/accounts/${only.account}`);
      return;
    }
    await this.pages.show(request, response, {
      title: 'Поиск счёта',
      children: () => <FoundAccountsPage page={page} query={query} isFirst={after === undefined} />,
    });
  }

  private async sendHouses(response: Response, officer: Officer, format: TableFormat): Promise<void> {
    await this.scope.requireCompany(officer);
    await sendTable(response, format, housesTable(await this.houses.houses()));
  }

  private async *accountRows(houseId: string): AsyncGenerator<readonly TableCell[]> {
    for (let after: string | undefined, more = true; more;) {
      const page = await this.houses.accounts({ houseId, after, limit: ACCOUNTS_PER_QUESTION });
      yield* page.accounts.map(accountRow);
      after = page.accounts.at(-1)?.account;
      more = page.more;
    }
  }
}

function askedIn({ query: asked }: Request): Asked {
  const text = (name: string, form: RegExp) => {
    const value = asked[name];
    return typeof value === 'string' && form.test(value.trim()) ? value.trim() : undefined;
  };
  return { query: text('query', ACCOUNTS_QUERY_FORM) ?? '', after: text('after', ACCOUNT_FORM) };
}
