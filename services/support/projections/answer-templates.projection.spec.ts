import { projectionSpec, recorded } from '#libs/testing';
import { answerTemplates } from './answer-templates.projection';

const PLACE = { companyId: '6316000000', templateId: 't-1' };
const TEXT = { title: 'Перерасчёт сделан', text: 'Мы сделали перерасчёт.' };
const saved = (change: object = {}) => recorded('AnswerTemplateSaved', { ...PLACE, ...TEXT, ...change });
const spec = projectionSpec(answerTemplates);

it('a template is kept by company, as it was saved last', () => {
  spec
    .given([saved(), saved({ title: 'Сделано' })])
    .then('6316000000/t-1', { ...PLACE, ...TEXT, title: 'Сделано' })
    .thenColumns('6316000000/t-1', { company_id: '6316000000', title: 'Сделано' });
});

it('a template that was withdrawn is there no more', () => {
  spec.given([saved(), recorded('AnswerTemplateWithdrawn', PLACE)]).then('6316000000/t-1', null);
});
