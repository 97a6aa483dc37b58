import { VNode } from 'preact';
import { ActionForm, Notice } from '#libs/web';
import { DescribedKind, NotificationPreferencesAnswer } from '#services/support/api/client';
import { FormParts } from './message-form';

/** What is told by letter. */
export function NotificationsPage(
  props: FormParts & { readonly preferences: NotificationPreferencesAnswer; readonly isSaved: boolean },
): VNode {
  const { token, account, formKey, preferences, isSaved } = props;
  const { addresses, kinds } = preferences;
  const chosen = kinds.filter(({ always }) => always === undefined);
  return (
    <>
      {isSaved && (
        <Notice kind="done" title="Сохранено">
          <p>Напоминания будут приходить так, как Вы выбрали.</p>
        </Notice>
      )}
      <h1>Напоминания письмом</h1>
      {addresses.length === 0 ? (
        <Notice kind="notice" title="Адреса пока нет">
          <p>
            Письма приходят на электронную почту, которую проверила управляющая компания. Чтобы её добавить, позвоните
            на горячую линию или придите с паспортом. Выбрать напоминания можно уже сейчас. Автоплатёж без адреса
            подключить нельзя.
          </p>
        </Notice>
      ) : (
        <p>Письма приходят на {addresses.join(', ')}, с 9 до 21 часа.</p>
      )}
      <ActionForm action="/notifications" token={token}>
        <input type="hidden" name="account" value={account} />
        <input type="hidden" name="key" value={formKey} />
        <fieldset class="field">
          <legend>О чём писать</legend>
          {chosen.map(({ kind, title, says, on }) => (
            <div class="choice">
              <input
                type="checkbox"
                id={`on-${kind}`}
                name={`on-${kind}`}
                value="1"
                checked={on}
                aria-describedby={`on-${kind}-hint`}
              />
              <label for={`on-${kind}`}>{title}</label>
              <p class="hint" id={`on-${kind}-hint`}>
                {says}
              </p>
            </div>
          ))}
        </fieldset>
        <button class="button" type="submit">
          Сохранить
        </button>
      </ActionForm>
      <h2>Приходят всегда, пока подключён автоплатёж</h2>
      <p>
        Отключить их отдельно нельзя: перед каждым списанием мы обязаны Вас предупредить. Они прекратятся вместе с
        автоплатежом, отключить его можно на странице <a href="/autopay">«Автоплатёж»</a>.
      </p>
      <Kinds kinds={kinds.filter(({ always }) => always === 'agreement')} />
      <h2>Приходят всегда, чтобы Ваш счёт был в безопасности</h2>
      <Kinds kinds={kinds.filter(({ always }) => always === 'safety')} />
    </>
  );
}

function Kinds({ kinds }: { readonly kinds: readonly DescribedKind[] }): VNode {
  return (
    <ul>
      {kinds.map(({ title, says }) => (
        <li>
          {title}: <span class="hint">{says}</span>
        </li>
      ))}
    </ul>
  );
}

/** The page to which a link of a letter leads: one press, no sign-in. */
export function UnsubscribePage(props: {
  readonly kind: DescribedKind | null;
  readonly path: string;
  readonly isOff: boolean;
}): VNode {
  const { kind, path, isOff } = props;
  if (kind === null) {
    return (
      <>
        <h1>Ссылка не действует</h1>
        <p class="lead">
          Откройте ссылку прямо из письма или выберите напоминания в кабинете, в разделе «Напоминания письмом».
        </p>
      </>
    );
  }
  if (kind.always !== undefined) {
    return (
      <>
        <h1>Это письмо приходит, пока подключён автоплатёж</h1>
        <p class="lead">
          Отключить письма «{kind.title}» отдельно нельзя: пока автоплатёж подключён, мы обязаны предупреждать Вас о
          списаниях. Ничего не изменилось.
        </p>
        <p>
          Чтобы они прекратились, отключите автоплатёж в кабинете: <a href="/autopay">Автоплатёж</a>.
        </p>
      </>
    );
  }
  if (isOff) {
    return (
      <>
        <h1>Напоминание отключено</h1>
        <p class="lead">Писем «{kind.title}» больше не будет. Остальные напоминания приходят как прежде.</p>
        <p>
          Включить снова можно в кабинете: <a href="/notifications">Напоминания письмом</a>.
        </p>
      </>
    );
  }
  return (
    <>
      <h1>Отключить напоминание «{kind.title}»?</h1>
      <p>{kind.says}. Остальные напоминания останутся.</p>
      <form method="post" action={path}>
        <button class="button" type="submit">
          Отключить
        </button>
      </form>
    </>
  );
}
