import { Body, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import { APPROVALS_CLIENT, ApprovalsClient, CODES_CLIENT, CodesClient } from '#services/identity/api/client';
import { ApprovalReceiptAnswer } from './approvals.dto';
import {
  BulkReissueBody,
  CodeAnswer,
  CodePath,
  CodesAnswer,
  CodesQuery,
  FirstCodesAnswer,
  FirstCodesBody,
  HousesOfCodesAnswer,
  PrintLinkAnswer,
} from './codes.dto';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { ReasonBody } from './staff.dto';

const OF_CODE = ['IDENTITY_UNKNOWN_ACCOUNT', 'IDENTITY_NO_CREDENTIAL', 'IDENTITY_CREDENTIAL_REVOKED'];
const OF_NEW_CODE = [...OF_CODE, 'IDENTITY_VAULT_UNAVAILABLE', 'IDENTITY_REASON_REQUIRED'];

/** Access codes as the office has them: handed out, replaced, marked for the next slip, and never read. */
@OfficeApi('codes', 'codes')
export class ApiCodesController {
  constructor(
    @Inject(CODES_CLIENT) private readonly codes: CodesClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Accounts with and without a code, of a house or of all' })
  @ApiOkResponse({ type: CodesAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async all(
    @SignedIn() officer: Officer,
    @Query() { show = 'all', houseId, afterAccount }: CodesQuery,
  ): Promise<CodesAnswer> {
    await this.scope.requireCompany(officer);
    return this.codes.codes(officer.sessionToken, { show, houseId, afterAccount });
  }

  @Get('houses')
  @ApiOperation({ summary: 'How it stands with the codes of each house' })
  @ApiOkResponse({ type: HousesOfCodesAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async houses(@SignedIn() officer: Officer): Promise<HousesOfCodesAnswer> {
    await this.scope.requireCompany(officer);
    return { houses: await this.codes.houses(officer.sessionToken) };
  }

  @Get('accounts/:account')
  @ApiOperation({ summary: 'The code of an account: when it was issued and printed' })
  @ApiOkResponse({ type: CodeAnswer })
  @OfficeQuery('operator', 'IDENTITY_UNKNOWN_ACCOUNT')
  one(@SignedIn() { sessionToken }: Officer, @Param() { account }: CodePath): Promise<CodeAnswer> {
    return this.codes.code(sessionToken, account);
  }

  @Post('accounts/:account/hand-outs')
  @ApiOperation({ summary: 'In person: another code at once, every session ended, and a link that prints it once' })
  @ApiCreatedResponse({ type: PrintLinkAnswer })
  @OfficeCommand('operator', 'IDENTITY_PRINT_RUN_DONE', ...OF_NEW_CODE)
  handOut(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { account }: CodePath,
    @Body() { reason }: ReasonBody,
  ): Promise<PrintLinkAnswer> {
    return this.codes.handOut(officer.sessionToken, account, reason, officeOriginOf(request, officer));
  }

  @Post('accounts/:account/next-slips')
  @ApiOperation({ summary: 'By telephone: the code in force goes into the next payment slip' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', 'IDENTITY_REASON_REQUIRED', ...OF_CODE)
  printNext(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { account }: CodePath,
    @Body() { reason }: ReasonBody,
  ): Promise<CommandReceipt> {
    return this.codes.printNext(officer.sessionToken, account, reason, officeOriginOf(request, officer));
  }

  @Post('accounts/:account/replacements')
  @ApiOperation({ summary: 'Another code under the same login; every session ends, nothing is printed yet' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', ...OF_NEW_CODE)
  replace(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { account }: CodePath,
    @Body() { reason }: ReasonBody,
  ): Promise<CommandReceipt> {
    return this.codes.replace(officer.sessionToken, account, reason, officeOriginOf(request, officer));
  }

  @Post('accounts/:account/resumptions')
  @ApiOperation({ summary: 'Lets people in again after the resident has frozen the cabinet' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', 'IDENTITY_REASON_REQUIRED', ...OF_CODE)
  resume(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { account }: CodePath,
    @Body() { reason }: ReasonBody,
  ): Promise<CommandReceipt> {
    return this.codes.resume(officer.sessionToken, account, reason, officeOriginOf(request, officer));
  }

  @Post('first')
  @ApiOperation({ summary: 'First codes for every account that has none; they are printed afterwards' })
  @ApiCreatedResponse({ type: FirstCodesAnswer })
  @OfficeCommand(
    'operator',
    'BACK_OFFICE_NO_COMPANY',
    'IDENTITY_NOBODY_WITHOUT_CODE',
    'IDENTITY_CREDENTIAL_ALREADY_ISSUED',
    ...OF_NEW_CODE,
  )
  async issueMissing(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { houseId, reason }: FirstCodesBody,
  ): Promise<FirstCodesAnswer> {
    await this.scope.requireCompany(officer);
    return this.codes.issueMissing(officer.sessionToken, houseId, reason, officeOriginOf(request, officer));
  }

  @Post('reissues')
  @ApiOperation({ summary: 'Asks a second person to agree to the replacement of the codes of many accounts' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
    'IDENTITY_REASON_REQUIRED',
  )
  async reissue(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { houseId, reason, ...asked }: BulkReissueBody,
  ): Promise<ApprovalReceiptAnswer> {
    const { companyId } = await this.scope.requireCompany(officer);
    const accounts = [...new Set(asked.accounts)];
    const summary = `Заменить коды доступа: счетов ${String(accounts.length)}`;
    const wanted = { kind: 'bulk-reissue', companyId, subject: houseId, plan: { accounts }, summary, reason } as const;
    return this.approvals.request(officer.sessionToken, wanted, officeOriginOf(request, officer));
  }
}
