import { Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import {
  HOUSE_SLIPS_CLIENT,
  HouseSlipsClient,
  NIGHTS_CLIENT,
  NightsClient,
  PERIODS_CLIENT,
  PeriodsClient,
  READING_CONTROL_CLIENT,
  ReadingControlClient,
} from '#services/billing/api/client';
import { METERING_OFFICE_CLIENT, MeteringOfficeClient } from '#services/metering/api/client';
import { AskToClose } from '../api/ask-to-close';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS } from '../settings';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { PeriodPage } from './pages/period.page';

/** The month as a line of steps, each with its state and what there is to do. */
@OfficePage('period')
@ForRole('accountant')
export class OfficePeriodController {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(NIGHTS_CLIENT) private readonly nights: NightsClient,
    @Inject(HOUSE_SLIPS_CLIENT) private readonly slips: HouseSlipsClient,
    @Inject(READING_CONTROL_CLIENT) private readonly control: ReadingControlClient,
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    private readonly scope: CompanyScope,
    private readonly toClose: AskToClose,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  period(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, []);
  }

  /** Whoever presses while one is under way joins it. */
  @Post('calculate')
  async calculate(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { origin } = readOfficeCommand(request, this.tokens, /^$/);
    await this.scope.requireCompany(officer);
    try {
      await this.nights.calculate(origin);
      goTo(response, '/period#calculate');
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, [{ field: 'calculate', message: wordsOf(error.rejection) }]);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    errors: readonly FieldError[],
  ): Promise<void> {
    const { lastPeriod } = await this.scope.requireCompany(officer);
    const standing = await this.periods.standing();
    const [progress, slips, scope, doubts, parked, closing] = await Promise.all([
      this.nights.progress(),
      this.slips.latest(),
      this.control.scope(),
      this.metering.waitingDoubts(),
      this.nights.parked(),
      this.toClose.underWay(officer, standing?.period),
    ]);
    const month = { standing, lastPeriod, progress, slips, scope, doubts: doubts.length, parked: parked.length };
    await this.pages.show(request, response, {
      title: 'Месяц',
      errors,
      children: ({ token, timeZone }) => (
        <PeriodPage {...month} {...{ closing, token, timeZone, errors }} newKey={newFormKey} />
      ),
    });
  }
}
