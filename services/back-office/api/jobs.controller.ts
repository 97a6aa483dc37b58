import { Body, Get, Inject, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { NIGHTS_CLIENT, NightsClient } from '#services/billing/api/client';
import { OFFICE_JOBS, ReadJobs } from '../settings';
import { CompanyScope } from './company-scope';
import { JobBoardAnswer, RetryAnswer, RetryBody } from './jobs.dto';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

/** Dates of which the board tells. */
export const NIGHTS_SHOWN = 31;

/** What the process does by itself: nights, accounts that they have left out, and everything else by the clock. */
@OfficeApi('jobs', 'jobs')
export class ApiJobsController {
  constructor(
    @Inject(NIGHTS_CLIENT) private readonly nights: NightsClient,
    @Inject(OFFICE_JOBS) private readonly jobs: ReadJobs,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Nights and other jobs: when they ran, how far, with what result; accounts that were left out',
  })
  @ApiOkResponse({ type: JobBoardAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async board(@SignedIn() officer: Officer): Promise<JobBoardAnswer> {
    await this.scope.requireCompany(officer);
    const [nights, parked, jobs] = await Promise.all([
      this.nights.runs(NIGHTS_SHOWN),
      this.nights.parked(),
      this.jobs(),
    ]);
    return { nights, parked, jobs };
  }

  @Post('retries')
  @ApiOperation({ summary: 'Tries an account again that a night has left out; what is done is not done again' })
  @ApiCreatedResponse({ type: RetryAnswer })
  @OfficeCommand('accountant', 'BILLING_ACCOUNT_NOT_PARKED')
  async retry(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { account }: RetryBody,
  ): Promise<RetryAnswer> {
    const { outcome, ...receipt } = await this.nights.retry(account, officeOriginOf(request, officer));
    const code = outcome?.parked[0]?.code ?? null;
    return { ...receipt, state: outcome === null ? 'waiting' : code === null ? 'done' : 'parked', code };
  }
}
