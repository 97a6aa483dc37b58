import { Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { HOUSES_CLIENT, HousesClient } from '#services/billing/api/client';
import { CompanyScope } from './company-scope';
import { AccountsPageAnswer, AccountsQuery, HousePath, HousesAnswer } from './houses.dto';
import { OfficeApi, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

const ACCOUNTS_PER_PAGE = 50;

/** The houses of the company and the accounts in them. */
@OfficeApi('houses', 'houses')
export class ApiHousesController {
  constructor(
    @Inject(HOUSES_CLIENT) private readonly houses: HousesClient,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The houses of the company, with what is charged in each' })
  @ApiOkResponse({ type: HousesAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async all(@SignedIn() officer: Officer): Promise<HousesAnswer> {
    await this.scope.requireCompany(officer);
    return { houses: await this.houses.houses() };
  }

  @Get(':houseId/accounts')
  @ApiOperation({ summary: 'The accounts of a house, page by page, or those of a flat' })
  @ApiOkResponse({ type: AccountsPageAnswer })
  @OfficeQuery('operator', 'BILLING_NO_COMPANY')
  accounts(
    @Param() { houseId }: HousePath,
    @Query() { query, after, limit = ACCOUNTS_PER_PAGE }: AccountsQuery,
  ): Promise<AccountsPageAnswer> {
    return this.houses.accounts({ houseId, query, after, limit });
  }
}
