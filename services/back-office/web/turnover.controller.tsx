import { Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { goTo } from '#libs/gateway';
import { Clock, isBillingPeriod, isCivilDate, previousPeriod, RejectedError } from '#libs/kernel';
import { CLOCK, wordsOf } from '#libs/platform';
import { FieldError, pastDayFault } from '#libs/web';
import {
  BILLING_OFFICE_CLIENT,
  BillingOfficeClient,
  PERIODS_CLIENT,
  PeriodsClient,
  TURNOVER_GROUPS,
  TurnoverQuestion,
} from '#services/billing/api/client';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { sendTurnover } from '../api/turnover.controller';
import { TurnoverSheet } from '../api/turnover-sheet';
import { AccountIsTyped, unknownAccount } from '../api/typed-account';
import { askedDay, askedPage, askedText, tableFormatOf } from './asked';
import { linkTo } from './links';
import { OfficePages } from './pages';
import { TurnoverAsked, TurnoverSheetPage } from './pages/turnover.page';

/** The turnover sheet: on the screen page by page, as a file whole. */
@OfficePage('turnover')
@ForRole('accountant')
export class OfficeTurnoverController {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scope: CompanyScope,
    private readonly sheet: TurnoverSheet,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  @AccountIsTyped()
  async show(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const asked = await this.asked(request, officer);
    const names = await this.billing.names();
    const today = this.clock.today();
    let errors = wrongIn(request, asked, today);
    let sheet = null;
    if (errors.length === 0) {
      try {
        sheet = await this.sheet.page(questionOf(asked), askedPage(request.query));
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        errors = [{ field: 'from', message: wordsOf(error.rejection) }];
      }
    }
    const props = { asked, names, sheet, today, errors };
    await this.pages.show(request, response, {
      title: 'Оборотная ведомость',
      errors,
      children: () => <TurnoverSheetPage {...props} />,
    });
  }

  @Get('file')
  @AccountIsTyped()
  async file(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const asked = await this.asked(request, officer);
    // What cannot be answered is said on the page.
    if (wrongIn(request, asked, this.clock.today()).length > 0)
      return goTo(response, linkTo('/turnover', { ...asked }));
    const format = tableFormatOf(request.query['format']);
    await sendTurnover(response, this.sheet, format, questionOf(asked));
  }

  /** The last closed month by house, where nothing is said. */
  private async asked(request: Request, officer: Officer): Promise<TurnoverAsked> {
    const { firstPeriod, lastPeriod } = await this.scope.requireCompany(officer);
    const open = (await this.periods.standing())?.period;
    const last = open === undefined ? lastPeriod : previousPeriod(open);
    const closed = last < firstPeriod ? firstPeriod : last;
    const to = askedText(request.query, 'to') || closed;
    const group = askedText(request.query, 'by');
    return {
      from: askedText(request.query, 'from') || to,
      to,
      by: TURNOVER_GROUPS.find((one) => one === group) ?? 'house',
      houseId: askedText(request.query, 'houseId'),
      account: unknownAccount(request)?.typed ?? askedText(request.query, 'account'),
      knownAt: askedDay(request.query, 'knownAt'),
    };
  }
}

function questionOf({ from, to, by, houseId, account, knownAt }: TurnoverAsked): TurnoverQuestion {
  const known = isCivilDate(knownAt) ? knownAt : undefined;
  return { from, to, by, house: houseId || undefined, account: account || undefined, knownAt: known };
}

function wrongIn(request: Request, { from, to, knownAt }: TurnoverAsked, today: string): FieldError[] {
  const stranger = unknownAccount(request);
  const errors: FieldError[] = stranger === null ? [] : [stranger.error];
  const month = 'Такого месяца нет. Выберите другой.';
  if (!isBillingPeriod(from)) errors.push({ field: 'from', message: month });
  if (!isBillingPeriod(to)) errors.push({ field: 'to', message: month });
  else if (isBillingPeriod(from) && from > to)
    errors.push({ field: 'to', message: 'Последний месяц раньше первого. Поменяйте их местами.' });
  const unknown = pastDayFault(knownAt, today, 'optional');
  if (unknown !== null) errors.push({ field: 'knownAt', message: unknown });
  return errors;
}
