import { Body, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import {
  AccountOverview,
  AccountOverviewAnswer,
  AgedAccount,
  AgedAccountAnswer,
  BILLING_CLIENT,
  BillingClient,
  Explanation,
  ExplanationAnswer,
  INSTALMENTS_CLIENT,
  InstalmentsClient,
  PrintedStatement,
  StatementAnswer,
  SupposedChange,
  SupposedOutcome,
  WHAT_IF_REFUSALS,
  WhatIfAnswer,
  WhatIfBody,
} from '#services/billing/api/client';
import { historyOf } from '../web/consumption';
import { balanceOf } from '../web/sums';
import { forecastPenalty } from './figures';
import { PostedQuery, ResidentApi, ResidentQuery } from './resident-api';
import {
  AccountPath,
  AccountPeriodPath,
  CapitalRepairAnswer,
  ConsumptionAnswer,
  ConsumptionQuery,
  DebtQuery,
  ExplainQuery,
  OwnInstalmentsAnswer,
  PenaltyForecastAnswer,
  StatementsAnswer,
} from './resident.dto';

const CONTRIBUTIONS = 'capital_repair';
const MONTHS_USUAL = 12;

/** What was charged and why, what is owed, and what would be. */
@ResidentApi('charges and debt')
export class ApiChargesController {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(INSTALMENTS_CLIENT) private readonly agreements: InstalmentsClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('overview')
  @ApiOperation({ summary: 'The dwelling, today’s debt and the last statement at one moment' })
  @ApiOkResponse({ type: AccountOverviewAnswer })
  @ResidentQuery()
  overview(@Param() { account }: AccountPath): Promise<AccountOverview> {
    return this.billing.overview(account);
  }

  @Get('statements')
  @ApiOperation({ summary: 'Statements of the closed periods' })
  @ApiOkResponse({ type: StatementsAnswer })
  @ResidentQuery()
  async statements(@Param() { account }: AccountPath): Promise<StatementsAnswer> {
    return { statements: await this.billing.statements(account) };
  }

  @Get('statements/:period')
  @ApiOperation({ summary: 'The statement of one closed period' })
  @ApiOkResponse({ type: StatementAnswer })
  @ResidentQuery('BILLING_UNKNOWN_STATEMENT')
  async statement(@Param() { account, period }: AccountPeriodPath): Promise<PrintedStatement> {
    const statement = (await this.billing.statements(account)).find((one) => one.period === period);
    if (statement !== undefined) return statement;
    throw new RejectedError(new Rejection('BILLING_UNKNOWN_STATEMENT', { account, period }));
  }

  @Get('statements/:period/explain')
  @ApiOperation({ summary: 'Every line: the formula with its numbers and the event behind each' })
  @ApiOkResponse({ type: ExplanationAnswer })
  @ResidentQuery('BILLING_NOTHING_CHARGED', 'BILLING_BEFORE_FIRST_PERIOD')
  async explain(
    @Param() { account, period }: AccountPeriodPath,
    @Query() { utility }: ExplainQuery,
  ): Promise<Explanation> {
    const explanation = await this.billing.explain(account, period);
    const lines = explanation.lines.filter((line) => utility === undefined || line.utility === utility);
    if (lines.length === 0) throw new RejectedError(new Rejection('BILLING_NOTHING_CHARGED', { account, period }));
    return { ...explanation, lines };
  }

  @Get('consumption')
  @ApiOperation({ summary: 'Volumes of a utility by month, and how each was found' })
  @ApiOkResponse({ type: ConsumptionAnswer })
  @ResidentQuery()
  async consumption(
    @Param() { account }: AccountPath,
    @Query() { utility, months = MONTHS_USUAL }: ConsumptionQuery,
  ): Promise<ConsumptionAnswer> {
    return { utility, months: historyOf(await this.billing.statements(account), utility).slice(-months) };
  }

  @Get('capital-repair')
  @ApiOperation({
    summary: 'Contributions for the capital repair of the house: rates, area, charged, paid, owed, fund',
  })
  @ApiOkResponse({ type: CapitalRepairAnswer })
  @ResidentQuery()
  async capitalRepair(@Param() { account }: AccountPath): Promise<CapitalRepairAnswer> {
    const [{ card, debt }, statements] = await Promise.all([
      this.billing.overview(account),
      this.billing.statements(account),
    ]);
    const utilities = card.utilities.filter(({ payee }) => payee === CONTRIBUTIONS);
    const rates = await Promise.all(utilities.map(({ utility }) => this.billing.tariffs(account, utility)));
    const aged = debt.payees.find(({ payee }) => payee === CONTRIBUTIONS);
    const fund = card.payees.find(({ payee }) => payee === CONTRIBUTIONS);
    return {
      totalAreaM2: card.totalAreaM2,
      balanceKopecks: aged === undefined ? 0 : balanceOf(aged),
      rates: rates.flat().map(({ from, price }) => ({ from, price })),
      months: statements.flatMap(({ period, payees }) =>
        payees
          .filter(({ payee }) => payee === CONTRIBUTIONS)
          .map(({ chargedKopecks, recalculatedKopecks, penaltyKopecks, paymentsKopecks, closingKopecks }) => ({
            period,
            chargedKopecks,
            recalculatedKopecks,
            penaltyKopecks,
            paymentsKopecks,
            closingKopecks,
          })),
      ),
      fund: fund === undefined ? null : fundOf(fund),
    };
  }

  @Get('debt')
  @ApiOperation({ summary: 'Debts at the end of a day, as is known now or was known then' })
  @ApiOkResponse({ type: AgedAccountAnswer })
  @ResidentQuery('BILLING_BEFORE_FIRST_PERIOD', 'BILLING_NO_RULE_IN_FORCE', 'BILLING_DAY_BEYOND_RULES')
  debt(@Param() { account }: AccountPath, @Query() { asOf, knownAt }: DebtQuery): Promise<AgedAccount> {
    return this.billing.aging(account, asOf ?? this.clock.today(), knownAt);
  }

  @Get('instalments')
  @ApiOperation({ summary: 'Agreements to pay a debt by parts that run: what is paid, what is next, what is overdue' })
  @ApiOkResponse({ type: OwnInstalmentsAnswer })
  @ResidentQuery()
  async instalments(@Param() { account }: AccountPath): Promise<OwnInstalmentsAnswer> {
    const agreements = await this.agreements.all({ account, state: 'running' });
    return {
      // Who of the office agreed to it, and why, is not the resident's to read.
      agreements: agreements.map(({ payee, agreedOn, amountKopecks, leftKopecks, parts, next, overdueKopecks }) => ({
        ...{ payee, agreedOn, amountKopecks, leftKopecks, parts, next, overdueKopecks },
      })),
    };
  }

  @Get('penalty-forecast')
  @ApiOperation({ summary: 'What penalty will have accrued when nothing is paid' })
  @ApiOkResponse({ type: PenaltyForecastAnswer })
  @ResidentQuery()
  async penaltyForecast(@Param() { account }: AccountPath): Promise<PenaltyForecastAnswer> {
    return { days: await forecastPenalty(this.billing, account, this.clock.today()) };
  }

  @Post('what-if')
  @HttpCode(200)
  @ApiOperation({ summary: 'The present period and the next ones on changed facts; nothing is recorded' })
  @ApiOkResponse({ type: WhatIfAnswer })
  @PostedQuery('CABINET_SIGN_IN_REQUIRED', 'CABINET_UNKNOWN_ACCOUNT', ...WHAT_IF_REFUSALS)
  whatIf(@Param() { account }: AccountPath, @Body() body: WhatIfBody): Promise<SupposedOutcome> {
    return this.billing.whatIf(account, changesOf(body));
  }
}

function fundOf({ name, inn, bankAccount, bankName, bic }: AccountOverview['card']['payees'][number]) {
  return { name, inn, bankAccount, bankName, bic };
}

function changesOf({ readings = [], payments = [], residents = [], tariffs = [] }: WhatIfBody): SupposedChange[] {
  return [
    ...readings.map((reading): SupposedChange => ({ kind: 'reading', ...reading })),
    ...payments.map((payment): SupposedChange => ({ kind: 'payment', ...payment })),
    ...residents.map((row): SupposedChange => ({ kind: 'residents', ...row })),
    ...tariffs.map(({ part = null, ...tariff }): SupposedChange => ({ kind: 'tariff', part, ...tariff })),
  ];
}
