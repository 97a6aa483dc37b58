import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { toDataURL } from 'qrcode';
import { asTyped, FormTokens, goTo, ownPath, wordsOfRefusal } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { FieldError } from '#libs/web';
import { STAFF_CLIENT, StaffClient } from '#services/identity/api/client';
import { OfficeCookies } from '../api/cookies';
import { officerOf } from '../api/officer';
import { OfficeSignIn } from '../api/sign-in';
import { OFFICE_COOKIES, OFFICE_FORM_TOKENS } from '../settings';
import { readOfficeForm } from './office-form';
import { OfficePages } from './pages';
import { CodePage, InvitationPage, InvitationSpentPage, PasswordPage } from './pages/sign-in.page';

/** The way in and out: number and password, then the code of the second factor. */
@ApiExcludeController()
@Controller()
export class OfficeSignInController {
  constructor(
    @Inject(STAFF_CLIENT) private readonly staff: StaffClient,
    @Inject(OFFICE_COOKIES) private readonly cookies: OfficeCookies,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    private readonly signIn: OfficeSignIn,
    private readonly pages: OfficePages,
  ) {}

  @Get('sign-in')
  async form(@Req() request: Request, @Res() response: Response, @Query('ended') ended?: string): Promise<void> {
    if (officerOf(request) !== null) return goTo(response, '/');
    const next = ownPath(request.query['next']);
    await this.showPassword(request, response, { staffId: '', errors: [], next, notice: noticeOf(ended) });
  }

  @Post('sign-in')
  async password(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.cookies.browserOf(request, response);
    const form = readOfficeForm(request, this.tokens, /^(staffId|password|next)$/);
    const staffId = (form['staffId'] ?? '').replace(/\D/g, '').slice(0, 8);
    const password = asTyped(request, 'password');
    const next = ownPath(form['next']);
    const missing: FieldError[] = [
      ...(staffId.length === 8 ? [] : [{ field: 'staffId', message: 'Введите номер сотрудника: 8 цифр.' }]),
      ...(password === '' ? [{ field: 'password', message: 'Введите пароль.' }] : []),
    ];
    const shown = { staffId: form['staffId'] ?? '', next, notice: null };
    if (missing.length > 0) return this.showPassword(request, response, { ...shown, errors: missing });
    try {
      const { proof } = await this.signIn.password(request, staffId, password);
      this.cookies.write(response, 'proof', proof);
      goTo(response, `/sign-in/code${next === null ? '' : `?next=${encodeURIComponent(next)}`}`);
    } catch (error) {
      const errors = [{ field: 'staffId', message: wordsOfRefusal(error) }];
      await this.showPassword(request, response, { ...shown, errors });
    }
  }

  @Get('sign-in/code')
  async codeForm(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (this.cookies.read(request, 'proof') === null) return goTo(response, '/sign-in');
    await this.showCode(request, response, ownPath(request.query['next']), []);
  }

  @Post('sign-in/code')
  async code(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = readOfficeForm(request, this.tokens, /^(code|next)$/);
    const proof = this.cookies.read(request, 'proof');
    const next = ownPath(form['next']);
    if (proof === null) return goTo(response, '/sign-in?ended=late');
    const code = (form['code'] ?? '').replace(/\D/g, '');
    if (code.length !== 6) {
      const errors = [{ field: 'code', message: 'Введите 6 цифр из приложения.' }];
      return this.showCode(request, response, next, errors);
    }
    try {
      await this.signIn.code(request, response, proof, code);
      goTo(response, next ?? '/');
    } catch (error) {
      if (error instanceof RejectedError && error.rejection.code === 'IDENTITY_STAFF_PROOF_ENDED') {
        this.cookies.clear(response, 'proof');
        return goTo(response, '/sign-in?ended=late');
      }
      await this.showCode(request, response, next, [{ field: 'code', message: wordsOfRefusal(error) }]);
    }
  }

  @Post('sign-out')
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    readOfficeForm(request, this.tokens, /^$/);
    await this.signIn.signOut(request, response);
    goTo(response, '/sign-in?ended=1');
  }

  @Get('invitation/:link')
  async invitation(@Req() request: Request, @Res() response: Response, @Param('link') link: string): Promise<void> {
    this.cookies.browserOf(request, response);
    await this.showInvitation(request, response, link, []);
  }

  @Post('invitation/:link')
  async enrol(@Req() request: Request, @Res() response: Response, @Param('link') link: string): Promise<void> {
    const form = readOfficeForm(request, this.tokens, /^(password|again|code)$/);
    const [password, again] = [asTyped(request, 'password'), asTyped(request, 'again')];
    const code = form['code'] ?? '';
    if (password !== again) {
      const errors = [{ field: 'again', message: 'Пароли не совпали. Введите один и тот же пароль в оба поля.' }];
      return this.showInvitation(request, response, link, errors);
    }
    try {
      await this.staff.enrol({ link, password, code });
      goTo(response, '/sign-in?ended=enrolled');
    } catch (error) {
      const message = wordsOfRefusal(error);
      const isOfCode = error instanceof RejectedError && error.rejection.code === 'IDENTITY_STAFF_CODE_WRONG';
      const errors = [{ field: isOfCode ? 'code' : 'password', message }];
      await this.showInvitation(request, response, link, errors);
    }
  }

  private async showInvitation(
    request: Request,
    response: Response,
    link: string,
    errors: readonly FieldError[],
  ): Promise<void> {
    const invitation = await this.staff.invitation(link);
    if (invitation === null) {
      return this.pages.show(request, response, {
        title: 'Ссылка не действует',
        status: 410,
        children: () => <InvitationSpentPage />,
      });
    }
    const picture = await toDataURL(invitation.address, { errorCorrectionLevel: 'M', margin: 1, width: 240 });
    const { staffId, secret } = invitation;
    await this.pages.show(request, response, {
      title: 'Первый вход',
      errors,
      children: ({ token }) => <InvitationPage {...{ token, link, staffId, secret, picture, errors }} />,
    });
  }

  private showCode(
    request: Request,
    response: Response,
    next: string | null,
    errors: readonly FieldError[],
  ): Promise<void> {
    return this.pages.show(request, response, {
      title: 'Код из приложения',
      errors,
      children: ({ token }) => <CodePage token={token} next={next} errors={errors} />,
    });
  }

  private showPassword(
    request: Request,
    response: Response,
    form: {
      readonly staffId: string;
      readonly errors: readonly FieldError[];
      readonly next: string | null;
      readonly notice: string | null;
    },
  ): Promise<void> {
    return this.pages.show(request, response, {
      title: 'Вход',
      errors: form.errors,
      children: ({ token }) => <PasswordPage token={token} {...form} />,
    });
  }
}

function noticeOf(ended: string | undefined): string | null {
  switch (ended) {
    case '1':
      return 'Вы вышли.';
    case 'form':
      return 'Время входа закончилось, отправленное не сохранено. Войдите снова и отправьте ещё раз.';
    case 'late':
      return 'После пароля прошло больше 5 минут. Начните вход сначала.';
    case 'enrolled':
      return 'Пароль и приложение для входа записаны. Теперь войдите с ними.';
    default:
      return null;
  }
}
