import { VNode } from 'preact';
import {
  ActionForm,
  countInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  payeeInWords,
  SelectField,
  Summary,
} from '#libs/web';
import { INSTALMENT_PARTS_MAX, InstalmentsPreview, PAYEES } from '#services/billing/api/client';
import { TypedInstalments } from '../instalment-form';
import { InstalmentTerms } from './instalment-terms';

interface NewProps {
  readonly typed: TypedInstalments;
  readonly preview: InstalmentsPreview | null;
  readonly errors: readonly FieldError[];
  readonly today: string;
  readonly token: string;
  readonly formKey: string;
}

/** A debt by parts: what is asked, what it comes to to the kopeck, and the request to a second person. */
export function NewInstalmentsPage(props: NewProps): VNode {
  return (
    <>
      <ErrorSummary errors={props.errors} />
      <p>
        <a href="/instalments">Все рассрочки</a>
      </p>
      <h1>Новая рассрочка</h1>
      <p class="hint">
        На части делится весь просроченный основной долг одному получателю: платежи идут на самый старый месяц. Пока
        части платят в срок, пени на этот долг не начисляются; после пропуска — снова, со дня после срока пропущенной
        части. Проценты за рассрочку не берутся.
      </p>
      <TermsForm {...props} />
      {props.preview !== null && <Preview preview={props.preview} />}
      {props.preview !== null && <AskForm {...props} />}
    </>
  );
}

function TermsForm({ typed, errors, today }: NewProps): VNode {
  return (
    <form method="get" action="/instalments/new" novalidate>
      <input type="hidden" name="show" value="1" />
      <Field
        id="account"
        label="Лицевой счёт"
        error={errorOf(errors, 'account')}
        input={{ value: typed['account'] ?? '', inputMode: 'numeric', maxLength: 20, autocomplete: 'off' }}
      />
      <SelectField
        id="payee"
        label="Кому долг"
        options={PAYEES.map((value) => ({ value, text: payeeInWords(value) }))}
        chosen={typed['payee'] ?? 'main'}
      />
      <Field
        id="count"
        label="Сколько равных частей"
        hint={`От 2 до ${String(INSTALMENT_PARTS_MAX)}, раз в месяц`}
        error={errorOf(errors, 'count')}
        input={{ value: typed['count'] ?? '', inputMode: 'numeric', maxLength: 2, autocomplete: 'off', class: 'short' }}
      />
      <Field
        id="firstDueOn"
        label="Первую заплатить до"
        error={errorOf(errors, 'firstDueOn')}
        input={{ type: 'date', value: typed['firstDueOn'] ?? '', min: today }}
      />
      <Field
        id="parts"
        label="Или свои части"
        hint="На каждой строке день и сумма, например 15.12.2026 1500,00. Вместе они должны дать весь долг"
        error={errorOf(errors, 'parts')}
        control={(by) => (
          <textarea {...by} name="parts" rows={4} maxLength={2_000}>
            {typed['parts'] ?? ''}
          </textarea>
        )}
      />
      <button class="button button-second" type="submit">
        Посчитать
      </button>
    </form>
  );
}

function Preview({ preview }: { readonly preview: InstalmentsPreview }): VNode {
  const { terms, forgonePenaltyKopecks } = preview;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">Что получится</h2>
      <InstalmentTerms
        terms={terms}
        words={{ caption: 'Просроченный долг без пени', month: 'За месяц', debt: 'Не оплачено' }}
      />
      <Summary
        items={[
          { name: 'Как посчитано', value: <Formula {...preview} /> },
          {
            name: 'Пени, которые не будут начислены, если платить в срок',
            value:
              forgonePenaltyKopecks === null ? (
                'не посчитать: ставка на будущие дни ещё не задана'
              ) : (
                <Money kopecks={forgonePenaltyKopecks} />
              ),
          },
          {
            name: 'Запас на перевод денег',
            value: `${countInWords(terms.graceDays, 'день', 'дня', 'дней')} после срока каждой части`,
          },
        ]}
      />
    </section>
  );
}

/** How many parts of which sum make up the debt: `2 × 500,01 + 1 × 500,00 = 1 500,02`. */
function Formula({ terms, amountKopecks }: InstalmentsPreview): VNode {
  const runs: { sum: number; count: number }[] = [];
  for (const { amountKopecks: sum } of terms.parts) {
    const last = runs.at(-1);
    if (last?.sum === sum) last.count += 1;
    else runs.push({ sum, count: 1 });
  }
  return (
    <>
      {runs.map(({ sum, count }, index) => (
        <>
          {index > 0 && ' + '}
          {String(count)} × <Money kopecks={sum} />
        </>
      ))}{' '}
      = <Money kopecks={amountKopecks} />
    </>
  );
}

/** Asks for what was shown: the same fields again, with the cause. */
function AskForm({ typed, token, formKey, errors }: NewProps): VNode {
  const shown = Object.entries(typed).filter(([name, value]) => value !== '' && !['cause', 'document'].includes(name));
  return (
    <>
      <h2>Попросить второго сотрудника</h2>
      <ActionForm action="/instalments" token={token}>
        <input type="hidden" name="key" value={formKey} />
        {shown.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Field
          id="cause"
          label="Причина"
          error={errorOf(errors, 'cause')}
          input={{ value: typed['cause'] ?? '', maxLength: 300, autocomplete: 'off' }}
        />
        <Field
          id="document"
          label="Документ"
          hint="Соглашение, заявление. Можно не заполнять"
          error={errorOf(errors, 'document')}
          input={{ value: typed['document'] ?? '', maxLength: 300, autocomplete: 'off' }}
        />
        <button class="button" type="submit">
          Попросить согласовать рассрочку
        </button>
        <p class="hint">
          Рассрочка начнётся в день, когда её согласует руководитель, если долг к тому дню не изменится.
        </p>
      </ActionForm>
    </>
  );
}
