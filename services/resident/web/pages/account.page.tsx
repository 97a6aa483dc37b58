import { VNode } from 'preact';
import { ActionForm, dayInWords, Details, errorOf, ErrorSummary, FieldError, Notice } from '#libs/web';
import { AttachedAccountView, SharedWithView } from '#services/identity/api/client';
import { CodeField, LoginField } from './credential-fields';

/** An account with where it is, as a person knows it. */
export interface PlacedAccount {
  readonly account: string;
  /** `ул. Учебная, д. 12, кв. 5`; null while billing, which knows it, is away. */
  readonly place: string | null;
}

interface AccountProps {
  readonly token: string;
  /** The account that the pages show: every form carries it. */
  readonly shown: string;
  /** The account of the login; it is always there. */
  readonly own: string;
  readonly open: readonly PlacedAccount[];
  readonly attached: readonly AttachedAccountView[];
  /** Other sign-ins that show the account of the login. */
  readonly sharedWith: readonly SharedWithView[];
  readonly newKey: () => string;
  readonly typedLogin: string;
  readonly errors: readonly FieldError[];
}

/** Accounts under one sign-in, and the doors that can be shut. */
export function AccountPage(props: AccountProps): VNode {
  const { errors, attached, own } = props;
  const shut = attached.filter(({ isOpen }) => !isOpen);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Вход и лицевые счета</h1>
      <h2>Ваши лицевые счета</h2>
      <ul class="cards">
        {props.open.map((place) => (
          <OpenAccount {...props} place={place} isOwn={place.account === own} />
        ))}
      </ul>
      {shut.map(({ account }) => (
        <Notice kind="warning" title={`Лицевой счёт ${account} больше не открыт`}>
          <p>
            Его код доступа заменили или вход заморозили, или его отсоединили сами жильцы. Присоедините счёт заново с
            действующим кодом.
          </p>
          <Press {...props} action="/account/detach" fields={{ attached: account }} label="Убрать из списка" />
        </Notice>
      ))}
      <Attach {...props} />
      <OthersInside {...props} />
      <h2>Письма и автоплатёж</h2>
      <p>
        <a href="/notifications">Напоминания письмом</a>
      </p>
      <p>
        <a href="/autopay">Автоплатёж</a>
      </p>
      <h2>Безопасность</h2>
      <p>
        <a href="/account/journal">Кто и когда входил, с каких устройств</a>
      </p>
      <p>
        Если Вы входили с чужого телефона или компьютера, завершите вход на всех устройствах, на этом тоже. Закроется и
        доступ всех, кто присоединил Ваш счёт к своему входу.
      </p>
      <Press {...props} action="/account/sign-out-everywhere" fields={{}} label="Выйти везде" />
      <Freeze {...props} />
    </>
  );
}

function OpenAccount({
  place,
  isOwn,
  ...props
}: AccountProps & { readonly place: PlacedAccount; readonly isOwn: boolean }): VNode {
  const { account } = place;
  return (
    <li class="card">
      <p>
        <strong>{account}</strong>
        {account === props.shown && ' — открыт сейчас'}
      </p>
      {place.place !== null && <p>{place.place}</p>}
      {account !== props.shown && (
        <Press {...props} action="/account/show" fields={{ chosen: account }} label={`Открыть счёт ${account}`} />
      )}
      {!isOwn && (
        <Press
          {...props}
          action="/account/detach"
          fields={{ attached: account }}
          label={`Отсоединить счёт ${account}`}
        />
      )}
    </li>
  );
}

/** A code goes from hand to hand: whose account it is sees who came in by it, and shuts the door behind them. */
function OthersInside({ sharedWith, own, ...props }: AccountProps): VNode {
  return (
    <>
      <h2>Кто ещё видит счёт {own}</h2>
      {sharedWith.length === 0 ? (
        <p>
          Никто. Когда счёт присоединят к другому входу, здесь будет видно, к какому, и можно будет его отсоединить.
        </p>
      ) : (
        <>
          <p>
            Эти люди ввели логин и код доступа Вашего счёта. Если Вы их не знаете, отсоедините счёт и попросите в
            бухгалтерии новый код: со старым его присоединят снова.
          </p>
          <ul class="cards">
            {sharedWith.map(({ account, sharedOn, sessions }) => (
              <li class="card">
                <p>
                  <strong>Вход по логину счёта {account}</strong>
                </p>
                <p>
                  Видит Ваш счёт с {dayInWords(sharedOn)}.{' '}
                  {sessions.length === 0
                    ? 'Сейчас по нему никто не вошёл.'
                    : `Сейчас вошли: ${sessions.map(({ device }) => device).join('; ')}.`}
                </p>
                <Press
                  {...props}
                  action="/account/sharing/end"
                  fields={{ other: account }}
                  label={`Закрыть счёт для входа ${account}`}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Press(
  props: Pick<AccountProps, 'token' | 'shown' | 'newKey'> & {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly label: string;
  },
): VNode {
  const { action, token, shown, newKey, fields, label } = props;
  return (
    <ActionForm action={action} token={token}>
      <input type="hidden" name="account" value={shown} />
      <input type="hidden" name="key" value={newKey()} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button class="button button-second" type="submit">
        {label}
      </button>
    </ActionForm>
  );
}

function Attach({ token, shown, newKey, typedLogin, errors }: AccountProps): VNode {
  const fault = (field: string) => errors.find((one) => one.field === field)?.message;
  return (
    <>
      <h2>Присоединить ещё один счёт</h2>
      <p>Например, квартиру родителей. Логин и код доступа стоят в квитанции этого счёта.</p>
      <ActionForm action="/account/attach" token={token}>
        <input type="hidden" name="account" value={shown} />
        <input type="hidden" name="key" value={newKey()} />
        <LoginField typed={typedLogin} error={fault('login')} autocomplete="off" />
        <CodeField error={fault('code')} autocomplete="off" />
        <button class="button" type="submit">
          Присоединить
        </button>
      </ActionForm>
    </>
  );
}

function Freeze({ token, shown, newKey, errors }: AccountProps): VNode {
  const error = errorOf(errors, 'sure');
  return (
    <Details summary="Заморозить вход в кабинет" isOpen={error !== undefined}>
      <p>
        Если код доступа узнал посторонний, а бухгалтерия закрыта, заморозьте вход. Сразу завершатся все входы, и никто,
        даже Вы, не войдёт, пока бухгалтерия не откроет вход или не выдаст новый код. Начисления и платежи идут как
        обычно.
      </p>
      <ActionForm action="/account/freeze" token={token}>
        <input type="hidden" name="account" value={shown} />
        <input type="hidden" name="key" value={newKey()} />
        <div class={error === undefined ? 'field' : 'field field-wrong'}>
          {error !== undefined && (
            <p id="sure-error" class="field-error">
              <span class="visually-hidden">Ошибка: </span>
              {error}
            </p>
          )}
          <div class="choice">
            <input
              type="checkbox"
              id="sure"
              name="sure"
              value="yes"
              {...(error === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': 'sure-error' })}
            />
            <label for="sure">Понимаю, что открыть вход сможет только бухгалтерия</label>
          </div>
        </div>
        <button class="button button-second" type="submit">
          Заморозить вход
        </button>
      </ActionForm>
    </Details>
  );
}
