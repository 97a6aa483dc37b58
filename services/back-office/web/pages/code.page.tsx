import { ComponentChildren, VNode } from 'preact';
import { ActionForm, errorOf, ErrorSummary, FieldError, instantInWords, Notice, Summary } from '#libs/web';
import { CodeView } from '#services/identity/api/client';
import { codeInWords } from '../code-words';
import { ReasonField } from './house-select';

interface CodeProps {
  readonly code: CodeView;
  readonly address: string;
  /** What was just done. */
  readonly done: string;
  readonly token: string;
  readonly timeZone: string;
  readonly errors: readonly FieldError[];
  /** What was typed into a form that comes back, by the id of its field. */
  readonly typed: Readonly<Record<string, string>>;
  readonly newKey: () => string;
}

const DONE: Readonly<Record<string, string>> = {
  'next-slip': 'Код пойдёт в следующую квитанцию',
  replacement: 'Код заменён, все входы завершены. Напечатайте его или отметьте в следующую квитанцию',
  resumption: 'Вход снова открыт',
};

/** The code of an account without the code, and what may be done with it. */
export function CodePage({ code, address, done, token, timeZone, errors, typed, newKey }: CodeProps): VNode {
  const { account, state, lastPrintedAt, printAsked, suspended } = code;
  const form = { account, token, errors, typed, newKey };
  const notice = DONE[done];
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/codes">Коды доступа</a>
      </p>
      <h1>Код доступа, счёт {account}</h1>
      {notice !== undefined && <Notice kind="done" title={notice} />}
      <Summary
        items={[
          { name: 'Дом', value: address },
          { name: 'Код', value: codeInWords(code, timeZone) },
          {
            name: 'Последняя печать',
            value: lastPrintedAt === null ? 'не было' : instantInWords(lastPrintedAt, timeZone),
          },
          { name: 'Следующая квитанция', value: printAsked ? 'с кодом' : 'без кода' },
          ...(suspended ? [{ name: 'Вход', value: 'заморожен жильцом' }] : []),
        ]}
      />
      <Act {...form} act="hand-out" title="Человек пришёл сам" button="Выдать и напечатать новый код">
        Проверьте паспорт. Прежний код сразу перестанет действовать, все открытые входы закончатся. Вы получите ссылку
        на один лист для печати.
      </Act>
      {state === 'issued' && (
        <>
          <Act {...form} act="next-slip" title="Человек позвонил" button="Напечатать в следующей квитанции">
            По телефону код не меняют и не называют. Действующий код будет в следующей бумажной квитанции.
          </Act>
          <Act {...form} act="replacement" title="Код увидел посторонний" button="Заменить код">
            Прежний код сразу перестанет действовать, входы закончатся. Новый нужно напечатать.
          </Act>
          {suspended && (
            <Act {...form} act="resumption" title="Жилец заморозил вход" button="Снова открыть вход">
              Убедитесь, что об этом просит сам жилец.
            </Act>
          )}
        </>
      )}
    </>
  );
}

interface ActProps extends Pick<CodeProps, 'token' | 'errors' | 'typed' | 'newKey'> {
  readonly account: string;
  readonly act: string;
  readonly title: string;
  readonly button: string;
  readonly children: ComponentChildren;
}

function Act({ account, act, title, button, children, token, errors, typed, newKey }: ActProps): VNode {
  const field = `${act}-reason`;
  return (
    <>
      <h2>{title}</h2>
      <p>{children}</p>
      <ActionForm action={`/codes/accounts/${account}/${act}`} token={token}>
        <input type="hidden" name="key" value={newKey()} />
        <ReasonField id={field} value={typed[field]} error={errorOf(errors, field)} />
        <button class="button" type="submit">
          {button}
        </button>
      </ActionForm>
    </>
  );
}
