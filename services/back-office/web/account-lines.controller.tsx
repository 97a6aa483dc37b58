import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { VNode } from 'preact';
import { Clock, isBillingPeriod, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { FieldError } from '#libs/web';
import { ACCOUNT_HISTORY_CLIENT, AccountAt, AccountHistoryClient } from '#services/billing/api/client';
import { OfficePage } from '../api/office-api';
import { askedMoment, Moment } from './moment';
import { askedOf, momentRefused } from './moment-refused';
import { OfficePages } from './pages';
import { AccountFrame } from './pages/account-frame';
import { EventPage, EventsPage } from './pages/account-events.page';
import { LinePage } from './pages/account-line.page';

type Shown = (card: AccountAt, moment: Moment, timeZone: string) => VNode;

/** From a sum down to the facts that it follows from. */
@OfficePage('accounts/:account')
export class OfficeAccountLinesController {
  constructor(
    @Inject(ACCOUNT_HISTORY_CLIENT) private readonly history: AccountHistoryClient,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly pages: OfficePages,
  ) {}

  @Get('lines/:period/:utility')
  line(
    @Req() request: Request,
    @Res() response: Response,
    @Param('account') account: string,
    @Param('period') period: string,
    @Param('utility') utility: string,
  ): Promise<void> {
    requirePeriod(period);
    return this.show(request, response, account, 'Как посчитано', async ({ knownAt }) => {
      const line = await this.history.line({ account, period, utility, knownAt: knownAt ?? undefined });
      return (card, moment, timeZone) => <LinePage {...{ line, utility, card, moment, timeZone }} />;
    });
  }

  @Get('events')
  events(@Req() request: Request, @Res() response: Response, @Param('account') account: string): Promise<void> {
    return this.list(request, response, account);
  }

  @Get('events/of/:period')
  eventsOf(
    @Req() request: Request,
    @Res() response: Response,
    @Param('account') account: string,
    @Param('period') period: string,
  ): Promise<void> {
    requirePeriod(period);
    return this.list(request, response, account, period);
  }

  @Get('events/:eventId')
  event(
    @Req() request: Request,
    @Res() response: Response,
    @Param('account') account: string,
    @Param('eventId') eventId: string,
  ): Promise<void> {
    return this.show(request, response, account, 'Запись журнала', async () => {
      const event = await this.history.event(account, eventId);
      return (card, moment, timeZone) => <EventPage {...{ event, card, moment, timeZone }} />;
    });
  }

  private list(request: Request, response: Response, account: string, period?: string): Promise<void> {
    return this.show(request, response, account, 'Записи журнала', async ({ knownAt }) => {
      const events = await this.history.events(account, period, knownAt ?? undefined);
      return (card, moment, timeZone) => <EventsPage {...{ events, card, moment, timeZone }} period={period ?? null} />;
    });
  }

  private async show(
    request: Request,
    response: Response,
    account: string,
    title: string,
    ask: (moment: Moment) => Promise<Shown>,
  ): Promise<void> {
    const today = this.clock.today();
    const { moment, errors: mistyped } = askedMoment(request.query, today);
    let errors: readonly FieldError[] = mistyped;
    let card: AccountAt | null = null;
    let shown: Shown | null = null;
    try {
      [shown, card] = await Promise.all([ask(moment), this.history.card(account, askedOf(moment))]);
    } catch (error) {
      errors = momentRefused(error, moment);
    }
    await this.pages.show(request, response, {
      title: `${title} ${account}`,
      errors,
      ...(errors.length > 0 ? { status: 422 } : {}),
      children: ({ timeZone }) => (
        <AccountFrame {...{ account, card, title, moment, today, errors }} part="events" action={request.path}>
          {card !== null && shown?.(card, moment, timeZone)}
        </AccountFrame>
      ),
    });
  }
}

/** Throws RejectedError NOT_FOUND for what is no month. */
function requirePeriod(text: string): void {
  if (!isBillingPeriod(text)) throw new RejectedError(new Rejection('NOT_FOUND'));
}
