import { VNode } from 'preact';
import { ActionForm, errorOf, ErrorSummary, Field, FieldError, Notice } from '#libs/web';
import { SlipVerdict } from '#services/billing/api/client';

interface CheckProps {
  readonly token: string;
  readonly code: string;
  readonly errors: readonly FieldError[];
  readonly verdict: SlipVerdict | null;
}

/** Whether a slip is genuine. Anybody may ask; nothing else is told: not whose slip it is, nor for what. */
export function CheckPage({ token, code, errors, verdict }: CheckProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Проверка квитанции</h1>
      <p class="lead">Введите код проверки с квитанции: он напечатан справа, ниже начислений.</p>
      <p>Мы скажем только, подлинная ли квитанция. Чья она и на какую сумму, по коду узнать нельзя: сверьте их сами.</p>
      {verdict !== null && <Verdict verdict={verdict} />}
      <ActionForm action="/check" token={token}>
        <Field
          id="code"
          label="Код проверки подлинности"
          hint="12 знаков, например 7KX2-4PAH-9MTC; чёрточки можно не ставить"
          error={errorOf(errors, 'code')}
          input={{ class: 'digits', value: code, maxLength: 64, autocomplete: 'off' }}
        />
        <button class="button" type="submit">
          Проверить
        </button>
      </ActionForm>
    </>
  );
}

function Verdict({ verdict }: { readonly verdict: SlipVerdict }): VNode {
  switch (verdict) {
    case 'genuine':
      return (
        <Notice kind="done" title="Квитанция подлинная">
          <p>Такая квитанция сформирована у нас, и она действует.</p>
        </Notice>
      );
    case 'superseded':
      return (
        <Notice kind="warning" title="Квитанцию заменила новая">
          <p>Эта квитанция была нашей, но потом вышла новая версия. Платите по новой.</p>
        </Notice>
      );
    case 'unknown':
      return (
        <Notice kind="warning" title="Такой квитанции нет">
          <p>
            Проверьте код ещё раз. Если он переписан верно, квитанция не наша: не платите по ней и позвоните на горячую
            линию.
          </p>
        </Notice>
      );
  }
}
