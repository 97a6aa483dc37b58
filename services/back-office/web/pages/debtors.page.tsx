import { VNode } from 'preact';
import { subtractKopecks } from '#libs/money';
import {
  dayInWords,
  errorOf,
  Details,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  Notice,
  payeeInWords,
  SelectField,
  Table,
} from '#libs/web';
import { OfficeNames } from '#services/billing/api/client';
import {
  DEBT_FIGURES,
  DEBT_TITLES,
  DebtsReconciled,
  DebtTotals,
  ListedDebtor,
  OVERDUE_DAYS,
} from '../../api/debtors-list';
import { RowWindow } from '../../api/row-window';
import { linkTo } from '../links';
import { CHOOSE_HOUSE, Files, Pages } from '../sheet-parts';
import { HouseSelect } from './house-select';
import { PenaltyThrough } from './penalty-through';

/** What the page was asked for, as it was typed. */
export interface DebtorsTyped {
  readonly asOf: string;
  readonly knownAt: string;
  readonly houseId: string;
  readonly payee: string;
  readonly above: string;
  readonly overdueDays: string;
  readonly instalments: string;
  readonly order: string;
}

interface DebtorsProps {
  readonly typed: DebtorsTyped;
  readonly names: OfficeNames;
  /** null where what was asked cannot be answered. */
  readonly found: RowWindow<ListedDebtor, DebtTotals> | null;
  readonly reconciled: DebtsReconciled | null;
  readonly today: string;
  /** Whether the reader may make agreements to pay by parts. */
  readonly mayAgree: boolean;
  readonly errors: readonly FieldError[];
}

/** Who owes, by how long it is overdue. */
export function DebtorsPage(props: DebtorsProps): VNode {
  const { typed, found, reconciled, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Должники</h1>
      <Filter {...props} />
      {found !== null && (
        <>
          <p class="lead">
            На конец дня {dayInWords(typed.asOf)}
            {typed.knownAt !== '' && `, как было известно ${dayInWords(typed.knownAt)}`}: долг{' '}
            <Money kopecks={found.total.debtKopecks} />.
          </p>
          <PenaltyThrough through={found.rows[0]?.penaltyThrough} />
          {reconciled !== null && <Reconciled {...reconciled} {...typed} />}
          <Files
            to={(format) => linkTo('/debtors/file', { ...typed, format })}
            count={found.count}
            shorter={CHOOSE_HOUSE}
          />
          {found.count > 0 && <Letters typed={typed} page={found.page} />}
          <Rows {...props} found={found} />
          <Pages action="/debtors" asked={{ ...typed }} window={found} />
        </>
      )}
    </>
  );
}

function Reconciled({
  period,
  turnoverKopecks,
  overpaidKopecks,
  debtorsKopecks,
  houseId,
  knownAt,
}: DebtsReconciled & Pick<DebtorsTyped, 'houseId' | 'knownAt'>): VNode {
  const turnover = linkTo('/turnover', { from: period, to: period, by: 'account', houseId, knownAt });
  if (turnoverKopecks === debtorsKopecks) {
    return (
      <p>
        Сходится с <a href={turnover}>оборотной ведомостью</a> за {monthInWords(period)}: долги на конец месяца там те
        же, <Money kopecks={turnoverKopecks} />
        {overpaidKopecks > 0 && (
          <>
            ; переплаты — <Money kopecks={overpaidKopecks} />, и всего на конец в ведомости{' '}
            <Money kopecks={subtractKopecks(turnoverKopecks, overpaidKopecks)} />
          </>
        )}
        .
      </p>
    );
  }
  return (
    <Notice kind="warning" title="С оборотной ведомостью не сходится">
      <p>
        В <a href={turnover}>ведомости</a> за {monthInWords(period)} долги на конец месяца{' '}
        <Money kopecks={turnoverKopecks} />, здесь <Money kopecks={debtorsKopecks} />. Так бывает, когда после закрытия
        записан платёж или возврат за тот месяц.
      </p>
    </Notice>
  );
}

function Letters({ typed, page }: { readonly typed: DebtorsTyped; readonly page: number }): VNode {
  const to = (kind: string) => linkTo('/debtors/letters', { ...typed, kind, page: String(page) });
  return (
    <p class="on-screen">
      Письма всем на этой странице: <a href={to('reminder')}>напоминания</a>, <a href={to('claim')}>претензии</a>
    </p>
  );
}

