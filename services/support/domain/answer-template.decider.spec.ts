import { deciderSpec } from '#libs/testing';
import { SaveAnswerTemplate } from './answer-template.commands';
import {
  answerTemplateDecider,
  TEMPLATE_CHARACTERS_LIMIT,
  TEMPLATE_TITLE_CHARACTERS_LIMIT,
  TEMPLATES_LIMIT,
} from './answer-template.decider';
import { AnswerTemplateEvent } from './answer-template.events';

const spec = deciderSpec(answerTemplateDecider);
const PLACE = { companyId: '6316000000', templateId: 't-1' };
const TEXT = { title: 'Перерасчёт сделан', text: 'Мы сделали перерасчёт, он войдёт в следующую квитанцию.' };
const save = (change: Partial<SaveAnswerTemplate> = {}): SaveAnswerTemplate => ({
  kind: 'SaveAnswerTemplate',
  ...PLACE,
  ...TEXT,
  ...change,
});
const saved = (change: Partial<typeof PLACE & typeof TEXT> = {}): AnswerTemplateEvent => ({
  type: 'AnswerTemplateSaved',
  version: 1,
  data: { ...PLACE, ...TEXT, ...change },
});
const withdrawn: AnswerTemplateEvent = { type: 'AnswerTemplateWithdrawn', version: 1, data: PLACE };

it('a template is saved, changed, and saved again without a change it is no news', () => {
  spec.when(save()).then([saved()]);
  spec
    .given([saved()])
    .when(save({ title: 'Сделано' }))
    .then([saved({ title: 'Сделано' })]);
  spec.given([saved()]).when(save()).thenNothing();
});

it('a template has a title and a text, within their limits', () => {
  spec.when(save({ title: ' ' })).thenRejected('SUPPORT_TEMPLATE_TEXT');
  spec.when(save({ text: '' })).thenRejected('SUPPORT_TEMPLATE_TEXT');
  spec.when(save({ title: 'я'.repeat(TEMPLATE_TITLE_CHARACTERS_LIMIT + 1) })).thenRejected('SUPPORT_TEMPLATE_TEXT');
  spec.when(save({ text: 'я'.repeat(TEMPLATE_CHARACTERS_LIMIT + 1) })).thenRejected('SUPPORT_TEMPLATE_TEXT');
});

it('there are only so many templates; one that is there may still be changed', () => {
  const many = Array.from({ length: TEMPLATES_LIMIT }, (_, index) => saved({ templateId: `t-${String(index)}` }));
  spec
    .given(many)
    .when(save({ templateId: 'one-more' }))
    .thenRejected('SUPPORT_TOO_MANY_TEMPLATES', { limit: TEMPLATES_LIMIT });
  spec
    .given(many)
    .when(save({ title: 'Иначе' }))
    .then([saved({ title: 'Иначе' })]);
});

it('a template is withdrawn once', () => {
  const command = { kind: 'WithdrawAnswerTemplate', ...PLACE } as const;
  spec.given([saved()]).when(command).then([withdrawn]);
  spec.given([saved(), withdrawn]).when(command).thenRejected('SUPPORT_UNKNOWN_TEMPLATE');
});
