import { VNode } from 'preact';
import { ActionForm, errorOf, ErrorSummary, Field, FieldError, Notice, numberInWords, Table } from '#libs/web';
import { OfficeHouse } from '#services/billing/api/client';
import {
  ACCOUNTS_PER_RUN_MAX,
  CODES_SHOWN,
  CodesPage as CodesRead,
  CodesShown,
  HouseCodes,
} from '#services/identity/api/client';
import { codeInWords, SHOWN_WORDS } from '../code-words';
import { linkTo } from '../links';
import { HouseSelect, ReasonField } from './house-select';

interface CodesProps {
  readonly houses: readonly OfficeHouse[];
  readonly counts: readonly HouseCodes[];
  readonly page: CodesRead;
  readonly show: CodesShown;
  /** Empty for every house. */
  readonly houseId: string;
  /** To whom first codes were just issued: to a part of those that had none, or to all; null where none were. */
  readonly issued: 'part' | 'all' | null;
  readonly token: string;
  readonly timeZone: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  readonly newKey: () => string;
}

/** How it stands with the codes of each house, the accounts one by one, and first codes for those without. */
export function CodesPage(props: CodesProps): VNode {
  const { houses, counts, page, show, houseId, issued, token, timeZone, typed, errors, newKey } = props;
  const missing = counts
    .filter((one) => houseId === '' || one.houseId === houseId)
    .reduce((sum, one) => sum + one.missing, 0);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Коды доступа</h1>
      <p class="lead">
        Код видит только жилец, на бумаге. Здесь видно, у кого код есть, когда он выдан и сколько раз печатался.{' '}
        <a href="/print-runs">Печать кодов</a>
      </p>
      {issued === 'all' && missing === 0 && (
        <Notice kind="done" title="Коды выданы">
          Без кода счетов больше нет. Теперь коды нужно <a href="/print-runs">напечатать</a>.
        </Notice>
      )}
      {issued === 'part' && missing > 0 && (
        <Notice kind="done" title="Выдана часть кодов">
          За один раз выдаётся не больше {numberInWords(String(ACCOUNTS_PER_RUN_MAX))} кодов. Без кода ещё{' '}
          {numberInWords(String(missing))}: нажмите «Выдать коды тем, у кого их нет» ещё раз.
        </Notice>
      )}
      <HousesTable houses={houses} counts={counts} />
      {missing > 0 && (
        <>
          <h2>Выдать первые коды</h2>
          <p>
            Счетов без кода{houseId === '' ? '' : ' в этом доме'}: {numberInWords(String(missing))}. После выдачи коды
            нужно напечатать.
          </p>
          <ActionForm action="/codes/first" token={token}>
            <input type="hidden" name="key" value={newKey()} />
            <input type="hidden" name="houseId" value={houseId} />
            <ReasonField
              id="first-reason"
              value={typed['reason']}
              hint="Например: дом принят в управление. Останется в журнале"
              error={errorOf(errors, 'first-reason')}
            />
            <button class="button" type="submit">
              Выдать коды тем, у кого их нет
            </button>
          </ActionForm>
        </>
      )}
      <h2>Счета</h2>
      <Filter houses={houses} houseId={houseId} show={show} />
      <AccountsTable page={page} show={show} timeZone={timeZone} />
      {page.more && (
        <p>
          <a href={linkTo('/codes', { show, houseId, after: page.codes.at(-1)?.account })}>Следующие счета</a>
        </p>
      )}
    </>
  );
}

function HousesTable({ houses, counts }: Pick<CodesProps, 'houses' | 'counts'>): VNode {
  const addressOf = (id: string) => houses.find(({ houseId }) => houseId === id)?.address ?? id;
  const count = (show: CodesShown, houseId: string, number: number) =>
    number === 0 ? '0' : <a href={linkTo('/codes', { show, houseId })}>{numberInWords(String(number))}</a>;
  return (
    <Table
      caption="Коды по домам"
      empty="Счетов ещё нет: они появятся после загрузки данных компании."
      rows={counts}
      columns={[
        {
          title: 'Дом',
          names: true,
          cell: ({ houseId }) => <a href={linkTo('/codes', { show: 'all', houseId })}>{addressOf(houseId)}</a>,
        },
        { title: 'Счетов', number: true, cell: ({ accounts }) => numberInWords(String(accounts)) },
        { title: 'Без кода', number: true, cell: ({ houseId, missing }) => count('missing', houseId, missing) },
        {
          title: 'Код не печатался',
          number: true,
          cell: ({ houseId, unprinted }) => count('unprinted', houseId, unprinted),
        },
        { title: 'Просят код', number: true, cell: ({ houseId, asked }) => count('asked', houseId, asked) },
      ]}
    />
  );
}

function Filter({ houses, houseId, show }: Pick<CodesProps, 'houses' | 'houseId' | 'show'>): VNode {
  return (
    <form method="get" action="/codes" class="inline-forms">
      <HouseSelect houses={houses} chosen={houseId} />
      <Field
        id="show"
        label="Показать"
        control={(by) => (
          <select name="show" {...by}>
            {CODES_SHOWN.map((one) => (
              <option value={one} selected={one === show}>
                {SHOWN_WORDS[one]}
              </option>
            ))}
          </select>
        )}
      />
      <button class="button" type="submit">
        Показать
      </button>
    </form>
  );
}

function AccountsTable({ page, show, timeZone }: Pick<CodesProps, 'page' | 'show' | 'timeZone'>): VNode {
  return (
    <Table
      caption={`Показаны: ${SHOWN_WORDS[show]}`}
      empty="Таких счетов нет."
      rows={page.codes}
      columns={[
        {
          title: 'Счёт',
          names: true,
          cell: ({ account }) => (
            <a class="digits" href={`/codes/accounts/${account}`}>
              {account}
            </a>
          ),
        },
        { title: 'Код', cell: (code) => codeInWords(code, timeZone) },
        {
          title: 'Что с ним',
          cell: ({ printAsked, suspended }) =>
            [
              ...(printAsked ? ['пойдёт в следующую квитанцию'] : []),
              ...(suspended ? ['вход заморожен жильцом'] : []),
            ].join(', '),
        },
      ]}
    />
  );
}
