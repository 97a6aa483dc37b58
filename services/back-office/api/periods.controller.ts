import { Body, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { NIGHTS_CLIENT, NightsClient, PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { ApprovalReceiptAnswer, ClosePeriodBody, PeriodStandingAnswer } from './approvals.dto';
import { AskToClose } from './ask-to-close';
import { ClosePreview } from './close-preview';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { NothingPipe, TakesNothing } from './nothing';
import { CalculationAnswer, CalculationReceiptAnswer, PreviewAnswer, PreviewQuery } from './periods.dto';

/** The period in which accounts stand, and its close by two people. */
@OfficeApi('periods', 'periods')
export class ApiPeriodsController {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(NIGHTS_CLIENT) private readonly nights: NightsClient,
    private readonly scope: CompanyScope,
    private readonly toClose: AskToClose,
    private readonly closePreview: ClosePreview,
  ) {}

  @Get('standing')
  @ApiOperation({ summary: 'The oldest open period of the company, and who closes it' })
  @ApiOkResponse({ type: PeriodStandingAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async standing(@SignedIn() officer: Officer): Promise<PeriodStandingAnswer> {
    await this.scope.requireCompany(officer);
    const none = {
      period: null,
      endsOn: null,
      hasEnded: false,
      openAccounts: 0,
      uncalculatedAccounts: 0,
      closedBy: 'night',
    } as const;
    return (await this.periods.standing()) ?? none;
  }

  @Get('preview')
  @ApiOperation({
    summary: 'What the close of the open period would charge, account by account, oddities first, page by page',
  })
  @ApiOkResponse({ type: PreviewAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'BILLING_CLOSE_OTHER_PERIOD')
  async preview(@SignedIn() officer: Officer, @Query() { page = 1, ...asked }: PreviewQuery): Promise<PreviewAnswer> {
    await this.scope.requireCompany(officer);
    const { rows: accounts, total: totals, ...window } = await this.closePreview.page(asked, page);
    return { ...window, totals, accounts };
  }

  @Get('calculation')
  @ApiOperation({ summary: 'How far the calculation is that was asked for last' })
  @ApiOkResponse({ type: CalculationAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async calculation(@SignedIn() officer: Officer): Promise<CalculationAnswer> {
    await this.scope.requireCompany(officer);
    const none = { state: 'none', period: null, accountsDone: 0, accountsDue: 0, parked: 0 } as const;
    const progress = await this.nights.progress();
    if (progress === null) return none;
    const { state, period, accountsDone, accountsDue, outcome } = progress;
    return { state, period, accountsDone, accountsDue, parked: outcome?.parked.length ?? 0 };
  }

  @Post('calculations')
  @ApiOperation({
    summary: 'Calculates the open period now, in the background; whoever asks again joins what is under way',
  })
  @ApiCreatedResponse({ type: CalculationReceiptAnswer })
  @TakesNothing()
  @OfficeCommand('accountant', 'BACK_OFFICE_NO_COMPANY', 'BILLING_CALCULATION_IMPOSSIBLE')
  async calculate(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body(NothingPipe) _nothing: unknown,
  ): Promise<CalculationReceiptAnswer> {
    await this.scope.requireCompany(officer);
    return this.nights.calculate(officeOriginOf(request, officer));
  }

  @Post('closes')
  @ApiOperation({ summary: 'Asks a second person to agree to the close of a period, with the figures of this moment' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'BACK_OFFICE_CLOSE_UNDECIDED',
    'BACK_OFFICE_CLOSE_UNSEEN',
    'BILLING_CLOSE_OTHER_PERIOD',
    'BILLING_CLOSE_NOT_ENDED',
    'BILLING_CLOSE_OF_NIGHT',
    'BILLING_CLOSE_OF_NOTHING',
    'BILLING_PREVIEW_BUSY',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
    'IDENTITY_REASON_REQUIRED',
  )
  close(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { period, reason, despiteDoubts: insists = false }: ClosePeriodBody,
  ): Promise<ApprovalReceiptAnswer> {
    return this.toClose.ask(officer, { period, reason, insists }, officeOriginOf(request, officer));
  }
}
