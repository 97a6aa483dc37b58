import { Body, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import { INSTALMENTS_CLIENT, InstalmentsClient, InstalmentsPreviewAnswer } from '#services/billing/api/client';
import { ApprovalReceiptAnswer } from './approvals.dto';
import { AskForInstalments } from './ask-for-instalments';
import { CompanyScope } from './company-scope';
import {
  InstalmentsAnswers,
  InstalmentsAskBody,
  InstalmentsPath,
  InstalmentsPreviewBody,
  InstalmentsQuery,
  WithdrawInstalmentsBody,
} from './instalments.dto';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficePostedQuery, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

const OF_TERMS = [
  'BILLING_UNKNOWN_ACCOUNT',
  'BILLING_NO_COMPANY',
  'BILLING_NO_RULE_IN_FORCE',
  'BILLING_INSTALMENTS_NO_DEBT',
  'BILLING_INSTALMENTS_PARTS',
  'BILLING_INSTALMENTS_DATES',
  'BILLING_INSTALMENTS_SUM',
  'BILLING_INSTALMENTS_RUNNING',
];

/** Agreements to pay a debt by parts: previewed, agreed to by two people, ended by one. */
@OfficeApi('instalments', 'instalments')
export class ApiInstalmentsController {
  constructor(
    @Inject(INSTALMENTS_CLIENT) private readonly instalments: InstalmentsClient,
    private readonly toAsk: AskForInstalments,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Agreements with what is left, the next part and what is overdue, the newest first' })
  @ApiOkResponse({ type: InstalmentsAnswers })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async all(@SignedIn() officer: Officer, @Query() asked: InstalmentsQuery): Promise<InstalmentsAnswers> {
    await this.scope.requireCompany(officer);
    return { agreements: await this.instalments.all(asked) };
  }

  @Post('previews')
  @HttpCode(200)
  @ApiOperation({ summary: 'What an agreement of today would be: months, parts, penalty given up; writes nothing' })
  @ApiOkResponse({ type: InstalmentsPreviewAnswer })
  @OfficePostedQuery('accountant', ...OF_TERMS)
  preview(@Body() { account, ...asked }: InstalmentsPreviewBody): Promise<InstalmentsPreviewAnswer> {
    return this.instalments.preview(account, asked);
  }

  @Post()
  @ApiOperation({ summary: 'Asks a second person to agree that the overdue debt is paid by parts' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    ...OF_TERMS,
    'BACK_OFFICE_NO_COMPANY',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
  )
  ask(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { account, cause, document, ...asked }: InstalmentsAskBody,
  ): Promise<ApprovalReceiptAnswer> {
    const statement = { account, asked, cause, document: document ?? null };
    return this.toAsk.ask(officer, statement, officeOriginOf(request, officer));
  }

  @Post(':account/:agreementId/withdrawals')
  @ApiOperation({
    summary: 'Ends an agreement: of one that runs penalty is charged from the next day, a broken one stays broken',
  })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('accountant', 'BILLING_UNKNOWN_INSTALMENTS', 'BILLING_INSTALMENTS_ENDED')
  withdraw(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { account, agreementId }: InstalmentsPath,
    @Body() { cause }: WithdrawInstalmentsBody,
  ): Promise<CommandReceipt> {
    return this.instalments.withdraw(account, agreementId, cause, officeOriginOf(request, officer));
  }
}
