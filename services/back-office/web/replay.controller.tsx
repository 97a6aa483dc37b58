import { Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { previousPeriod, RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import {
  BILLING_OFFICE_CLIENT,
  BillingOfficeClient,
  PERIODS_CLIENT,
  PeriodsClient,
  ReplayRun,
} from '#services/billing/api/client';
import { ApprovalCard, APPROVALS_CLIENT, ApprovalsClient } from '#services/identity/api/client';
import { AskToRecalculate } from '../api/ask-to-recalculate';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { ReplayFile } from '../api/replay-file';
import { windowOf } from '../api/row-window';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { askedPage, tableFormatOf } from './asked';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { causeError } from './pages/new-recalculation.page';
import { ReplayPage } from './pages/replay.page';
import { ReplayedAccountPage, ReplayRunPage } from './pages/replay-run.page';
import { Typed } from './recalculation-form';
import { readReplay, REPLAY_FIELDS } from './replay-form';

/** Closed months charged anew: which and by what rules, how far it is, what it found, and the question to a second person. */
@OfficePage('replay')
@ForRole('accountant')
export class OfficeReplayController {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly toRecalculate: AskToRecalculate,
    private readonly replayFile: ReplayFile,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async form(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { firstPeriod, lastPeriod } = await this.scope.requireCompany(officer);
    const open = (await this.periods.standing())?.period;
    const typed = { from: firstPeriod, to: open === undefined ? lastPeriod : previousPeriod(open) };
    await this.showForm(request, response, typed, []);
  }

  @Post()
  async start(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const { form } = readOfficeCommand(request, this.tokens, REPLAY_FIELDS);
    const read = readReplay(form, await this.billing.names());
    if ('errors' in read) return this.showForm(request, response, form, read.errors);
    try {
      const { runId } = await this.billing.startReplay(read.question);
      goTo(response, `/replay/runs/${runId}`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.showForm(request, response, form, [{ field: 'from', message: wordsOf(error.rejection) }]);
    }
  }

  @Get('runs/:runId')
  async run(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('runId') runId: string,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    await this.showRun(request, response, officer, runId, '', []);
  }

  @Get('runs/:runId/file')
  async file(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('runId') runId: string,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const { question } = await this.billing.replayRun(runId);
    await this.replayFile.send(response, tableFormatOf(request.query['format']), question);
  }

  @Get('runs/:runId/:account')
  async account(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('runId') runId: string,
    @Param('account') account: string,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const run = await this.billing.replayRun(runId);
    const [found, names] = [await this.billing.replayOne(account, run.question), await this.billing.names()];
    await this.pages.show(request, response, {
      title: `Пересчёт счёта ${account}`,
      children: () => <ReplayedAccountPage {...{ run, found, names }} />,
    });
  }

  @Post('runs/:runId/ask')
  async ask(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('runId') runId: string,
  ): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^cause$/);
    const cause = form['cause'] ?? '';
    const silent = causeError(cause);
    if (silent.length > 0) return this.showRun(request, response, officer, runId, cause, silent);
    try {
      const asked = await this.toRecalculate.replay(officer, runId, cause, origin);
      await this.untilSeen(asked.position);
      goTo(response, `/approvals/${asked.approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'BILLING_UNKNOWN_REPLAY_RUN') throw error;
      await this.showRun(request, response, officer, runId, cause, [
        { field: 'cause', message: wordsOf(error.rejection) },
      ]);
    }
  }

  private async showForm(
    request: Request,
    response: Response,
    typed: Typed,
    errors: readonly FieldError[],
  ): Promise<void> {
    const names = await this.billing.names();
    await this.pages.show(request, response, {
      title: 'Пересчёт закрытых месяцев',
      errors,
      children: ({ token }) => <ReplayPage {...{ typed, names, token, errors }} formKey={newFormKey()} />,
    });
  }

  private async showRun(
    request: Request,
    response: Response,
    officer: Officer,
    runId: string,
    cause: string,
    errors: readonly FieldError[],
  ): Promise<void> {
    const [run, names] = [await this.billing.replayRun(runId), await this.billing.names()];
    const asked = await this.askedAbout(officer, run);
    const window = await windowOf(run.accounts, askedPage(request.query), 0, (sum, one) => sum + one.differenceKopecks);
    await this.pages.show(request, response, {
      title: 'Пересчёт закрытых месяцев',
      errors,
      children: ({ token }) => (
        <ReplayRunPage {...{ run, window, names, token, cause, asked, errors }} formKey={newFormKey()} />
      ),
    });
  }

  /** Whether this very finding waits for a second person, or was agreed to; refused, it can be asked for again. */
  private async askedAbout({ sessionToken }: Officer, { runId }: ReplayRun): Promise<ApprovalCard | null> {
    const all = await this.approvals.approvals(sessionToken);
    const standing = ['open', 'granted', 'carried_out'];
    return (
      all.find(({ kind, subject, state }) => kind === 'replay' && subject === runId && standing.includes(state)) ?? null
    );
  }
}
