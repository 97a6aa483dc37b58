import { Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { CommandReceipt, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { SUPPORT_OFFICE_CLIENT, SupportOfficeClient } from '#services/support/api/client';
import { CompanyScope } from '../api/company-scope';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { OfficeForm, readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { AnswerTemplatesPage } from './pages/answer-templates.page';

/** Texts with which answers of the company begin. */
@OfficePage('answer-templates')
export class OfficeAnswerTemplatesController {
  constructor(
    @Inject(SUPPORT_OFFICE_CLIENT) private readonly support: SupportOfficeClient,
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
    @Query('edit') edited: unknown,
  ): Promise<void> {
    const templateId = typeof edited === 'string' ? edited : '';
    return this.show(request, response, officer, { templateId }, []);
  }

  @Post()
  save(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const command = readOfficeCommand(request, this.tokens, /^(templateId|title|text)$/);
    return this.act(request, response, officer, command, ({ form, origin }, companyId) => {
      const templateId = form['templateId'] === '' ? null : (form['templateId'] ?? null);
      const template = { templateId, title: form['title'] ?? '', text: form['text'] ?? '' };
      return this.support.saveTemplate(companyId, template, origin);
    });
  }

  @Post('withdrawal')
  withdraw(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const command = readOfficeCommand(request, this.tokens, /^templateId$/);
    return this.act(request, response, officer, command, ({ form, origin }, companyId) =>
      this.support.withdrawTemplate(companyId, form['templateId'] ?? '', origin),
    );
  }

  private async act(
    request: Request,
    response: Response,
    officer: Officer,
    command: OfficeForm,
    work: (command: OfficeForm, companyId: string) => Promise<CommandReceipt>,
  ): Promise<void> {
    const { companyId } = await this.scope.requireCompany(officer);
    try {
      await this.untilSeen((await work(command, companyId)).position);
      goTo(response, '/answer-templates');
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const errors = [{ field: 'title', message: wordsOf(error.rejection) }];
      await this.show(request, response, officer, command.form, errors);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    typed: Readonly<Record<string, string>>,
    errors: readonly FieldError[],
  ): Promise<void> {
    const { companyId } = await this.scope.requireCompany(officer);
    const templates = await this.support.templates(companyId);
    await this.pages.show(request, response, {
      title: 'Заготовки ответов',
      errors,
      children: ({ token }) => <AnswerTemplatesPage {...{ templates, typed, token, errors }} newKey={newFormKey} />,
    });
  }
}
