import { Body, Get, Inject, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import { SUPPORT_OFFICE_CLIENT, SupportOfficeClient } from '#services/support/api/client';
import { CompanyScope } from './company-scope';
import { AnswerTemplateBody, AnswerTemplatesAnswer, TemplateWithdrawalBody } from './conversations.dto';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

/** Texts with which answers of the company begin. */
@OfficeApi('conversations', 'answer-templates')
export class ApiAnswerTemplatesController {
  constructor(
    @Inject(SUPPORT_OFFICE_CLIENT) private readonly support: SupportOfficeClient,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The templates of the company' })
  @ApiOkResponse({ type: AnswerTemplatesAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async all(@SignedIn() officer: Officer): Promise<AnswerTemplatesAnswer> {
    const { companyId } = await this.scope.requireCompany(officer);
    return { templates: await this.support.templates(companyId) };
  }

  @Post()
  @ApiOperation({ summary: 'Keeps a new template, or changes one' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', 'BACK_OFFICE_NO_COMPANY', 'SUPPORT_TEMPLATE_TEXT', 'SUPPORT_TOO_MANY_TEMPLATES')
  async save(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { templateId, title, text }: AnswerTemplateBody,
  ): Promise<CommandReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const template = { templateId: templateId ?? null, title, text };
    return this.support.saveTemplate(companyId, template, officeOriginOf(request, officer));
  }

  @Post('withdrawals')
  @ApiOperation({ summary: 'Takes a template off the list' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('operator', 'BACK_OFFICE_NO_COMPANY', 'SUPPORT_UNKNOWN_TEMPLATE')
  async withdraw(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { templateId }: TemplateWithdrawalBody,
  ): Promise<CommandReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    return this.support.withdrawTemplate(companyId, templateId, officeOriginOf(request, officer));
  }
}
