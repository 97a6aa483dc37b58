import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { isBillingPeriod, RejectedError, Rejection } from '#libs/kernel';
import { capitalised, monthInWords } from '#libs/web';
import { BILLING_CLIENT, BillingClient, Explanation } from '#services/billing/api/client';
import { SignedIn, Visitor } from '../api/visitor';
import { historyOf } from './consumption';
import { Pages } from './pages';
import { CapitalRepairPage } from './pages/capital-repair.page';
import { ChargesPage } from './pages/charges.page';
import { ConsumptionPage, Measure, MONTHS_SHOWN, watchedUtilities } from './pages/consumption.page';
import { MonthPage } from './pages/month.page';
import { WhyPage } from './pages/why.page';

/** What was charged, for what, and why. */
@ApiExcludeController()
@Controller()
export class ChargesController {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    private readonly pages: Pages,
  ) {}

  @Get('charges')
  async months(@Req() request: Request, @Res() response: Response, @SignedIn() { account }: Visitor): Promise<void> {
    const statements = await this.billing.statements(account);
    await this.pages.show(request, response, {
      title: 'Начисления',
      children: () => <ChargesPage statements={statements} />,
    });
  }

  @Get('charges/:period')
  async month(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Param('period') period: string,
  ): Promise<void> {
    const [card, statements] = await Promise.all([this.billing.card(account), this.billing.statements(account)]);
    const index = statements.findIndex((one) => one.period === period);
    const statement = statements[index];
    if (statement === undefined)
      throw new RejectedError(new Rejection('BILLING_UNKNOWN_STATEMENT', { account, period }));
    const { waivers = [] } = await this.billing.explain(account, period);
    await this.pages.show(request, response, {
      title: `Начисления, ${monthInWords(period)}`,
      children: () => (
        <MonthPage {...{ statement, waivers }} before={statements[index - 1] ?? null} utilities={card.utilities} />
      ),
    });
  }

  @Get('charges/:period/:utility')
  async why(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Param('period') period: string,
    @Param('utility') utility: string,
  ): Promise<void> {
    const card = await this.billing.card(account);
    if (!isBillingPeriod(period)) throw new RejectedError(new Rejection('NOT_FOUND'));
    const explanation = ofUtility(await this.billing.explain(account, period), utility);
    if (explanation.lines.length === 0)
      throw new RejectedError(new Rejection('BILLING_NOTHING_CHARGED', { account, period }));
    await this.pages.show(request, response, {
      title: `${capitalised(monthInWords(period))}: как посчитано`,
      children: () => (
        <WhyPage explanation={explanation} utility={utility} utilities={card.utilities} timeZone={card.timeZone} />
      ),
    });
  }

  @Get('consumption')
  async consumption(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const [card, statements] = await Promise.all([this.billing.card(account), this.billing.statements(account)]);
    const utilities = watchedUtilities(card.utilities, statements);
    const chosen = utilities.find(({ utility }) => utility === query['utility']) ?? utilities[0];
    const measure: Measure = query['measure'] === 'roubles' ? 'roubles' : 'volume';
    const months = MONTHS_SHOWN.find((count) => String(count) === query['months']) ?? 12;
    await this.pages.show(request, response, {
      title: 'Расход',
      children: () => (
        <ConsumptionPage
          utilities={utilities}
          chosen={chosen?.utility ?? ''}
          measure={measure}
          months={months}
          history={chosen === undefined ? [] : historyOf(statements, chosen.utility)}
        />
      ),
    });
  }

  @Get('capital-repair')
  async capitalRepair(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
  ): Promise<void> {
    const [{ card, debt }, statements] = await Promise.all([
      this.billing.overview(account),
      this.billing.statements(account),
    ]);
    const utilities = card.utilities.filter(({ payee }) => payee === 'capital_repair');
    const rates = await Promise.all(
      utilities.map(async (utility) => ({ utility, rows: await this.billing.tariffs(account, utility.utility) })),
    );
    await this.pages.show(request, response, {
      title: 'Капитальный ремонт',
      children: () => <CapitalRepairPage card={card} debt={debt} statements={statements} rates={rates} />,
    });
  }
}

function ofUtility(explanation: Explanation, utility: string): Explanation {
  return { ...explanation, lines: explanation.lines.filter((line) => line.utility === utility) };
}
