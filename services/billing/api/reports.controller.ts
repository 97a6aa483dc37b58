import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems, FreshEnough, streamJsonList } from '#libs/platform';
import { Projection } from '#libs/read-models';
import { accountStandingProjection } from '../projections/account-standing.projection';
import { accountStatementProjection } from '../projections/account-statement.projection';
import { postingProjection } from '../projections/posting.projection';
import { turnoverProjection } from '../projections/turnover.projection';
import { AskedMoment } from './asked-moment';
import { DebtorsQuery } from './debtors.query';
import { DebtorsAnswer, DebtorsRequest, TurnoverAnswer, TurnoverRequest } from './reports.dto';
import { TurnoverQuery } from './turnover.query';

/** Under this name the reactions of billing follow the other services (`automation/billing-consumer.ts`). */
const CONSUMER = 'kvitok.billing';
const TURNOVER_MODELS = [accountStatementProjection, turnoverProjection] as unknown as readonly Projection[];
const DEBTOR_MODELS = [accountStandingProjection, postingProjection] as unknown as readonly Projection[];

/** What accountants ask of many accounts at once. */
@ApiTags('billing')
@Controller('billing')
export class ReportsController {
  constructor(
    private readonly sheet: TurnoverQuery,
    private readonly owing: DebtorsQuery,
    private readonly asked: AskedMoment,
  ) {}

  @Get('turnover')
  @ApiOperation({ summary: 'The turnover sheet of closed periods by account, house or utility' })
  @ApiOkResponse({ type: TurnoverAnswer })
  @ApiProblems('BILLING_NO_COMPANY', 'BILLING_DATES_OUT_OF_ORDER', 'BILLING_UNKNOWN_HOUSE', 'BILLING_UNKNOWN_ACCOUNT')
  @FreshEnough({ projections: TURNOVER_MODELS, consumer: CONSUMER })
  async turnover(@Query() request: TurnoverRequest, @Res() response: Response): Promise<void> {
    const { from, to, by = 'account', house, account, knownAt } = request;
    if (account !== undefined) await this.asked.requireAccount(account);
    const question = { from, to, by, house, account, knownAt: await this.asked.knownAt(knownAt) };
    await streamJsonList(response, { format: 'kvitok-turnover/1', from, to, by }, 'rows', this.sheet.rows(question));
  }

  @Get('debtors')
  @ApiOperation({ summary: 'Who owes at the end of a day, by how long it is overdue' })
  @ApiOkResponse({ type: DebtorsAnswer })
  @ApiProblems(
    'BILLING_NO_COMPANY',
    'BILLING_UNKNOWN_HOUSE',
    'BILLING_BEFORE_FIRST_PERIOD',
    'BILLING_NO_RULE_IN_FORCE',
    'BILLING_DAY_BEYOND_RULES',
  )
  @FreshEnough({ projections: DEBTOR_MODELS, consumer: CONSUMER })
  async debtors(@Query() { asOf, house, knownAt }: DebtorsRequest, @Res() response: Response): Promise<void> {
    const question = { asOf, house, knownAt: await this.asked.knownAt(knownAt) };
    await streamJsonList(response, { format: 'kvitok-debtors/1', asOf }, 'debtors', this.owing.all(question));
  }
}
