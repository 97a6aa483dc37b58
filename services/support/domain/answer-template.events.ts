import { DomainEvent } from '#libs/kernel';

/** A text that answers of the company often begin with; saved again it is replaced. It names nobody. */
export type AnswerTemplateSaved = DomainEvent<
  'AnswerTemplateSaved',
  { readonly companyId: string; readonly templateId: string; readonly title: string; readonly text: string }
>;

export type AnswerTemplateWithdrawn = DomainEvent<
  'AnswerTemplateWithdrawn',
  { readonly companyId: string; readonly templateId: string }
>;

/** Stream `support_answer_templates-<companyId>`. */
export type AnswerTemplateEvent = AnswerTemplateSaved | AnswerTemplateWithdrawn;

export const ANSWER_TEMPLATE_EVENT_TYPES: readonly AnswerTemplateEvent['type'][] = [
  'AnswerTemplateSaved',
  'AnswerTemplateWithdrawn',
];
