import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { ANSWER_TEMPLATE_EVENT_TYPES, AnswerTemplateEvent } from '../domain/answer-template.events';

export interface AnswerTemplateCard {
  readonly companyId: string;
  readonly templateId: string;
  readonly title: string;
  readonly text: string;
}

/** With which texts do answers of a company begin? */
export const answerTemplates: Projection<AnswerTemplateCard> = {
  name: 'support.answer-templates',
  version: 1,
  handles: ANSWER_TEMPLATE_EVENT_TYPES,
  keysOf(event) {
    const { companyId, templateId } = (event as AnswerTemplateEvent & RecordedEvent).data;
    return [`${companyId}/${templateId}`];
  },
  evolve(_card, recorded) {
    const event = recorded as AnswerTemplateEvent & RecordedEvent;
    if (event.type === 'AnswerTemplateWithdrawn') return null;
    const { companyId, templateId, title, text } = event.data;
    return { companyId, templateId, title, text };
  },
  columns: { company_id: 'text', title: 'text' },
  columnsOf: ({ companyId, title }) => ({ company_id: companyId, title }),
  indexes: [['company_id', 'title']],
};
