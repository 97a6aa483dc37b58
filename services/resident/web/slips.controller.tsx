import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { isBillingPeriod, RejectedError, Rejection } from '#libs/kernel';
import { FieldError } from '#libs/web';
import { BILLING_CLIENT, BillingClient, SLIPS_CLIENT, SlipsClient, SlipVerdict } from '#services/billing/api/client';
import { CallsLimit } from '../api/calls-limit';
import { FormTokens } from '../api/form-token';
import { SignedIn, Visitor } from '../api/visitor';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { FORM_TOKENS, SLIP_CHECKS } from '../tokens';
import { readCommandForm, readForm } from './form';
import { goTo, newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { CheckPage } from './pages/check.page';
import { SlipsPage } from './pages/slips.page';

const VERSIONS_MAX = 9_999;
const CODE_CHARACTERS_MAX = 64;

/** Payment slips: forming and reading one's own, and checking any. */
@ApiExcludeController()
@Controller()
export class SlipsPagesController {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(SLIPS_CLIENT) private readonly slips: SlipsClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    @Inject(SLIP_CHECKS) private readonly checks: CallsLimit,
    private readonly pages: Pages,
  ) {}

  @Get('slips')
  async all(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const [statements, issued, { debt, at, card }] = await Promise.all([
      this.billing.statements(account),
      this.slips.slips(account),
      this.billing.overview(account),
    ]);
    const formed = issued.find(({ period }) => period === query['formed']) ?? null;
    await this.pages.show(request, response, {
      title: 'Квитанции',
      children: ({ token }) => (
        <SlipsPage
          statements={statements}
          issued={issued}
          formed={formed}
          debt={debt}
          at={at}
          timeZone={card.timeZone}
          token={token}
          account={account}
          newKey={newFormKey}
        />
      ),
    });
  }

  @Post('slips')
  async form(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^period$/);
    const period = form['period'] ?? '';
    if (!isBillingPeriod(period)) throw new RejectedError(new Rejection('MALFORMED_REQUEST'));
    const { position } = await this.slips.issueSlip(visitor.account, period, originOf(request, visitor, form.key));
    await this.untilSeen(position);
    goTo(response, `/slips?formed=${period}`);
  }

  @Get('slips/:period/pdf')
  async file(
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Param('period') period: string,
    @Query('version') version?: string,
  ): Promise<void> {
    if (!isBillingPeriod(period)) throw new RejectedError(new Rejection('NOT_FOUND'));
    const pdf = await this.slips.slipPdf(account, period, versionOf(version));
    response.setHeader('Content-Type', 'application/pdf');
    response.setHeader('Cache-Control', 'private, no-store');
    // The name says neither who pays nor for which account: it stays in lists of downloads.
    response.setHeader('Content-Disposition', `attachment; filename="kvitanciya-${period}.pdf"`);
    response.end(pdf);
  }

  @Get('check')
  async check(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.showCheck(request, response, { code: '', errors: [], verdict: null });
  }

  /** Answered at once and not led on to an address: a code in an address would stay in the history of the browser. */
  @Post('check')
  async verdict(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = readForm(request, this.tokens, /^code$/);
    const code = (form['code'] ?? '').slice(0, CODE_CHARACTERS_MAX);
    if (code === '') {
      const errors = [{ field: 'code', message: 'Введите код проверки: 12 знаков с квитанции.' }];
      await this.showCheck(request, response, { code, errors, verdict: null });
      return;
    }
    this.checks.take(request.ip ?? '', performance.now());
    await this.showCheck(request, response, { code, errors: [], verdict: await this.slips.verifySlip(code) });
  }

  private async showCheck(
    request: Request,
    response: Response,
    form: { readonly code: string; readonly errors: readonly FieldError[]; readonly verdict: SlipVerdict | null },
  ): Promise<void> {
    await this.pages.show(request, response, {
      title: 'Проверка квитанции',
      errors: form.errors,
      isStep: true,
      children: ({ token }) => <CheckPage token={token} {...form} />,
    });
  }
}

/** Throws RejectedError NOT_FOUND for what is no number of a version. */
function versionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const version = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (version < 1 || version > VERSIONS_MAX) throw new RejectedError(new Rejection('NOT_FOUND'));
  return version;
}
