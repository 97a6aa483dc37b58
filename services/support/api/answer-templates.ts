import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CommandHandler } from '#libs/event-store';
import { COMMAND_HANDLER, CommandOrigin, CommandReceipt, READ_MODELS, receiptOf } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { AnswerTemplateCommand, answerTemplatesStream } from '../domain/answer-template.commands';
import { answerTemplateDecider, TEMPLATES_LIMIT } from '../domain/answer-template.decider';
import { AnswerTemplateCard, answerTemplates } from '../projections/answer-templates.projection';

export interface TypedTemplate {
  /** Null for a new one. */
  readonly templateId: string | null;
  readonly title: string;
  readonly text: string;
}

const TEMPLATE_ID_CHARACTERS = 16;

/** Texts with which answers of a company begin. */
@Injectable()
export class AnswerTemplates {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
  ) {}

  /** By title. */
  async ofCompany(companyId: string): Promise<readonly AnswerTemplateCard[]> {
    const where = { company_id: companyId };
    const rows = await this.readModels.find(answerTemplates, { where, orderBy: ['title'], limit: TEMPLATES_LIMIT });
    return rows.map(({ document }) => document);
  }

  /** The same form sent again is the same template. Throws RejectedError SUPPORT_TEMPLATE_TEXT, SUPPORT_TOO_MANY_TEMPLATES. */
  save(companyId: string, { title, text, ...typed }: TypedTemplate, origin: CommandOrigin): Promise<CommandReceipt> {
    const templateId = typed.templateId ?? idOf(origin);
    return this.execute(companyId, { kind: 'SaveAnswerTemplate', companyId, templateId, title, text }, origin);
  }

  /** Throws RejectedError SUPPORT_UNKNOWN_TEMPLATE. */
  withdraw(companyId: string, templateId: string, origin: CommandOrigin): Promise<CommandReceipt> {
    return this.execute(companyId, { kind: 'WithdrawAnswerTemplate', companyId, templateId }, origin);
  }

  private async execute(
    companyId: string,
    command: AnswerTemplateCommand,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const stream = answerTemplatesStream(companyId);
    const stated = { stream, decider: answerTemplateDecider, command };
    return receiptOf(await this.commands.execute({ ...origin, ...stated, input: command }));
  }
}

function idOf({ commandId }: CommandOrigin): string {
  return createHash('sha256').update(`template:${commandId}`).digest('hex').slice(0, TEMPLATE_ID_CHARACTERS);
}
