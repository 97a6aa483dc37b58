import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { ApiProblems, FreshEnough, MinPositionQuery, streamJsonList } from '#libs/platform';
import { Projection } from '#libs/read-models';
import { accountDossierProjection } from '../projections/account-dossier.projection';
import { accountStandingProjection } from '../projections/account-standing.projection';
import { accountStatementProjection } from '../projections/account-statement.projection';
import { postingProjection } from '../projections/posting.projection';
import {
  AccountPath,
  AccountPeriodPath,
  AgedAccountAnswer,
  AgingAnswer,
  AgingRequest,
  ExplainRequest,
  ExplanationAnswer,
  StatementAnswer,
  StatementsAnswer,
  StatementsRequest,
} from './accounts.dto';
import { AgingQuery } from './aging.query';
import { AskedMoment } from './asked-moment';
import { ExplainQuery } from './explain.query';
import { StatementsQuery } from './statements.query';

/** Under this name the reactions of billing follow the other services (`automation/billing-consumer.ts`). */
const CONSUMER = 'kvitok.billing';
const STATEMENT_MODELS = [accountDossierProjection, accountStatementProjection] as unknown as readonly Projection[];
const AGING_MODELS = [
  accountDossierProjection,
  accountStandingProjection,
  postingProjection,
] as unknown as readonly Projection[];
const EXPLAIN_MODELS = [accountDossierProjection] as unknown as readonly Projection[];

/** What an account was charged, what it owes and why. */
@ApiTags('billing')
@Controller('billing')
export class AccountsController {
  constructor(
    private readonly statements: StatementsQuery,
    private readonly aging: AgingQuery,
    private readonly explanations: ExplainQuery,
    private readonly asked: AskedMoment,
  ) {}

  @Get('accounts/:account/statements')
  @ApiOperation({ summary: 'Statements of the closed periods of an account' })
  @ApiOkResponse({ type: StatementsAnswer })
  @ApiProblems(
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_NO_COMPANY',
    'BILLING_DATES_OUT_OF_ORDER',
    'BILLING_BEFORE_FIRST_PERIOD',
  )
  @FreshEnough({ projections: STATEMENT_MODELS, consumer: CONSUMER })
  async ofAccount(
    @Param() { account }: AccountPath,
    @Query() { from, to, knownAt }: StatementsRequest,
    @Res() response: Response,
  ): Promise<void> {
    await this.asked.requireAccount(account);
    if (from !== undefined && to !== undefined && from > to) {
      throw new RejectedError(new Rejection('BILLING_DATES_OUT_OF_ORDER', { from, to }));
    }
    if (to !== undefined) await this.asked.requirePeriod(to);
    const elements = this.statements.all({ account, from, to, knownAt: await this.asked.knownAt(knownAt) });
    await streamJsonList(response, { format: 'kvitok-statements/1' }, 'statements', elements);
  }

  @Get('accounts/:account/statements/:period')
  @ApiOperation({ summary: 'The statement of one closed period' })
  @ApiOkResponse({ type: StatementAnswer })
  @ApiProblems(
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_NO_COMPANY',
    'BILLING_UNKNOWN_STATEMENT',
    'BILLING_BEFORE_FIRST_PERIOD',
  )
  @FreshEnough({ projections: STATEMENT_MODELS, consumer: CONSUMER })
  async ofPeriod(
    @Param() { account, period }: AccountPeriodPath,
    @Query() _query: MinPositionQuery,
  ): Promise<StatementAnswer> {
    await this.asked.requireAccount(account);
    await this.asked.requirePeriod(period);
    const statement = await this.statements.one(account, period);
    if (statement === null) throw new RejectedError(new Rejection('BILLING_UNKNOWN_STATEMENT', { account, period }));
    return statement;
  }

  @Get('accounts/:account/statements/:period/explain')
  @ApiOperation({ summary: 'Every line of a period: the formula with its numbers and the event behind each' })
  @ApiOkResponse({ type: ExplanationAnswer })
  @ApiProblems(
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_UNKNOWN_UTILITY',
    'BILLING_NO_COMPANY',
    'BILLING_NOTHING_CHARGED',
    'BILLING_BEFORE_FIRST_PERIOD',
  )
  @FreshEnough({ projections: EXPLAIN_MODELS, consumer: CONSUMER })
  async explain(
    @Param() { account, period }: AccountPeriodPath,
    @Query() { utility, knownAt }: ExplainRequest,
  ): Promise<ExplanationAnswer> {
    await this.asked.requireAccount(account);
    await this.asked.requirePeriod(period);
    if (utility !== undefined) await this.asked.requireUtility(utility);
    return this.explanations.explain(account, period, { utility, knownAt: await this.asked.knownAt(knownAt) });
  }

  @Get('accounts/:account/aging')
  @ApiOperation({ summary: 'What an account owes at the end of a day, by the month in which the debt arose' })
  @ApiOkResponse({ type: AgedAccountAnswer })
  @ApiProblems(
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_NO_COMPANY',
    'BILLING_BEFORE_FIRST_PERIOD',
    'BILLING_NO_RULE_IN_FORCE',
    'BILLING_DAY_BEYOND_RULES',
  )
  @FreshEnough({ projections: AGING_MODELS, consumer: CONSUMER })
  async agingOfAccount(
    @Param() { account }: AccountPath,
    @Query() { asOf, knownAt }: AgingRequest,
  ): Promise<AgedAccountAnswer> {
    return this.aging.one(account, asOf, await this.asked.knownAt(knownAt));
  }

  @Get('aging')
  @ApiOperation({ summary: 'What all accounts owe at the end of a day' })
  @ApiOkResponse({ type: AgingAnswer })
  @ApiProblems(
    'BILLING_NO_COMPANY',
    'BILLING_BEFORE_FIRST_PERIOD',
    'BILLING_NO_RULE_IN_FORCE',
    'BILLING_DAY_BEYOND_RULES',
  )
  @FreshEnough({ projections: AGING_MODELS, consumer: CONSUMER })
  async agingOfAll(@Query() { asOf, knownAt }: AgingRequest, @Res() response: Response): Promise<void> {
    const accounts = this.aging.all(asOf, await this.asked.knownAt(knownAt));
    await streamJsonList(response, { format: 'kvitok-aging/1', asOf }, 'accounts', accounts);
  }
}
