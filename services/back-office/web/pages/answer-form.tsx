import { VNode } from 'preact';
import { ActionForm, dayInWords, errorOf, Field, roublesInWords } from '#libs/web';
import { RecalculationCard } from '#services/billing/api/client';
import { lineOf } from '../conversation-words';
import { linkTo } from '../links';
import { OfficeConversationProps } from './conversation-props';

const TEXT_CHARACTERS_MAX = 4_000;

/** The line that the question is about, as the form of a recalculation names it. */
function lineAsked({ conversation: { subject } }: OfficeConversationProps['shown']) {
  const line = lineOf(subject);
  if (line === null) return {};
  const { period, utility, component } = line;
  return { utility: component === null ? utility : `${utility}|${component}`, period };
}

/** The answer: begun with a template where one fits, and pointing to a recalculation where something was put right. */
export function AnswerForm(props: OfficeConversationProps): VNode {
  const { shown, corrections, templates, typed, token, errors, newKey } = props;
  const { conversationId, account } = shown.conversation;
  return (
    <>
      <h2>Ответ</h2>
      {templates.length > 0 && (
        <form method="get" action={`/conversations/${conversationId}`} class="inline-forms">
          <Field
            id="template"
            label="Заготовка"
            hint="Заменит набранный текст"
            control={(by) => (
              <select name="template" {...by}>
                {templates.map(({ templateId, title }) => (
                  <option value={templateId} selected={templateId === typed['template']}>
                    {title}
                  </option>
                ))}
              </select>
            )}
          />
          <button class="button button-second" type="submit">
            Подставить
          </button>
        </form>
      )}
      <ActionForm action={`/conversations/${conversationId}/answer`} token={token}>
        <input type="hidden" name="key" value={newKey()} />
        <Field
          id="text"
          label="Ваш ответ"
          error={errorOf(errors, 'text')}
          control={(by) => (
            <textarea name="text" rows={6} maxLength={TEXT_CHARACTERS_MAX} {...by}>
              {typed['text'] ?? ''}
            </textarea>
          )}
        />
        <CorrectionField
          corrections={corrections}
          chosen={typed['recalculationId']}
          error={errorOf(errors, 'recalculationId')}
        />
        <button class="button" type="submit">
          Отправить ответ
        </button>
      </ActionForm>
      <p>
        <a href={linkTo('/recalculations/new', { account, conversation: conversationId, ...lineAsked(shown) })}>
          Сделать перерасчёт
        </a>
        : после записи Вы вернётесь сюда, и он будет выбран в ответе.
      </p>
    </>
  );
}

function CorrectionField(props: {
  readonly corrections: readonly RecalculationCard[];
  readonly chosen: string | undefined;
  readonly error: string | undefined;
}): VNode {
  return (
    <Field
      id="recalculationId"
      label="Ответ исправлением"
      hint="Перерасчёты по этому счёту, сделанные после вопроса. Жилец увидит сумму и причину"
      error={props.error}
      control={(by) => (
        <select name="recalculationId" {...by}>
          <option value="">без перерасчёта</option>
          {props.corrections.map(({ recalculationId, recordedOn, amountKopecks, cause }) => (
            <option value={recalculationId} selected={recalculationId === props.chosen}>
              {dayInWords(recordedOn)}: {roublesInWords(amountKopecks)}, {cause}
            </option>
          ))}
        </select>
      )}
    />
  );
}
