import { Decider, Rejection, unreachable } from '#libs/kernel';
import { AnswerTemplateCommand, SaveAnswerTemplate, WithdrawAnswerTemplate } from './answer-template.commands';
import { AnswerTemplateEvent } from './answer-template.events';

interface KnownTemplate {
  readonly title: string;
  readonly text: string;
}

/** The templates of a company, by their ids. */
export type AnswerTemplatesState = ReadonlyMap<string, KnownTemplate>;

export const TEMPLATES_LIMIT = 100;
export const TEMPLATE_TITLE_CHARACTERS_LIMIT = 80;
export const TEMPLATE_CHARACTERS_LIMIT = 4_000;

export const answerTemplateDecider: Decider<AnswerTemplatesState, AnswerTemplateCommand, AnswerTemplateEvent> = {
  initialState: () => new Map(),
  evolve(state, event) {
    const changed = new Map(state);
    const { templateId } = event.data;
    if (event.type === 'AnswerTemplateSaved') {
      const { title, text } = event.data;
      return changed.set(templateId, { title, text });
    }
    changed.delete(templateId);
    return changed;
  },
  decide(command, state) {
    switch (command.kind) {
      case 'SaveAnswerTemplate':
        return saveAnswerTemplate(command, state);
      case 'WithdrawAnswerTemplate':
        return withdrawAnswerTemplate(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** Keeps a text under its title; what is the same already changes nothing. */
export function saveAnswerTemplate(
  { companyId, templateId, title, text }: SaveAnswerTemplate,
  state: AnswerTemplatesState,
): readonly AnswerTemplateEvent[] | Rejection {
  if (!isWithin(title, TEMPLATE_TITLE_CHARACTERS_LIMIT) || !isWithin(text, TEMPLATE_CHARACTERS_LIMIT)) {
    const limits = { titleLimit: TEMPLATE_TITLE_CHARACTERS_LIMIT, charactersLimit: TEMPLATE_CHARACTERS_LIMIT };
    return new Rejection('SUPPORT_TEMPLATE_TEXT', limits);
  }
  const known = state.get(templateId);
  if (known === undefined && state.size >= TEMPLATES_LIMIT) {
    return new Rejection('SUPPORT_TOO_MANY_TEMPLATES', { limit: TEMPLATES_LIMIT });
  }
  if (known?.title === title && known.text === text) return [];
  return [{ type: 'AnswerTemplateSaved', version: 1, data: { companyId, templateId, title, text } }];
}

export function withdrawAnswerTemplate(
  { companyId, templateId }: WithdrawAnswerTemplate,
  state: AnswerTemplatesState,
): readonly AnswerTemplateEvent[] | Rejection {
  if (!state.has(templateId)) return new Rejection('SUPPORT_UNKNOWN_TEMPLATE', { template: templateId });
  return [{ type: 'AnswerTemplateWithdrawn', version: 1, data: { companyId, templateId } }];
}

function isWithin(text: string, limit: number): boolean {
  return text.trim() !== '' && [...text].length <= limit;
}
