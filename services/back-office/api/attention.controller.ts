import { Body, Get, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import type { Request } from 'express';
import {
  AttentionAnswer,
  CloseAttentionBody,
  PaymentPath,
  PAYMENTS_CLIENT,
  PaymentsClient,
  PaymentsNeedingAttention,
} from '#services/payments/api/client';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

class ClosedAttentionAnswer {
  @ApiProperty({ type: 'integer', description: 'Up to here a reader has to be to see it' })
  readonly position!: number;
}

/** Online payments that wait for a person. */
@OfficeApi('payments', 'payments-needing-attention')
export class ApiAttentionController {
  constructor(
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Online payments of which a person has to find out what became, the longest waiting first' })
  @ApiOkResponse({ type: AttentionAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async list(@SignedIn() officer: Officer): Promise<PaymentsNeedingAttention> {
    await this.scope.requireCompany(officer);
    return this.payments.needingAttention();
  }

  @Post(':paymentId/closings')
  @ApiOperation({ summary: 'Says what a person has found in the bank’s own records' })
  @ApiCreatedResponse({ type: ClosedAttentionAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'PAYMENTS_UNKNOWN_ONLINE_PAYMENT',
    'PAYMENTS_ONLINE_PAYMENT_NEEDS_NO_ATTENTION',
    'PAYMENTS_ONLINE_PAYMENT_IS_PAID',
    'PAYMENTS_FINDING_DOES_NOT_FIT',
  )
  async close(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { paymentId }: PaymentPath,
    @Body() { verdict, finding }: CloseAttentionBody,
  ): Promise<ClosedAttentionAnswer> {
    await this.scope.requireCompany(officer);
    const origin = officeOriginOf(request, officer);
    return { position: await this.payments.closeAttention(paymentId, verdict, finding, origin) };
  }
}
