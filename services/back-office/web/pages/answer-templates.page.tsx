import { VNode } from 'preact';
import { ActionForm, errorOf, ErrorSummary, Field, FieldError, Table } from '#libs/web';
import {
  AnswerTemplateCard,
  TEMPLATE_CHARACTERS_LIMIT,
  TEMPLATE_TITLE_CHARACTERS_LIMIT,
} from '#services/support/api/client';

interface TemplatesProps {
  readonly templates: readonly AnswerTemplateCard[];
  readonly typed: Readonly<Record<string, string>>;
  readonly token: string;
  readonly errors: readonly FieldError[];
  readonly newKey: () => string;
}

/** The texts that there are, and a form for a new one or for one that is changed. */
export function AnswerTemplatesPage({ templates, typed, token, errors, newKey }: TemplatesProps): VNode {
  const edited = templates.find(({ templateId }) => templateId === typed['templateId']);
  const error = errorOf(errors, 'title');
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/conversations">Обращения</a>
      </p>
      <h1>Заготовки ответов</h1>
      <p class="lead">С них начинаются частые ответы. Имён и адресов в заготовках быть не должно.</p>
      <Table
        caption="Заготовки компании"
        empty="Заготовок ещё нет: добавьте первую."
        rows={templates}
        columns={[
          {
            title: 'Название',
            names: true,
            cell: ({ templateId, title }) => (
              <a class="message-text" href={`/answer-templates?edit=${templateId}`}>
                {title}
              </a>
            ),
          },
          { title: 'Текст', cell: ({ text }) => <span class="message-text">{text}</span> },
          {
            title: 'Убрать',
            cell: ({ templateId, title }) => (
              <ActionForm action="/answer-templates/withdrawal" token={token}>
                <input type="hidden" name="key" value={newKey()} />
                <input type="hidden" name="templateId" value={templateId} />
                <button class="button button-second" type="submit">
                  Убрать<span class="visually-hidden"> «{title}»</span>
                </button>
              </ActionForm>
            ),
          },
        ]}
      />
      <h2>{edited === undefined ? 'Новая заготовка' : `Изменить «${edited.title}»`}</h2>
      <ActionForm action="/answer-templates" token={token}>
        <input type="hidden" name="key" value={newKey()} />
        <input type="hidden" name="templateId" value={edited?.templateId ?? ''} />
        <Field
          id="title"
          label="Название"
          error={error}
          input={{
            value: typed['title'] ?? edited?.title ?? '',
            autocomplete: 'off',
            maxLength: TEMPLATE_TITLE_CHARACTERS_LIMIT,
          }}
        />
        <Field
          id="text"
          label="Текст"
          control={(by) => (
            <textarea name="text" rows={6} maxLength={TEMPLATE_CHARACTERS_LIMIT} {...by}>
              {typed['text'] ?? edited?.text ?? ''}
            </textarea>
          )}
        />
        <button class="button" type="submit">
          Сохранить
        </button>
      </ActionForm>
    </>
  );
}
