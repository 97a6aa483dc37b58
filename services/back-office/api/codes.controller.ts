import { Body, Inject, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, Matches } from 'class-validator';
import type { Request } from 'express';
import { IDENTIFIER_FORM, IdentifierField } from '#libs/platform';
import { APPROVALS_CLIENT, ApprovalsClient } from '#services/identity/api/client';
import { ApprovalReceiptAnswer } from './approvals.dto';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf } from './office-api';
import { Officer, SignedIn } from './officer';
import { ReasonBody } from './staff.dto';

const ACCOUNTS_MAX = 500;

class BulkReissueBody extends ReasonBody {
  @IdentifierField({
    description: 'What the accounts have in common, such as their house; one request for it at a time',
  })
  readonly subject!: string;

  @ApiProperty({
    description: 'Whose codes are replaced',
    type: 'array',
    items: { type: 'string', pattern: IDENTIFIER_FORM.source },
    minItems: 1,
    maxItems: ACCOUNTS_MAX,
    example: ['6301000017'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ACCOUNTS_MAX)
  @IsString({ each: true })
  @Matches(IDENTIFIER_FORM, { each: true })
  readonly accounts!: string[];
}

/** Access codes of many accounts: replaced when a second person agrees. */
@OfficeApi('codes', 'codes')
export class ApiCodesController {
  constructor(
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
  ) {}

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
    @Body() { subject, reason, ...asked }: BulkReissueBody,
  ): Promise<ApprovalReceiptAnswer> {
    const { companyId } = await this.scope.requireCompany(officer);
    const accounts = [...new Set(asked.accounts)];
    const summary = `Заменить коды доступа: счетов ${String(accounts.length)}`;
    const wanted = { kind: 'bulk-reissue', companyId, subject, plan: { accounts }, summary, reason } as const;
    return this.approvals.request(officer.sessionToken, wanted, officeOriginOf(request, officer));
  }
}
