import { VNode } from 'preact';
import {
  dayInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  instantInWords,
  Money,
  monthInWords,
  Notice,
  numberInWords,
  SelectField,
  Summary,
  Table,
} from '#libs/web';
import { Spell, OrderProgress, RecalculationOrderRow, RecordedRecalculationRow } from '#services/billing/api/client';
import { RECALCULATION_KINDS } from '../../api/recalculations.dto';
import { failureInWords } from '../approval-words';
import { linkTo } from '../links';
import { recalculationInWords } from '../recalculation-words';

interface ListProps {
  readonly recorded: readonly RecordedRecalculationRow[];
  readonly orders: readonly RecalculationOrderRow[];
  readonly account: string;
  readonly kind: string;
  readonly hasMore: boolean;
  readonly timeZone: string;
  readonly errors: readonly FieldError[];
}

const STATES: Readonly<Record<RecalculationOrderRow['state'], string>> = {
  approved: 'согласован, ждёт записи',
  begun: 'записывается',
  done: 'записан',
  failed: 'не записан',
};

/** What was recalculated: why, by whom, when, and in which month it was posted. */
export function RecalculationsPage(props: ListProps): VNode {
  const { recorded, orders, account, kind, hasMore, timeZone, errors } = props;
  const last = recorded.at(-1);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Перерасчёты</h1>
      <p>
        <a class="button" href={linkTo('/recalculations/new', { account })}>
          Новый перерасчёт
        </a>
      </p>
      <form method="get" action="/recalculations" class="inline-forms" role="search">
        <Field
          id="account"
          label="Счёт"
          error={errorOf(errors, 'account')}
          input={{ type: 'search', value: account, maxLength: 32, class: 'short' }}
        />
        <SelectField
          id="kind"
          label="Что случилось"
          options={[
            { value: '', text: 'Всё' },
            ...RECALCULATION_KINDS.map((value) => ({ value, text: recalculationInWords(value) })),
          ]}
          chosen={kind}
        />
        <button class="button" type="submit">
          Показать
        </button>
      </form>
      {orders.length > 0 && account === '' && <Orders orders={orders} timeZone={timeZone} />}
      <Recorded recorded={recorded} timeZone={timeZone} />
      {hasMore && last !== undefined && (
        <p>
          <a href={linkTo('/recalculations', { account, kind, before: String(last.position) })}>Раньше</a>
        </p>
      )}
    </>
  );
}

function Recorded({ recorded, timeZone }: Pick<ListProps, 'recorded' | 'timeZone'>): VNode {
  return (
    <Table
      caption="Записанные перерасчёты, сначала последние"
      empty="Перерасчётов нет. Здесь появятся те, что запишут сотрудники; ночной расчёт показывает свои в начислениях."
      rows={recorded}
      columns={[
        { title: 'Когда', names: true, cell: ({ recordedAt }) => instantInWords(recordedAt, timeZone) },
        { title: 'Счёт', cell: ({ account }) => <a href={`/accounts/${account}`}>{account}</a> },
        { title: 'Что', cell: ({ kind }) => recalculationInWords(kind) },
        { title: 'За месяцы', cell: ({ periods }) => periods.map((period) => monthInWords(period)).join(', ') },
        {
          title: 'Причина',
          cell: ({ cause, document }) => (document === null ? cause : `${cause} (${document})`),
        },
        { title: 'Кто', cell: (row) => <Who {...row} /> },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        { title: 'Состояние', cell: (row) => <State {...row} /> },
      ]}
    />
  );
}

function Who({ actor, approvalId, recalculationId }: RecordedRecalculationRow): VNode {
  if (approvalId !== null && /^[0-9a-f]{32}$/.test(approvalId))
    return <a href={`/approvals/${approvalId}`}>двое, по согласованию</a>;
  if (recalculationId.startsWith('order:')) {
    return <a href={`/recalculations/orders/${recalculationId.slice('order:'.length)}`}>по дому</a>;
  }
  return <>{actor.replace(/^staff:/, '№ ')}</>;
}

function State({ account, kind, postedIn, takenBackBy, recalculationId }: RecordedRecalculationRow): VNode {
  const state = postedIn === null ? 'войдёт в открытый месяц' : `начислен за ${monthInWords(postedIn)}`;
  if (takenBackBy !== null) return <>{state}, отменён</>;
  if (kind === 'reversal' || kind === 'penalty_waiver') return <>{state}</>;
  return (
    <>
      {state}{' '}
      <a class="note" href={linkTo('/recalculations/new', { account, kind: 'reversal', of: recalculationId })}>
        отменить
      </a>
    </>
  );
}

