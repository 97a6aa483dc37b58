import { Body, Get, Inject, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { ApprovalReceiptAnswer, ClosePeriodBody, PeriodStandingAnswer } from './approvals.dto';
import { AskToClose } from './ask-to-close';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

/** The period in which accounts stand, and its close by two people. */
@OfficeApi('periods', 'periods')
export class ApiPeriodsController {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    private readonly scope: CompanyScope,
    private readonly toClose: AskToClose,
  ) {}

  @Get('standing')
  @ApiOperation({ summary: 'The oldest open period of the company, and who closes it' })
  @ApiOkResponse({ type: PeriodStandingAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async standing(@SignedIn() officer: Officer): Promise<PeriodStandingAnswer> {
    await this.scope.requireCompany(officer);
    const none = { period: null, endsOn: null, hasEnded: false, openAccounts: 0, closedBy: 'night' } as const;
    return (await this.periods.standing()) ?? none;
  }

  @Post('closes')
  @ApiOperation({ summary: 'Asks a second person to agree to the close of a period, with the figures of this moment' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'BILLING_CLOSE_OTHER_PERIOD',
    'BILLING_CLOSE_NOT_ENDED',
    'BILLING_CLOSE_OF_NIGHT',
    'BILLING_CLOSE_OF_NOTHING',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
    'IDENTITY_REASON_REQUIRED',
  )
  close(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { period, reason }: ClosePeriodBody,
  ): Promise<ApprovalReceiptAnswer> {
    return this.toClose.ask(officer, period, reason, officeOriginOf(request, officer));
  }
}
