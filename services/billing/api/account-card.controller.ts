import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, FreshEnough, MinPositionQuery } from '#libs/platform';
import { Projection } from '#libs/read-models';
import { accountDossierProjection } from '../projections/account-dossier.projection';
import { accountStandingProjection } from '../projections/account-standing.projection';
import { accountStatementProjection } from '../projections/account-statement.projection';
import { postingProjection } from '../projections/posting.projection';
import {
  AccountCardAnswer,
  AccountOverviewAnswer,
  AccountUtilityPath,
  CompanyCardAnswer,
  TariffsAnswer,
} from './account-card.dto';
import { AccountCardQuery } from './account-card.query';
import { AccountPath } from './accounts.dto';

const CONSUMER = 'kvitok.billing';
const MODELS = [
  accountDossierProjection,
  accountStandingProjection,
  accountStatementProjection,
  postingProjection,
] as unknown as readonly Projection[];

/** What stands around the sums of an account. */
@ApiTags('billing')
@Controller('billing')
export class AccountCardController {
  constructor(private readonly query: AccountCardQuery) {}

  @Get('company')
  @ApiOperation({ summary: 'The company as everybody may know it' })
  @ApiOkResponse({ type: CompanyCardAnswer })
  @ApiProblems('BILLING_NO_COMPANY')
  company(): Promise<CompanyCardAnswer> {
    return this.query.company();
  }

  @Get('accounts/:account/card')
  @ApiOperation({ summary: 'Who and where an account is, and whom it pays' })
  @ApiOkResponse({ type: AccountCardAnswer })
  @ApiProblems('BILLING_UNKNOWN_ACCOUNT', 'BILLING_NO_COMPANY')
  @FreshEnough({ projections: MODELS, consumer: CONSUMER })
  card(@Param() { account }: AccountPath, @Query() _query: MinPositionQuery): Promise<AccountCardAnswer> {
    return this.query.card(account);
  }

  @Get('accounts/:account/overview')
  @ApiOperation({ summary: 'The card, today’s debt and the last statement in one answer' })
  @ApiOkResponse({ type: AccountOverviewAnswer })
  @ApiProblems(
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_NO_COMPANY',
    'BILLING_BEFORE_FIRST_PERIOD',
    'BILLING_NO_RULE_IN_FORCE',
    'BILLING_DAY_BEYOND_RULES',
  )
  @FreshEnough({ projections: MODELS, consumer: CONSUMER })
  overview(@Param() { account }: AccountPath, @Query() _query: MinPositionQuery): Promise<AccountOverviewAnswer> {
    return this.query.overview(account);
  }

  @Get('accounts/:account/tariffs/:utility')
  @ApiOperation({ summary: 'Every price of a utility for the house of an account' })
  @ApiOkResponse({ type: TariffsAnswer })
  @ApiProblems('BILLING_UNKNOWN_ACCOUNT', 'BILLING_UNKNOWN_UTILITY', 'BILLING_NO_COMPANY')
  @FreshEnough({ projections: MODELS, consumer: CONSUMER })
  async tariffs(
    @Param() { account, utility }: AccountUtilityPath,
    @Query() _query: MinPositionQuery,
  ): Promise<TariffsAnswer> {
    return { utility, tariffs: await this.query.tariffs(account, utility) };
  }
}