function Orders({ orders, timeZone }: Pick<ListProps, 'orders' | 'timeZone'>): VNode {
  return (
    <Table
      caption="Сразу нескольким счетам"
      empty=""
      rows={orders}
      columns={[
        {
          title: 'Что',
          names: true,
          cell: ({ orderId, work }) => <a href={`/recalculations/orders/${orderId}`}>{workInWords(work)}</a>,
        },
        { title: 'Когда', cell: ({ orderedAt }) => instantInWords(orderedAt, timeZone) },
        { title: 'Причина', cell: ({ cause }) => cause },
        { title: 'Счетов', number: true, cell: ({ figures }) => String(figures.accounts) },
        { title: 'Сумма', number: true, cell: ({ figures }) => <Money kopecks={figures.differenceKopecks} /> },
        { title: 'Состояние', cell: ({ state, stopped }) => (stopped ? 'остановлен сбоем' : STATES[state]) },
      ]}
    />
  );
}

function workInWords(work: RecalculationOrderRow['work']): string {
  if (work.kind === 'grounds') return recalculationInWords(work.grounds.kind);
  const { from, to } = work;
  return `Пересчёт: ${monthInWords(from)}${from === to ? '' : ` — ${monthInWords(to)}`}`;
}

function actInWords({ startedOn, startedAt, hours }: Spell): string {
  return `${dayInWords(startedOn)}${startedAt === undefined ? '' : ` в ${startedAt}`}, ${numberInWords(hours)} ч`;
}

/** An order: what, who, and how far it is. */
export function RecalculationOrderPage({
  order,
  timeZone,
}: {
  readonly order: OrderProgress;
  readonly timeZone: string;
}): VNode {
  const { work, figures, cause, document, orderedBy, agreedBy, orderedAt, state, recordedSoFar, refused, failure } =
    order;
  const isUnderWay = state === 'approved' || state === 'begun';
  const number = (actor: string) => actor.replace(/^staff:/, '№ ');
  return (
    <>
      <p>
        <a href="/recalculations">Все перерасчёты</a>
      </p>
      <h1>{workInWords(work)}</h1>
      <p class="lead">
        {STATES[state]}: {String(recordedSoFar)} из {String(figures.accounts)} счетов
      </p>
      {isUnderWay && order.stopped && (
        <Notice kind="warning" title="Запись остановил сбой программы">
          <p>
            Записанное остаётся, остальное программа попробует записать снова сама. Если сообщение не исчезнет за час,
            назовите тому, кто следит за программой, номер {order.orderId}.
          </p>
        </Notice>
      )}
      {isUnderWay && !order.stopped && (
        <p>
          Запись идёт сама; страницу можно закрыть. <a href={`/recalculations/orders/${order.orderId}`}>Обновить</a>
        </p>
      )}
      <progress value={recordedSoFar} max={Math.max(figures.accounts, 1)} aria-label="Записано счетов" />
      <Summary
        items={[
          { name: 'Сумма', value: <Money kopecks={figures.differenceKopecks} /> },
          { name: 'Причина', value: cause },
          ...(document === null ? [] : [{ name: 'Документ', value: document }]),
          { name: 'Записал', value: `${number(orderedBy)}, ${instantInWords(orderedAt, timeZone)}` },
          ...(agreedBy === null ? [] : [{ name: 'Согласовал', value: number(agreedBy) }]),
          ...(work.kind === 'grounds' && 'period' in work.grounds
            ? [{ name: 'За месяц', value: monthInWords(work.grounds.period) }]
            : []),
          ...(work.kind === 'grounds' && 'acts' in work.grounds
            ? [
                {
                  name: 'Перерывы',
                  value: work.grounds.acts.map(actInWords).join('; '),
                },
              ]
            : []),
          ...(failure === null ? [] : [{ name: 'Почему не записан', value: failureInWords(failure) }]),
        ]}
      />
      {refused.length > 0 && (
        <Table
          caption="Счета, которым не записано"
          empty=""
          rows={refused}
          columns={[
            { title: 'Счёт', names: true, cell: ({ account }) => <a href={`/accounts/${account}`}>{account}</a> },
            { title: 'Почему', cell: ({ code }) => failureInWords(code) },
          ]}
        />
      )}
    </>
  );
}
