import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { BILLING_OFFICE_CLIENT, BillingOfficeClient, ReplayRun } from '#services/billing/api/client';
import { ApprovalReceiptAnswer } from './approvals.dto';
import { AskToRecalculate } from './ask-to-recalculate';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { ReplayFile } from './replay-file';
import { ReplayFileQuery, ReplayRunAnswer, ReplayRunPath, ReplayRunQuery, StartReplayBody } from './replays.dto';
import { ROWS_PER_PAGE } from './row-window';
import { ReasonBody } from './staff.dto';

/** Closed months charged anew: begun, looked at, taken away, and agreed to by a second person. */
@OfficeApi('replays', 'replays')
export class ApiReplaysController {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    private readonly toRecalculate: AskToRecalculate,
    private readonly replayFile: ReplayFile,
    private readonly scope: CompanyScope,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Begins a replay under today’s rules or supposed ones; it goes on by itself, writes nothing',
  })
  @ApiCreatedResponse({ type: ReplayRunAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'BILLING_DATES_OUT_OF_ORDER',
    'BILLING_BEFORE_FIRST_PERIOD',
    'BILLING_UNKNOWN_HOUSE',
    'BILLING_REPLAY_RULES',
    'BILLING_REPLAY_BUSY',
  )
  async start(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { from, to, rules, houseId: house }: StartReplayBody,
  ): Promise<ReplayRunAnswer> {
    await this.scope.requireCompany(officer);
    // Nothing is recorded; the key is asked for all the same, as of everything that is posted.
    officeOriginOf(request, officer);
    return runAnswer(await this.billing.startReplay({ from, to, rules, house }), 1);
  }

  @Get(':runId')
  @ApiOperation({ summary: 'How far a replay is, and the accounts that it would change' })
  @ApiOkResponse({ type: ReplayRunAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'BILLING_UNKNOWN_REPLAY_RUN')
  async run(
    @SignedIn() officer: Officer,
    @Param() { runId }: ReplayRunPath,
    @Query() { page = 1 }: ReplayRunQuery,
  ): Promise<ReplayRunAnswer> {
    await this.scope.requireCompany(officer);
    return runAnswer(await this.billing.replayRun(runId), page);
  }

  @Get(':runId/file')
  @ApiOperation({ summary: 'Every line that it would change, as a file; CSV of any length' })
  @ApiProduces('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'BILLING_UNKNOWN_REPLAY_RUN', 'TABLE_TOO_LONG')
  async file(
    @SignedIn() officer: Officer,
    @Param() { runId }: ReplayRunPath,
    @Query() { format }: ReplayFileQuery,
    @Res() response: Response,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    await this.replayFile.send(response, format, (await this.billing.replayRun(runId)).question);
  }

  @Post(':runId/approvals')
  @ApiOperation({ summary: 'Asks a second person to agree that what was found is posted in the open period' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'BILLING_UNKNOWN_REPLAY_RUN',
    'BILLING_REPLAY_NOT_DONE',
    'BILLING_REPLAY_NOTHING',
    'BILLING_REPLAY_PLAN_CHANGED',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
  )
  ask(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { runId }: ReplayRunPath,
    @Body() { reason }: ReasonBody,
  ): Promise<ApprovalReceiptAnswer> {
    return this.toRecalculate.replay(officer, runId, reason, officeOriginOf(request, officer));
  }
}

function runAnswer(run: ReplayRun, page: number): ReplayRunAnswer {
  const { runId, replayId, state, done, total, lines, differenceKopecks, figures, accounts } = run;
  const shown = accounts.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE);
  const answer = { runId, replayId, state, done, total, lines, differenceKopecks, figures };
  return { ...answer, accounts: shown, count: accounts.length };
}
