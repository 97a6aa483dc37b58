import { VNode } from 'preact';
import { ActionForm, errorOf, ErrorSummary, Field, FieldError, Notice } from '#libs/web';

interface PasswordProps {
  readonly token: string;
  readonly staffId: string;
  readonly errors: readonly FieldError[];
  /** Where the person wanted to go. */
  readonly next: string | null;
  readonly notice: string | null;
}

/** The first step: the number of the member of staff and the password. */
export function PasswordPage({ token, staffId, errors, next, notice }: PasswordProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      {notice !== null && <Notice kind="done" title={notice} />}
      <h1>Вход для сотрудников</h1>
      <ActionForm action="/sign-in" token={token}>
        {next !== null && <input type="hidden" name="next" value={next} />}
        <Field
          id="staffId"
          label="Номер сотрудника"
          hint="8 цифр"
          error={errorOf(errors, 'staffId')}
          input={{ value: staffId, inputMode: 'numeric', autocomplete: 'username', maxLength: 11 }}
        />
        <Field
          id="password"
          label="Пароль"
          error={errorOf(errors, 'password')}
          input={{ type: 'password', autocomplete: 'current-password', maxLength: 128 }}
        />
        <button class="button" type="submit">
          Дальше
        </button>
      </ActionForm>
      <p>Забыли пароль или потеряли телефон? Новую ссылку для входа выдаст руководитель.</p>
    </>
  );
}

/** The second step. */
export function CodePage(props: {
  readonly token: string;
  readonly next: string | null;
  readonly errors: readonly FieldError[];
}): VNode {
  const { token, next, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Код из приложения</h1>
      <ActionForm action="/sign-in/code" token={token}>
        {next !== null && <input type="hidden" name="next" value={next} />}
        <Field
          id="code"
          label="6 цифр из приложения на телефоне"
          hint="Код меняется каждые 30 секунд и действует один раз"
          error={errorOf(errors, 'code')}
          input={{ inputMode: 'numeric', autocomplete: 'one-time-code', maxLength: 7 }}
        />
        <div class="buttons">
          <button class="button" type="submit">
            Войти
          </button>
          <a href="/sign-in">Начать сначала</a>
        </div>
      </ActionForm>
    </>
  );
}

/** What the holder of a link sees: the number, the second factor, and the fields for the password. */
export function InvitationPage(props: {
  readonly token: string;
  readonly link: string;
  readonly staffId: string;
  readonly secret: string;
  /** The QR of the second factor, as an image inside the page. */
  readonly picture: string;
  readonly errors: readonly FieldError[];
}): VNode {
  const { token, link, staffId, secret, picture, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Первый вход</h1>
      <p class="lead">
        Ваш номер сотрудника: <strong class="digits">{staffId}</strong>. Запишите его: он нужен при каждом входе.
      </p>
      <h2>1. Приложение для входа</h2>
      <p>
        Откройте на телефоне приложение для одноразовых кодов и прочитайте им этот рисунок. Подойдёт любое: «Яндекс
        Ключ», Google Authenticator, FreeOTP.
      </p>
      <img class="qr" src={picture} width="240" height="240" alt="QR-код для приложения одноразовых кодов" />
      <p>
        Если прочитать не получается, введите ключ: <code class="digits">{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <h2>2. Пароль и код</h2>
      <ActionForm action={`/invitation/${link}`} token={token}>
        <Field
          id="password"
          label="Новый пароль"
          hint="Не меньше 12 знаков: лучше всего несколько слов подряд"
          error={errorOf(errors, 'password')}
          input={{ type: 'password', autocomplete: 'new-password', maxLength: 128 }}
        />
        <Field
          id="again"
          label="Новый пароль ещё раз"
          error={errorOf(errors, 'again')}
          input={{ type: 'password', autocomplete: 'new-password', maxLength: 128 }}
        />
        <Field
          id="code"
          label="6 цифр из приложения"
          error={errorOf(errors, 'code')}
          input={{ inputMode: 'numeric', autocomplete: 'one-time-code', maxLength: 7 }}
        />
        <button class="button" type="submit">
          Записать
        </button>
      </ActionForm>
    </>
  );
}

export function InvitationSpentPage(): VNode {
  return (
    <>
      <h1>Ссылка больше не действует</h1>
      <p>Ссылка действует 24 часа и один раз. Новую выдаст руководитель.</p>
      <p>
        <a href="/sign-in">Войти</a>
      </p>
    </>
  );
}
