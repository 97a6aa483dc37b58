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
import { APPROVALS_CLIENT, ApprovalsClient } from '#services/identity/api/client';
import { METERING_OFFICE_CLIENT, MeteringOfficeClient } from '#services/metering/api/client';
import { AskToClose } from '../api/ask-to-close';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
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
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly scope: CompanyScope,
    private readonly toClose: AskToClose,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  period(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, {}, []);
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
      await this.show(request, response, officer, {}, [{ field: 'calculate', message: wordsOf(error.rejection) }]);
    }
  }

  @Post('close')
  async close(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(period|reason)$/);
    try {
      const asked = await this.toClose.ask(officer, form['period'] ?? '', form['reason'] ?? '', origin);
      await this.untilSeen(asked.position);
      goTo(response, `/approvals/${asked.approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, form, [{ field: 'reason', message: wordsOf(error.rejection) }]);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    typed: Readonly<Record<string, string>>,
    errors: readonly FieldError[],
  ): Promise<void> {
    const { lastPeriod } = await this.scope.requireCompany(officer);
    const [standing, progress, slips, scope, doubts, parked, asked] = await Promise.all([
      this.periods.standing(),
      this.nights.progress(),
      this.slips.latest(),
      this.control.scope(),
      this.metering.waitingDoubts(),
      this.nights.parked(),
      this.approvals.approvals(officer.sessionToken),
    ]);
    const closing = asked.find(
      ({ kind, subject, state }) =>
        kind === 'close-period' && subject === standing?.period && (state === 'open' || state === 'granted'),
    );
    const month = { standing, lastPeriod, progress, slips, scope, doubts: doubts.length, parked: parked.length };
    await this.pages.show(request, response, {
      title: 'Месяц',
      errors,
      children: ({ token, timeZone }) => (
        <PeriodPage {...month} closing={closing ?? null} {...{ token, timeZone, typed, errors }} newKey={newFormKey} />
      ),
    });
  }
}
