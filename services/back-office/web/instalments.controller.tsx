import { Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { Clock, RejectedError } from '#libs/kernel';
import { CLOCK, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { INSTALMENTS_CLIENT, InstalmentsClient, InstalmentsPreview } from '#services/billing/api/client';
import { AskForInstalments } from '../api/ask-for-instalments';
import { CompanyScope } from '../api/company-scope';
import { INSTALMENTS_STATES } from '../api/instalments.dto';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { AccountIsTyped, unknownAccount } from '../api/typed-account';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { askedText, oneOf } from './asked';
import { INSTALMENT_FIELDS, readInstalments, TypedInstalments } from './instalment-form';
import { linkTo } from './links';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { AgreementPage, InstalmentsPage } from './pages/instalments.page';
import { NewInstalmentsPage } from './pages/new-instalments.page';

/** Debts that are paid by parts: the list, the form with what it comes to, the end of one. */
@OfficePage('instalments')
@ForRole('accountant')
export class OfficeInstalmentsController {
  constructor(
    @Inject(INSTALMENTS_CLIENT) private readonly instalments: InstalmentsClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly toAsk: AskForInstalments,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  @AccountIsTyped()
  async list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const unknown = unknownAccount(request);
    const account = unknown?.typed ?? askedText(request.query, 'account');
    const state = oneOf(INSTALMENTS_STATES, askedText(request.query, 'state'));
    const errors = unknown === null ? [] : [unknown.error];
    const agreements = unknown === null ? await this.instalments.all({ account: account || undefined, state }) : [];
    const props = { agreements, account, state: state ?? '', errors };
    await this.pages.show(request, response, {
      title: 'Рассрочки',
      errors,
      children: () => <InstalmentsPage {...props} />,
    });
  }

  @Get('new')
  @AccountIsTyped()
  async form(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const names = Object.keys(request.query).filter((name) => INSTALMENT_FIELDS.test(name));
    const typed = Object.fromEntries(names.map((name) => [name, askedText(request.query, name)]));
    await this.show(request, response, typed, []);
  }

  @Post()
  @AccountIsTyped()
  async ask(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const { form, origin } = readOfficeCommand(request, this.tokens, INSTALMENT_FIELDS);
    const { key: _key, ...typed } = form as TypedInstalments & { readonly key?: string };
    const read = readInstalments(typed);
    const cause = (typed['cause'] ?? '').trim();
    const errors: FieldError[] = cause === '' ? [{ field: 'cause', message: 'Напишите причину.' }] : [];
    const isUnknown = unknownAccount(request) !== null;
    if (isUnknown || 'errors' in read || errors.length > 0) return this.show(request, response, typed, errors);
    const account = typed['account'] ?? '';
    try {
      const statement = { account, asked: read.asked, cause, document: typed['document'] || null };
      const asked = await this.toAsk.ask(officer, statement, origin);
      await this.untilSeen(asked.position);
      goTo(response, `/approvals/${asked.approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, typed, [{ field: 'cause', message: wordsOf(error.rejection) }]);
    }
  }

  @Get(':account/:agreementId')
  async one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('account') account: string,
    @Param('agreementId') agreementId: string,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    await this.showOne(request, response, account, agreementId, []);
  }

  @Post(':account/:agreementId/withdrawals')
  async withdraw(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('account') account: string,
    @Param('agreementId') agreementId: string,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const { form, origin } = readOfficeCommand(request, this.tokens, /^cause$/);
    const cause = (form['cause'] ?? '').trim();
    if (cause === '') {
      const errors = [{ field: 'cause', message: 'Напишите, почему рассрочка прекращается.' }];
      return this.showOne(request, response, account, agreementId, errors);
    }
    await this.untilSeen((await this.instalments.withdraw(account, agreementId, cause, origin)).position);
    goTo(response, `/instalments/${encodeURIComponent(account)}/${encodeURIComponent(agreementId)}`);
  }

  private async showOne(
    request: Request,
    response: Response,
    account: string,
    agreementId: string,
    errors: readonly FieldError[],
  ): Promise<void> {
    const all = await this.instalments.all({ account });
    const agreement = all.find((one) => one.agreementId === agreementId);
    if (agreement === undefined) return goTo(response, linkTo('/instalments', { account }));
    await this.pages.show(request, response, {
      title: 'Рассрочка',
      errors,
      children: ({ token }) => <AgreementPage {...{ agreement, errors, token }} formKey={newFormKey()} />,
    });
  }

  private async show(
    request: Request,
    response: Response,
    form: TypedInstalments,
    stated: readonly FieldError[],
  ): Promise<void> {
    const unknown = unknownAccount(request);
    const typed = unknown === null ? form : { ...form, account: unknown.typed };
    const found = unknown === null ? await this.found(typed) : { preview: null, errors: [unknown.error] };
    const errors = [...found.errors, ...stated];
    const props = { typed, errors, preview: found.preview, today: this.clock.today() };
    await this.pages.show(request, response, {
      title: 'Новая рассрочка',
      errors,
      children: ({ token }) => <NewInstalmentsPage {...props} token={token} formKey={newFormKey()} />,
    });
  }

  private async found(typed: TypedInstalments): Promise<Found> {
    if ((typed['show'] ?? '') === '') return { preview: null, errors: [] };
    const account = typed['account'] ?? '';
    const read = readInstalments(typed);
    const missing = account === '' ? [{ field: 'account', message: 'Введите лицевой счёт.' }] : [];
    if ('errors' in read || missing.length > 0) {
      return { preview: null, errors: [...missing, ...('errors' in read ? read.errors : [])] };
    }
    try {
      return { preview: await this.instalments.preview(account, read.asked), errors: [] };
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const field = fieldOf(error.rejection.code, read.asked.parts !== undefined);
      return { preview: null, errors: [{ field, message: wordsOf(error.rejection) }] };
    }
  }
}

interface Found {
  readonly preview: InstalmentsPreview | null;
  readonly errors: readonly FieldError[];
}

/** The field that the summary of a refusal leads to. */
function fieldOf(code: string, isOwn: boolean): string {
  if (!/_(PARTS|DATES|SUM)$/.test(code)) return 'account';
  if (isOwn) return 'parts';
  return code.endsWith('_DATES') ? 'firstDueOn' : 'count';
}
