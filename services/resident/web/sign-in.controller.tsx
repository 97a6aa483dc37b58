import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { awayIn, wordsOfRefusal } from '#libs/gateway';
import { hasCheckDigit } from '#libs/kernel';
import { FieldError } from '#libs/web';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { Cookies } from '../api/cookies';
import { FormTokens } from '../api/form-token';
import { digitsOf, SignIn } from '../api/sign-in';
import { visitorOf } from '../api/visitor';
import { COOKIES, FORM_TOKENS } from '../tokens';
import { readForm } from './form';
import { goTo, ownPath } from './page-request';
import { Pages } from './pages';
import { Ended, ENDED, ForgottenCodePage, OneTimeLinkPage, SignInPage } from './pages/sign-in.page';

const SCRIPTS = ['/assets/sign-in.js'];
const LOGIN_DIGITS = 9;
const NO_LOGIN: FieldError = { field: 'login', message: 'Введите логин: 9 цифр с квитанции.' };

const NOT_CHECKED = 'Сейчас не получается проверить логин и код. Попробуйте через несколько минут.';

/** The way in and out. */
@ApiExcludeController()
@Controller()
export class SignInController {
  constructor(
    @Inject(IDENTITY_CLIENT) private readonly identity: IdentityClient,
    @Inject(COOKIES) private readonly cookies: Cookies,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    private readonly signInOf: SignIn,
    private readonly pages: Pages,
  ) {}

  @Get('sign-in')
  async form(@Req() request: Request, @Res() response: Response, @Query('ended') ended?: string): Promise<void> {
    if (visitorOf(request) !== null) {
      goTo(response, '/');
      return;
    }
    const next = ownPath(request.query['next']);
    await this.show(request, response, {
      login: '',
      errors: [],
      next,
      ended: ENDED.find((one) => one === ended) ?? null,
    });
  }

  @Post('sign-in')
  async signIn(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.cookies.browserOf(request, response);
    const form = readForm(request, this.tokens, /^(login|code|next)$/);
    const [login, code] = [digitsOf(form['login']), digitsOf(form['code'])];
    const next = ownPath(form['next']);
    const missing: FieldError[] = [
      ...(login === '' ? [NO_LOGIN] : []),
      ...(code === '' ? [{ field: 'code', message: 'Введите код доступа: 13 цифр с квитанции.' }] : []),
    ];
    if (missing.length > 0) {
      await this.show(request, response, { login: form['login'] ?? '', errors: missing, next, ended: null });
      return;
    }
    try {
      await this.signInOf.open(request, response, login, code);
      goTo(response, next ?? '/');
    } catch (error) {
      const isAway = awayIn(error) !== null;
      const errors = [{ field: 'login', message: isAway ? NOT_CHECKED : wordsOfRefusal(error) }];
      const status = isAway ? { status: 503 } : {};
      await this.show(request, response, { login: form['login'] ?? '', errors, next, ended: null, ...status });
    }
  }

  @Post('sign-out')
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    readForm(request, this.tokens, /^$/);
    await this.signInOf.close(request, response);
    goTo(response, '/sign-in?ended=1');
  }

  @Get('forgotten-code')
  async forgotten(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.show(request, response, {
      title: 'Я не помню пароль',
      scripts: SCRIPTS,
      children: ({ token }) => <ForgottenCodePage token={token} login="" errors={[]} asked={false} />,
    });
  }

  @Post('forgotten-code')
  async askForCode(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = readForm(request, this.tokens, /^login$/);
    const login = digitsOf(form['login']);
    const errors = mistypedLogin(login);
    if (errors.length === 0) await this.signInOf.askForCode(request, response, login);
    await this.pages.show(request, response, {
      title: 'Я не помню пароль',
      errors,
      children: ({ token }) => (
        <ForgottenCodePage token={token} login={form['login'] ?? ''} errors={errors} asked={errors.length === 0} />
      ),
    });
  }

  @Get('code/:link')
  async oneTimeLink(@Req() request: Request, @Res() response: Response, @Param('link') link: string): Promise<void> {
    const browserToken = this.cookies.browserOf(request, response);
    const isOpen = await this.identity.lookAtOneTimeLink({ link, browserToken });
    await this.showLink(request, response, { link, login: null, code: null, expired: !isOpen });
  }

  @Post('code/:link')
  async pressOneTimeLink(
    @Req() request: Request,
    @Res() response: Response,
    @Param('link') link: string,
  ): Promise<void> {
    readForm(request, this.tokens, /^$/);
    const browserToken = this.cookies.browserOf(request, response);
    const shown = await this.identity.pressOneTimeLink({ link, browserToken });
    await this.showLink(request, response, {
      link,
      login: shown?.login ?? null,
      code: shown?.code ?? null,
      expired: shown === null,
    });
  }

  private async showLink(
    request: Request,
    response: Response,
    link: {
      readonly link: string;
      readonly login: string | null;
      readonly code: string | null;
      readonly expired: boolean;
    },
  ): Promise<void> {
    await this.pages.show(request, response, {
      title: 'Код доступа',
      status: link.expired ? 410 : 200,
      children: ({ token }) => <OneTimeLinkPage token={token} {...link} />,
    });
  }

  private async show(
    request: Request,
    response: Response,
    form: {
      readonly login: string;
      readonly errors: readonly FieldError[];
      readonly next: string | null;
      readonly ended: Ended | null;
      /** By whether there are errors where absent. */
      readonly status?: number;
    },
  ): Promise<void> {
    const { status, ...shown } = form;
    await this.pages.show(request, response, {
      title: 'Вход',
      errors: form.errors,
      ...(status !== undefined && { status }),
      scripts: SCRIPTS,
      children: ({ token }) => <SignInPage token={token} {...shown} />,
    });
  }
}

/** What can be told of a login without knowing any: digits that are none of a login, whoever asks. */
function mistypedLogin(digits: string): readonly FieldError[] {
  if (digits === '') return [NO_LOGIN];
  if (digits.length === LOGIN_DIGITS && hasCheckDigit(digits)) return [];
  return [{ field: 'login', message: 'В цифрах опечатка: такого логина не бывает. Сверьте их с квитанцией: цифр 9.' }];
}