function Filter({ typed, names, today, errors }: DebtorsProps): VNode {
  const payees = ['main', 'capital_repair'].map((value) => ({ value, text: payeeInWords(value) }));
  const overdue = OVERDUE_DAYS.map((days) => ({
    value: String(days),
    text: days === 0 ? 'Просрочен' : `Просрочен больше ${String(days)} дней`,
  }));
  return (
    <form method="get" action="/debtors" class="inline-forms" novalidate>
      <Field id="asOf" label="На дату" error={errorOf(errors, 'asOf')} input={{ type: 'date', value: typed.asOf }} />
      <Field
        id="knownAt"
        label="Как было известно"
        error={errorOf(errors, 'knownAt')}
        input={{ type: 'date', value: typed.knownAt, max: today }}
      />
      <Details summary="Отбор и порядок" isOpen={isNarrowed(typed) || errorOf(errors, 'above') !== undefined}>
        <HouseSelect houses={names.houses} chosen={typed.houseId} />
        <SelectField
          id="payee"
          label="Получатель"
          options={[{ value: '', text: 'Оба' }, ...payees]}
          chosen={typed.payee}
        />
        <SelectField
          id="overdueDays"
          label="Просрочка"
          options={[{ value: '', text: 'Любая' }, ...overdue]}
          chosen={typed.overdueDays}
        />
        <Field
          id="above"
          label="Долг больше, ₽"
          error={errorOf(errors, 'above')}
          input={{ value: typed.above, inputMode: 'decimal', maxLength: 15, autocomplete: 'off', class: 'short' }}
        />
        <SelectField
          id="instalments"
          label="Рассрочка"
          options={[
            { value: '', text: 'Неважно' },
            { value: 'yes', text: 'Действует' },
            { value: 'no', text: 'Нет' },
          ]}
          chosen={typed.instalments}
        />
        <SelectField
          id="order"
          label="Порядок"
          options={[
            { value: '', text: 'По счетам' },
            { value: 'debt', text: 'Сначала большие долги' },
          ]}
          chosen={typed.order}
        />
      </Details>
      <button class="button" type="submit">
        Показать
      </button>
    </form>
  );
}

/** Whether the list is another one than of everybody who owes: then it is seen at once why. */
function isNarrowed({ houseId, payee, overdueDays, above, instalments, order }: DebtorsTyped): boolean {
  return [houseId, payee, overdueDays, above, instalments, order].some((value) => value !== '');
}

function Rows({
  typed,
  names,
  found,
  mayAgree,
}: DebtorsProps & { readonly found: RowWindow<ListedDebtor, DebtTotals> }): VNode {
  const address = new Map(names.houses.map((house) => [house.houseId, house.address]));
  return (
    <Table
      caption="Долги по срокам, суммы в рублях"
      empty="Таких должников нет."
      rows={found.rows}
      columns={[
        { title: 'Счёт', names: true, cell: (debtor) => <About {...{ debtor, typed, address, mayAgree }} /> },
        ...DEBT_FIGURES.map((figure) => ({
          title: DEBT_TITLES[figure],
          number: true,
          cell: (row: ListedDebtor) => <Money kopecks={row[figure]} />,
        })),
      ]}
      total={['Всего', ...DEBT_FIGURES.map((figure) => <Money kopecks={found.total[figure]} />)]}
    />
  );
}

/** The account, to whom it owes since when, and the letters to it. */
function About(props: {
  readonly debtor: ListedDebtor;
  readonly typed: DebtorsTyped;
  readonly address: ReadonlyMap<string, string>;
  readonly mayAgree: boolean;
}): VNode {
  const { debtor, typed, address, mayAgree } = props;
  const { account, houseId, payee, overdueSince, instalments } = debtor;
  const letter = (kind: string) =>
    linkTo('/debtors/letters', { kind, account, asOf: typed.asOf, knownAt: typed.knownAt });
  return (
    <div class="about-debtor">
      <a class="digits" href={`/accounts/${account}`}>
        {account}
      </a>
      <span class="note">{payeeInWords(payee)}</span>
      {typed.houseId === '' && <span class="note">{address.get(houseId) ?? houseId}</span>}
      {overdueSince !== null && <span class="note">срок оплаты вышел {dayInWords(overdueSince)}</span>}
      {overdueSince !== null && (
        <span class="note on-screen">
          <a href={letter('reminder')}>
            напоминание<span class="visually-hidden"> по счёту {account}</span>
          </a>
          {!instalments && (
            <>
              ,{' '}
              <a href={letter('claim')}>
                претензия<span class="visually-hidden"> по счёту {account}</span>
              </a>
            </>
          )}
          {!instalments && mayAgree && (
            <>
              ,{' '}
              <a href={linkTo('/instalments/new', { account, payee })}>
                рассрочка<span class="visually-hidden"> по счёту {account}</span>
              </a>
            </>
          )}
        </span>
      )}
      {instalments && <span class="note">{mayAgree ? <Agreement account={account} /> : 'рассрочка действует'}</span>}
    </div>
  );
}

function Agreement({ account }: { readonly account: string }): VNode {
  return (
    <a href={linkTo('/instalments', { account })}>
      рассрочка действует<span class="visually-hidden"> по счёту {account}</span>
    </a>
  );
}
