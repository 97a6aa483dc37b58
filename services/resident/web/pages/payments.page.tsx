import { VNode } from 'preact';
import {
  countInWords,
  dayInWords,
  Details,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  SelectField,
  Table,
} from '#libs/web';
import { PaymentAllocation, UtilityCard } from '#services/billing/api/client';
import { HistoryEntry, HistoryState } from '#services/payments/api/client';
import { Stage } from '../../api/payments-under-way';
import { channelInWords, recallInWords, spentInWords, standInWords, stateInWords } from '../payment-words';
import { payeeInWords } from '../words';
import { PartAway } from './away';
import { STAGES } from './under-way';

export const HISTORY_STATES: readonly HistoryState[] = [
  'received',
  'in_progress',
  'reversed',
  'refunded',
  'partly_refunded',
  'not_made',
];

/** The filter as it was typed. */
export interface TypedFilter {
  readonly from: string;
  readonly to: string;
  readonly state: string;
  readonly payee: string;
}

interface PaymentsProps {
  readonly entries: readonly HistoryEntry[];
  /** Over all pages. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** What payments were spent on, by their ids, and what that is called; null while billing is away. */
  readonly spent: {
    readonly allocations: ReadonlyMap<string, PaymentAllocation>;
    readonly utilities: readonly UtilityCard[];
  } | null;
  /** How far online payments are that are not over, by their ids. */
  readonly stages: ReadonlyMap<string, Stage>;
  readonly typed: TypedFilter;
  readonly errors: readonly FieldError[];
}

/** When, how much, through whom, in which state, and what it was spent on. */
export function PaymentsPage(props: PaymentsProps): VNode {
  const { errors, typed, total } = props;
  const query = queryOf(typed);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Платежи</h1>
      <div class="buttons">
        <a class="button" href="/pay">
          Оплатить
        </a>
        <a href="/autopay">Автоплатёж</a>
      </div>
      {props.spent === null && (
        <PartAway title="На что пошли платежи, сейчас не видно">
          Начисления не открываются, поэтому и файлы с платежами не скачать. Сами платежи ниже показаны все.
        </PartAway>
      )}
      <Filter typed={typed} errors={errors} />
      {total > 0 && props.spent === null && <p>{countInWords(total, 'платёж', 'платежа', 'платежей')}.</p>}
      {total > 0 && props.spent !== null && (
        <p>
          {countInWords(total, 'платёж', 'платежа', 'платежей')}. Скачать:{' '}
          <a href={`/payments.xlsx${query}`}>таблица Excel</a>, <a href={`/payments.csv${query}`}>файл CSV</a>.
        </p>
      )}
      <Entries {...props} />
      <Turns {...props} />
    </>
  );
}

function queryOf({ from, to, state, payee }: TypedFilter, page = 1): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ from, to, state, payee })) {
    if (value !== '') parameters.set(name, value);
  }
  if (page > 1) parameters.set('page', String(page));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function Filter({ typed, errors }: { readonly typed: TypedFilter; readonly errors: readonly FieldError[] }): VNode {
  return (
    <form method="get" action="/payments" class="inline-form" novalidate>
      <Field
        id="from"
        label="С какого дня"
        error={errorOf(errors, 'from')}
        input={{ type: 'date', value: typed.from }}
      />
      <Field id="to" label="По какой день" error={errorOf(errors, 'to')} input={{ type: 'date', value: typed.to }} />
      <SelectField
        id="state"
        label="Состояние"
        none="все"
        chosen={typed.state}
        options={HISTORY_STATES.map((state) => ({ value: state, text: stateInWords(state) }))}
      />
      <SelectField
        id="payee"
        label="Кому"
        none="все"
        chosen={typed.payee}
        options={['main', 'capital_repair'].map((payee) => ({ value: payee, text: payeeInWords(payee) }))}
      />
      <button class="button button-second" type="submit">
        Показать
      </button>
    </form>
  );
}

function Entries({ entries, spent, stages }: PaymentsProps): VNode {
  return (
    <Table
      caption="Платежи, новые сверху"
      rows={entries}
      empty="Платежей с такими условиями нет. Новый платёж появится здесь в тот же день."
      columns={[
        { title: 'День', names: true, cell: ({ paidOn }) => <span class="date">{dayInWords(paidOn)}</span> },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        {
          title: 'Кому',
          cell: (entry) => (entry.orderId === null ? payeeInWords(entry.payee) : 'Дополнительная услуга'),
        },
        { title: 'Через кого', cell: channelInWords },
        {
          title: 'Состояние',
          cell: (entry) => (
            <Stand
              entry={entry}
              allocation={spent?.allocations.get(entry.paymentId)}
              stage={stages.get(String(entry.onlinePaymentId)) ?? 'begun'}
            />
          ),
        },
        ...(spent === null
          ? []
          : [
              {
                title: 'На что пошло',
                cell: (entry: HistoryEntry) => (
                  <Spent allocation={spent.allocations.get(entry.paymentId)} utilities={spent.utilities} />
                ),
              },
            ]),
      ]}
    />
  );
}

function Stand(props: {
  readonly entry: HistoryEntry;
  readonly allocation: PaymentAllocation | undefined;
  readonly stage: Stage;
}): VNode {
  const { entry, allocation, stage } = props;
  const recall = recallInWords(entry);
  const mayChange = entry.state === 'in_progress' && entry.onlinePaymentId !== null;
  const words = mayChange ? STAGES[stage].state : standInWords(entry, allocation);
  return (
    <>
      {mayChange ? <a href={`/pay/result/${String(entry.onlinePaymentId)}`}>{words}</a> : words}
      {mayChange && <span class="note">{STAGES[stage].next}</span>}
      {recall !== null && <span class="note">{recall}</span>}
    </>
  );
}

function Spent(props: {
  readonly allocation: PaymentAllocation | undefined;
  readonly utilities: readonly UtilityCard[];
}): VNode {
  const { allocation, utilities } = props;
  const lines = allocation === undefined ? [] : spentInWords(allocation, utilities);
  if (lines.length === 0) return <>—</>;
  return (
    <Details summary="Показать">
      <ul>
        {lines.map(({ text, shares }) => (
          <li>
            {text}
            {shares.length > 0 && (
              <ul>
                {shares.map((share) => (
                  <li>{share}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Details>
  );
}

function Turns({ typed, page, pages }: PaymentsProps): VNode | null {
  if (pages <= 1) return null;
  return (
    <nav aria-label="Страницы платежей" class="buttons">
      {page > 1 && <a href={`/payments${queryOf(typed, page - 1)}`}>Более поздние</a>}
      <span>
        Страница {page} из {pages}
      </span>
      {page < pages && <a href={`/payments${queryOf(typed, page + 1)}`}>Более ранние</a>}
    </nav>
  );
}
