import { Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { APPROVALS_CLIENT, ApprovalsClient } from '#services/identity/api/client';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { actorsOf } from './approval-words';
import { OfficePages } from './pages';
import { HomePage } from './pages/home.page';
import { KeysPage } from './pages/keys.page';
import { WaitingForOfficer } from './waiting-work';

/** The work of the day, and the keys of the keyboard. */
@OfficePage()
export class OfficeHomeController {
  constructor(
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    private readonly waiting: WaitingForOfficer,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async home(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const [approvals, standing] = await Promise.all([
      this.approvals.approvals(officer.sessionToken),
      this.periods.standing(),
    ]);
    const open = approvals.filter(({ state }) => state === 'open' || state === 'granted');
    const waiting = await this.waiting.of(officer, open);
    const names = await this.approvals.names(officer.sessionToken, actorsOf(open));
    await this.pages.show(request, response, {
      title: 'Сегодня',
      children: ({ company, timeZone }) => (
        <HomePage
          {...{ company, officer, timeZone, open, names, waiting }}
          standing={company === null ? null : standing}
        />
      ),
    });
  }

  @Get('keys')
  async keys(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.show(request, response, { title: 'Клавиши', children: () => <KeysPage /> });
  }
}
