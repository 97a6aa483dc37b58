import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { unlessAway } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { Cookies } from '../api/cookies';
import { FormTokens } from '../api/form-token';
import { digitsOf, SignIn } from '../api/sign-in';
import { SignedIn, Visitor } from '../api/visitor';
import { COOKIES, FORM_TOKENS } from '../tokens';
import { Form, readAccountForm, readCommandForm } from './form';
import { goTo, newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { AccountPage, PlacedAccount } from './pages/account.page';
import { SignInJournalPage } from './pages/sign-in-journal.page';
import { Ended } from './pages/sign-in.page';

const SCRIPTS = ['/assets/sign-in.js'];
const TYPED = /^(login|code)$/;

interface Typed {
  readonly login: string;
  readonly errors: readonly FieldError[];
}

/** The sign-in itself: accounts under it, who is inside, and the doors that can be shut. */
@ApiExcludeController()
@Controller('account')
export class AccountController {
  constructor(
    @Inject(IDENTITY_CLIENT) private readonly identity: IdentityClient,
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(COOKIES) private readonly cookies: Cookies,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    private readonly signIn: SignIn,
    private readonly pages: Pages,
  ) {}

  @Get()
  account(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    return this.show(request, response, visitor, { login: '', errors: [] });
  }

  @Get('journal')
  async journal(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const { sessionToken, account } = visitor;
    const [access, journal] = await Promise.all([
      this.identity.access(sessionToken, this.signIn.deviceOf(request)),
      this.identity.journal(sessionToken),
    ]);
    await this.pages.show(request, response, {
      title: 'Журнал входов',
      children: ({ token, timeZone }) => (
        <SignInJournalPage
          token={token}
          shown={account}
          access={access}
          journal={journal}
          timeZone={timeZone}
          newKey={newFormKey}
        />
      ),
    });
  }

  /** Which account the pages show stands in a cookie as its place among those that are open. */
  @Post('show')
  shown(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): void {
    const { chosen } = readAccountForm(request, this.tokens, /^chosen$/) as Form;
    const place = visitor.accounts.indexOf(chosen ?? '');
    if (place < 0) throw new RejectedError(new Rejection('NOT_FOUND'));
    this.cookies.write(response, 'place', String(place));
    goTo(response, '/');
  }

  @Post('attach')
  async attach(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, TYPED);
    const typed = form as Form;
    const [login, code] = [digitsOf(typed['login']), digitsOf(typed['code'])];
    const missing: FieldError[] = [
      ...(login === '' ? [{ field: 'login', message: 'Введите логин: 9 цифр с квитанции.' }] : []),
      ...(code === '' ? [{ field: 'code', message: 'Введите код доступа: 13 цифр с квитанции.' }] : []),
    ];
    if (missing.length > 0) return this.show(request, response, visitor, { login, errors: missing });
    try {
      await this.signIn.attach(request, visitor, { login, code }, originOf(request, visitor, form.key));
      goTo(response, '/account');
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const errors = [{ field: 'login', message: wordsOf(error.rejection) }];
      await this.show(request, response, visitor, { login: typed['login'] ?? '', errors });
    }
  }

  @Post('detach')
  async detach(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^attached$/);
    const attached = (form as Form)['attached'] ?? '';
    await this.signIn.detach(response, visitor, attached, originOf(request, visitor, form.key));
    goTo(response, '/account');
  }

  /** Another sign-in, which knew the code, shows the account of this one no more. */
  @Post('sharing/end')
  async endSharing(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^other$/);
    const other = (form as Form)['other'] ?? '';
    await this.signIn.endSharing(visitor, other, originOf(request, visitor, form.key));
    goTo(response, '/account');
  }

  @Post('sign-out-everywhere')
  async everywhere(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const { key } = readCommandForm(request, this.tokens, /^$/);
    await this.identity.signOutEverywhere(visitor.sessionToken, originOf(request, visitor, key));
    this.leave(response);
  }

  @Post('freeze')
  async freeze(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^sure$/);
    if ((form as Form)['sure'] !== 'yes') {
      const errors = [{ field: 'sure', message: 'Отметьте, что понимаете: открыть вход сможет только бухгалтерия.' }];
      return this.show(request, response, visitor, { login: '', errors });
    }
    await this.identity.suspendSignIn(visitor.sessionToken, originOf(request, visitor, form.key));
    this.leave(response, 'frozen');
  }

  @Post('sessions/end')
  async endSession(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const { session } = readAccountForm(request, this.tokens, /^session$/) as Form;
    await this.identity.endSession(visitor.sessionToken, session ?? '');
    goTo(response, '/account/journal');
  }

  @Post('devices/forget')
  async forgetDevice(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const { device } = readAccountForm(request, this.tokens, /^device$/) as Form;
    await this.identity.forgetDevice(visitor.sessionToken, device ?? '');
    goTo(response, '/account/journal');
  }

  private leave(response: Response, ended: Ended = '1'): void {
    this.signIn.forget(response);
    goTo(response, `/sign-in?ended=${ended}`);
  }

  private async show(request: Request, response: Response, visitor: Visitor, typed: Typed): Promise<void> {
    const [access, open] = await Promise.all([
      this.identity.access(visitor.sessionToken, this.signIn.deviceOf(request)),
      Promise.all(visitor.accounts.map((account) => this.placed(account))),
    ]);
    await this.pages.show(request, response, {
      title: 'Вход и лицевые счета',
      errors: typed.errors,
      scripts: SCRIPTS,
      children: ({ token }) => (
        <AccountPage
          token={token}
          shown={visitor.account}
          own={access.account}
          open={open}
          attached={access.attached}
          sharedWith={access.sharedWith}
          newKey={newFormKey}
          typedLogin={typed.login}
          errors={typed.errors}
        />
      ),
    });
  }

  private async placed(account: string): Promise<PlacedAccount> {
    const card = await unlessAway(this.billing.card(account));
    return { account, place: card === null ? null : `${card.address}, кв. ${card.flat}` };
  }
}
