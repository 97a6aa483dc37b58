import { Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { CommandReceipt, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';
import { CODES_CLIENT, CODES_SHOWN, CodesClient, CodesShown } from '#services/identity/api/client';
import { CompanyScope } from '../api/company-scope';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { askedText, oneOf, TableQuery } from './asked';
import { linkTo } from './links';
import { OfficeForm, readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { CodePage } from './pages/code.page';
import { CodesPage } from './pages/codes.page';
import { PrintLinkPage } from './pages/print-runs.page';

/** Access codes: who has one, who lacks one, who waits for it. No page of the office shows a code. */
@OfficePage('codes')
export class OfficeCodesController {
  constructor(
    @Inject(CODES_CLIENT) private readonly codes: CodesClient,
    @Inject(COMPANIES_CLIENT) private readonly companies: CompaniesClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  list(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() query: TableQuery,
  ): Promise<void> {
    return this.showList(request, response, officer, query, {}, []);
  }

  @Post('first')
  async issueMissing(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(houseId|reason)$/);
    await this.scope.requireCompany(officer);
    const houseId = form['houseId'] === '' ? undefined : form['houseId'];
    try {
      const reason = form['reason'] ?? '';
      const { position, more } = await this.codes.issueMissing(officer.sessionToken, houseId, reason, origin);
      await this.untilSeen(position);
      const shown = more ? { show: 'missing', done: 'part' } : { show: 'unprinted', done: 'all' };
      goTo(response, linkTo('/codes', { ...shown, houseId }));
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const errors = [{ field: 'first-reason', message: wordsOf(error.rejection) }];
      await this.showList(request, response, officer, { houseId }, form, errors);
    }
  }

  @Get('accounts/:account')
  one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('account') account: string,
  ): Promise<void> {
    return this.showOne(request, response, officer, account, []);
  }

  @Post('accounts/:account/hand-out')
  async handOut(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('account') account: string,
  ): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^reason$/);
    try {
      const printed = await this.codes.handOut(officer.sessionToken, account, form['reason'] ?? '', origin);
      await this.untilSeen(printed.position);
      await this.pages.show(request, response, {
        title: 'Печать кода',
        children: ({ token, timeZone }) => (
          <PrintLinkPage {...{ printed, token, timeZone }} slips={null} back={`/codes/accounts/${account}`} />
        ),
      });
    } catch (error) {
      await this.again(request, response, officer, account, { 'hand-out-reason': form['reason'] ?? '' }, error);
    }
  }

  @Post('accounts/:account/next-slip')
  printNext(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('account') account: string,
  ): Promise<void> {
    return this.change(request, response, officer, account, 'next-slip', ({ origin }, reason) =>
      this.codes.printNext(officer.sessionToken, account, reason, origin),
    );
  }

  @Post('accounts/:account/replacement')
  replace(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('account') account: string,
  ): Promise<void> {
    return this.change(request, response, officer, account, 'replacement', ({ origin }, reason) =>
      this.codes.replace(officer.sessionToken, account, reason, origin),
    );
  }

  @Post('accounts/:account/resumption')
  resume(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('account') account: string,
  ): Promise<void> {
    return this.change(request, response, officer, account, 'resumption', ({ origin }, reason) =>
      this.codes.resume(officer.sessionToken, account, reason, origin),
    );
  }

  private async change(
    request: Request,
    response: Response,
    officer: Officer,
    account: string,
    act: string,
    work: (form: OfficeForm, reason: string) => Promise<CommandReceipt>,
  ): Promise<void> {
    const form = readOfficeCommand(request, this.tokens, /^reason$/);
    try {
      await this.untilSeen((await work(form, form.form['reason'] ?? '')).position);
      goTo(response, `/codes/accounts/${encodeURIComponent(account)}?done=${act}`);
    } catch (error) {
      await this.again(request, response, officer, account, { [`${act}-reason`]: form.form['reason'] ?? '' }, error);
    }
  }

  private async again(
    request: Request,
    response: Response,
    officer: Officer,
    account: string,
    typed: Readonly<Record<string, string>>,
    error: unknown,
  ): Promise<void> {
    if (!(error instanceof RejectedError)) throw error;
    const { rejection } = error;
    const errors = Object.keys(typed).map((field) => ({ field, message: wordsOf(rejection) }));
    await this.showOne(request, response, officer, account, errors, typed);
  }

  private async showOne(
    request: Request,
    response: Response,
    { sessionToken }: Officer,
    account: string,
    errors: readonly FieldError[],
    typed: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const code = await this.codes.code(sessionToken, account);
    const houses = await this.companies.houses();
    const address = houses.find(({ houseId }) => houseId === code.houseId)?.address ?? code.houseId;
    const { done: asked } = request.query;
    const done = typeof asked === 'string' && errors.length === 0 ? asked : '';
    await this.pages.show(request, response, {
      title: `Код доступа, счёт ${account}`,
      errors,
      children: ({ token, timeZone }) => (
        <CodePage {...{ code, address, done, token, timeZone, errors, typed }} newKey={newFormKey} />
      ),
    });
  }

  private async showList(
    request: Request,
    response: Response,
    officer: Officer,
    query: TableQuery,
    typed: Readonly<Record<string, string>>,
    errors: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const text = (name: string) => askedText(query, name) || undefined;
    const show = shownIn(text('show'));
    const [houseId, afterAccount] = [text('houseId'), text('after')];
    const { sessionToken } = officer;
    const [houses, counts, page] = await Promise.all([
      this.companies.houses(),
      this.codes.houses(sessionToken),
      this.codes.codes(sessionToken, { show, houseId, afterAccount }),
    ]);
    await this.pages.show(request, response, {
      title: 'Коды доступа',
      errors,
      children: ({ token, timeZone }) => (
        <CodesPage
          {...{ houses, counts, page, show, token, timeZone, typed, errors }}
          houseId={houseId ?? ''}
          issued={errors.length === 0 ? (oneOf(['part', 'all'] as const, query['done']) ?? null) : null}
          newKey={newFormKey}
        />
      ),
    });
  }
}

function shownIn(text: string | undefined): CodesShown {
  return CODES_SHOWN.find((one) => one === text) ?? 'all';
}
