import { Body, Get, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import { APPROVALS_CLIENT, ApprovalsClient } from '#services/identity/api/client';
import { GrantApproval } from './grant-approval';
import { ApprovalAnswer, ApprovalPath, ApprovalsAnswer, GrantBody } from './approvals.dto';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { ReasonBody } from './staff.dto';

const OF_ANSWER = [
  'IDENTITY_UNKNOWN_APPROVAL',
  'IDENTITY_APPROVAL_OWN',
  'IDENTITY_APPROVAL_ROLE',
  'IDENTITY_APPROVAL_SETTLED',
];

/** What needs two people. Which role a kind needs stands with the kind: an operator may look, and agree to some. */
@OfficeApi('approvals', 'approvals')
export class ApiApprovalsController {
  constructor(
    @Inject(APPROVALS_CLIENT) private readonly client: ApprovalsClient,
    private readonly granting: GrantApproval,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What was asked for in the own companies, and what came of it' })
  @ApiOkResponse({ type: ApprovalsAnswer })
  @OfficeQuery('operator')
  async all(@SignedIn() { sessionToken }: Officer): Promise<ApprovalsAnswer> {
    return { approvals: await this.client.approvals(sessionToken) };
  }

  @Get(':approvalId')
  @ApiOperation({ summary: 'One of them' })
  @ApiOkResponse({ type: ApprovalAnswer })
  @OfficeQuery('operator', 'IDENTITY_UNKNOWN_APPROVAL')
  one(@SignedIn() { sessionToken }: Officer, @Param() { approvalId }: ApprovalPath): Promise<ApprovalAnswer> {
    return this.client.approval(sessionToken, approvalId);
  }

  @Post(':approvalId/grants')
  @ApiOperation({ summary: 'Agrees to what another person has asked for; the service concerned carries it out' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand(
    'operator',
    'IDENTITY_APPROVAL_EXPIRED',
    'IDENTITY_APPROVAL_OTHER_PLAN',
    'BACK_OFFICE_CLOSE_UNDECIDED',
    'BACK_OFFICE_CLOSE_UNSEEN',
    ...OF_ANSWER,
  )
  grant(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { approvalId }: ApprovalPath,
    @Body() { planHash, despiteDoubts: insists = false }: GrantBody,
  ): Promise<CommandReceipt> {
    return this.granting.grant(officer, { approvalId, planHash, insists }, officeOriginOf(request, officer));
  }

  @Post(':approvalId/refusals')
  @ApiOperation({ summary: 'Refuses what another person has asked for' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', 'IDENTITY_REASON_REQUIRED', ...OF_ANSWER)
  refuse(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { approvalId }: ApprovalPath,
    @Body() { reason }: ReasonBody,
  ): Promise<CommandReceipt> {
    return this.client.refuse(officer.sessionToken, approvalId, reason, officeOriginOf(request, officer));
  }

  @Post(':approvalId/withdrawals')
  @ApiOperation({ summary: 'Takes back what one has asked for oneself' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand(
    'operator',
    'IDENTITY_UNKNOWN_APPROVAL',
    'IDENTITY_APPROVAL_NOT_OWN',
    'IDENTITY_REASON_REQUIRED',
    'IDENTITY_APPROVAL_SETTLED',
  )
  withdraw(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { approvalId }: ApprovalPath,
    @Body() { reason }: ReasonBody,
  ): Promise<CommandReceipt> {
    return this.client.withdraw(officer.sessionToken, approvalId, reason, officeOriginOf(request, officer));
  }
}
