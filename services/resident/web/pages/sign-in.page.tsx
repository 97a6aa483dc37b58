import { VNode } from 'preact';
import { ActionForm, Details, errorOf, ErrorSummary, FieldError, Notice } from '#libs/web';
import { CodeField, LoginField } from './credential-fields';

/** How the reader came here: by the way out, with a form after the sign-in had ended, or after freezing it. */
export const ENDED = ['1', 'form', 'frozen'] as const;
export type Ended = (typeof ENDED)[number];

interface SignInProps {
  readonly token: string;
  readonly login: string;
  readonly errors: readonly FieldError[];
  /** Where the person wanted to go. */
  readonly next: string | null;
  readonly ended: Ended | null;
}

/** The way in: login and access code as they stand on the paper slip. */
export function SignInPage({ token, login, errors, next, ended }: SignInProps): VNode {
  const fault = (field: string) => errors.find((one) => one.field === field)?.message;
  return (
    <>
      <ErrorSummary errors={errors} />
      {ended === 'form' && (
        <Notice kind="warning" title="Время входа закончилось">
          <p>
            То, что Вы отправили, не сохранено. Войдите снова
            {next === null ? '' : ': мы откроем ту же страницу'}, и отправьте ещё раз.
          </p>
        </Notice>
      )}
      {ended === '1' && (
        <Notice kind="done" title="Вы вышли из кабинета">
          <p>Чтобы снова войти, введите логин и код.</p>
        </Notice>
      )}
      {ended === 'frozen' && (
        <Notice kind="done" title="Вход заморожен">
          <p>
            С этим логином больше никто не войдёт. Открыть вход может только бухгалтерия, когда Вы к ней обратитесь.
          </p>
        </Notice>
      )}
      <h1>Вход в личный кабинет</h1>
      <p class="lead">Логин и код доступа напечатаны на бумажной квитанции: справа, ниже начислений.</p>
      <SlipPicture />
      <ActionForm action="/sign-in" token={token}>
        {next !== null && <input type="hidden" name="next" value={next} />}
        <LoginField
          hint="9 цифр, пробелы и чёрточки можно не ставить"
          typed={login}
          error={fault('login')}
          autocomplete="username"
        />
        <CodeField error={fault('code')} autocomplete="current-password" />
        <div class="buttons">
          <button class="button" type="submit">
            Войти
          </button>
          <a href="/forgotten-code">Я не помню пароль</a>
        </div>
      </ActionForm>
      <Details summary="Пароль мог сохраниться в браузере">
        <p>
          Если Вы уже входили с этого телефона или компьютера, браузер мог запомнить код.{' '}
          <a href="/guide/saved-password.pdf" download="kak-najti-sohranyonnyj-parol.pdf">
            Скачать памятку «Как найти сохранённый пароль» (PDF)
          </a>
          , <a href="/guide">читать на экране</a>.
        </p>
      </Details>
    </>
  );
}

/** Where on the slip to look. The words above say the same. */
function SlipPicture(): VNode {
  return (
    <svg class="slip-picture" viewBox="0 0 260 190" aria-hidden="true" focusable="false">
      <rect class="paper" x="10" y="6" width="240" height="178" rx="3" />
      <g class="print">
        <rect x="24" y="20" width="120" height="8" />
        <rect x="24" y="36" width="90" height="5" />
        <rect x="192" y="18" width="42" height="42" />
        {[68, 78, 88, 98, 108].map((y) => (
          <rect x="24" y={y} width="210" height="4" />
        ))}
      </g>
      <rect class="mark" x="136" y="124" width="100" height="48" rx="4" />
      <text x="146" y="143">
        Логин
      </text>
      <text x="146" y="162">
        Код доступа
      </text>
    </svg>
  );
}

interface ForgottenProps {
  readonly token: string;
  readonly login: string;
  readonly errors: readonly FieldError[];
  readonly asked: boolean;
}

/** «Я не помню пароль». The answer is the same whoever asks. */
export function ForgottenCodePage({ token, login, errors, asked }: ForgottenProps): VNode {
  if (asked) {
    return (
      <>
        <h1>Запрос принят</h1>
        <Notice kind="done" title="Что будет дальше">
          <p>
            Если такой логин есть и бухгалтерия проверила Вашу почту, на неё придёт ссылка. Она действует 10 минут и
            открывается в этом же браузере.
          </p>
          <p>Если почты нет, код напечатают в следующей квитанции. Прежний код продолжает действовать.</p>
        </Notice>
        <p>Быстрее всего код выдадут в бухгалтерии: приходите с паспортом.</p>
        <p>
          <a href="/sign-in">Вернуться ко входу</a>
        </p>
      </>
    );
  }
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Я не помню пароль</h1>
      <p class="lead">Введите логин с квитанции, и мы поможем узнать код доступа.</p>
      <ActionForm action="/forgotten-code" token={token}>
        <LoginField typed={login} error={errorOf(errors, 'login')} autocomplete="username" />
        <div class="buttons">
          <button class="button" type="submit">
            Найти код
          </button>
          <a href="/sign-in">Вернуться ко входу</a>
        </div>
      </ActionForm>
    </>
  );
}

interface OneTimeProps {
  readonly token: string;
  readonly link: string;
  readonly login: string | null;
  readonly code: string | null;
  readonly expired: boolean;
}

/** The code, shown once and only after a press, so that a program that opens links uses nothing up. */
export function OneTimeLinkPage({ token, link, login, code, expired }: OneTimeProps): VNode {
  if (expired) {
    return (
      <>
        <h1>Ссылка больше не действует</h1>
        <p>
          Ссылка действует 10 минут, один раз и только в том браузере, из которого её просили.{' '}
          <a href="/forgotten-code">Попросить новую</a>
        </p>
      </>
    );
  }
  if (code === null) {
    return (
      <>
        <h1>Ваш код доступа</h1>
        <p>Код будет показан один раз. Приготовьте, куда его записать.</p>
        <ActionForm action={`/code/${link}`} token={token}>
          <button class="button" type="submit">
            Показать код
          </button>
        </ActionForm>
      </>
    );
  }
  return (
    <>
      <h1>Ваш код доступа</h1>
      <p class="sum digits">{code}</p>
      {login !== null && (
        <p>
          Логин: <span class="digits">{login}</span>
        </p>
      )}
      <p>Запишите код: больше здесь он не появится.</p>
      <p>
        <a class="button" href="/sign-in">
          Войти
        </a>
      </p>
    </>
  );
}
