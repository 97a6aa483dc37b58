import { AnswerTemplateSaved, AnswerTemplateWithdrawn } from './answer-template.events';

export type SaveAnswerTemplate = { readonly kind: 'SaveAnswerTemplate' } & AnswerTemplateSaved['data'];
export type WithdrawAnswerTemplate = { readonly kind: 'WithdrawAnswerTemplate' } & AnswerTemplateWithdrawn['data'];

export type AnswerTemplateCommand = SaveAnswerTemplate | WithdrawAnswerTemplate;

export function answerTemplatesStream(companyId: string): string {
  return `support_answer_templates-${companyId}`;
}
