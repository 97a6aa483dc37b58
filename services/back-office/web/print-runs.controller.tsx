import { Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';
import { CODES_CLIENT, CodesClient, isAtLeast, PrintChoice } from '#services/identity/api/client';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { PaperSlips } from '../api/paper-slips';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { PrintLinkPage, PrintRunsPage } from './pages/print-runs.page';
import { sendSlips } from './send-slips';

const CHOICES: readonly PrintChoice['what'][] = ['house', 'unprinted', 'asked'];

/** Print runs: asked for, agreed to by a second person where they are many, printed once. */
@OfficePage('print-runs')
export class OfficePrintRunsController {
  constructor(
    @Inject(CODES_CLIENT) private readonly codes: CodesClient,
    @Inject(COMPANIES_CLIENT) private readonly companies: CompaniesClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly paperSlips: PaperSlips,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, {}, []);
  }

  @Post()
  async request(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(what|houseId|reason)$/);
    const { companyId } = await this.scope.requireCompany(officer);
    const what = CHOICES.find((one) => one === form['what']);
    const houseId = form['houseId'] === '' ? undefined : form['houseId'];
    const reason = form['reason'] ?? '';
    const errors: FieldError[] = [
      ...(what === undefined ? [{ field: 'what', message: 'Выберите, чьи коды печатать.' }] : []),
      ...(what === 'house' && houseId === undefined ? [{ field: 'houseId', message: 'Выберите дом.' }] : []),
    ];
    if (what === undefined || errors.length > 0) return this.show(request, response, officer, form, errors);
    try {
      const asked = await this.codes.requestRun(officer.sessionToken, { what, houseId }, { companyId, reason }, origin);
      await this.untilSeen(asked.position);
      const [approvalId, ...more] = asked.approvalIds;
      if (approvalId === undefined) goTo(response, '/print-runs');
      else goTo(response, more.length > 0 ? '/approvals' : `/approvals/${approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const { code } = error.rejection;
      const field = code === 'IDENTITY_REASON_REQUIRED' ? 'reason' : 'what';
      await this.show(request, response, officer, form, [{ field, message: wordsOf(error.rejection) }]);
    }
  }

  @Post('links')
  async link(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^runId$/);
    await this.scope.requireCompany(officer);
    try {
      const printed = await this.codes.issueLink(officer.sessionToken, form['runId'] ?? '', origin);
      await this.untilSeen(printed.position);
      const slips = isAtLeast(officer.role, 'accountant') ? await this.paperSlips.of(officer, printed.runId) : null;
      await this.pages.show(request, response, {
        title: 'Печать кодов',
        children: ({ token, timeZone }) => (
          <PrintLinkPage {...{ printed, slips, token, timeZone }} back="/print-runs" />
        ),
      });
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, {}, [{ field: 'runs', message: wordsOf(error.rejection) }]);
    }
  }

  /** The link works once by itself: pressed again it says so. */
  @Post('prints')
  async print(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^link$/);
    await this.scope.requireCompany(officer);
    const sheets = await this.codes.print(officer.sessionToken, form['link'] ?? '', origin);
    response
      .status(200)
      .setHeader('Content-Type', 'application/pdf')
      .setHeader('Content-Disposition', 'attachment; filename="codes.pdf"')
      .setHeader('Cache-Control', 'no-store')
      .setHeader('X-Content-Type-Options', 'nosniff')
      .end(sheets);
  }

  /** The same link: whichever of the two is pressed first spends it. */
  @Post('slips')
  @ForRole('accountant')
  async printSlips(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(runId|link)$/);
    await this.scope.requireCompany(officer);
    const { runId = '', link = '' } = form;
    await sendSlips(response, 'slips-with-codes.pdf', { runId }, () =>
      this.paperSlips.print(officer, { runId, link }, origin, response),
    );
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    typed: Readonly<Record<string, string>>,
    errors: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const [runs, houses] = await Promise.all([this.codes.printRuns(officer.sessionToken), this.companies.houses()]);
    await this.pages.show(request, response, {
      title: 'Печать кодов',
      errors,
      children: ({ token, timeZone }) => (
        <PrintRunsPage {...{ runs, houses, token, timeZone, typed, errors }} newKey={newFormKey} />
      ),
    });
  }
}
