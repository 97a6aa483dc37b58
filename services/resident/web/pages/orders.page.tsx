import { VNode } from 'preact';
import {
  ActionForm,
  capitalised,
  dayInWords,
  Details,
  ErrorSummary,
  FieldError,
  inMonth,
  instantInWords,
  Money,
  Notice,
  Summary,
  Table,
} from '#libs/web';
import { FreeDay, OwnOrder } from '#services/support/api/client';
import {
  PARTS_IN_WORDS,
  PAYMENT_IN_WORDS,
  priceOfUnit,
  stateInWords,
  stepInWords,
  weekdayInWords,
  withReason,
} from '../order-words';
import { DayFields } from './order-form.page';

/** All orders of an account with how each stands. */
export function OrdersPage({ orders }: { readonly orders: readonly OwnOrder[] }): VNode {
  return (
    <>
      <h1>Мои заказы</h1>
      <Table
        caption="Дополнительные услуги, которые Вы заказали"
        rows={orders}
        empty={
          <>
            Заказов пока нет. Они появятся здесь, как только Вы что-нибудь закажете.{' '}
            <a href="/services">Посмотреть услуги</a>
          </>
        }
        columns={[
          { title: 'Услуга', names: true, cell: ({ orderId, title }) => <a href={`/orders/${orderId}`}>{title}</a> },
          { title: 'День визита', cell: ({ visitOn }) => dayInWords(visitOn) },
          { title: 'Состояние', cell: ({ state }) => capitalised(stateInWords(state)) },
          { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        ]}
      />
      {orders.length > 0 && (
        <p>
          <a class="button button-second" href="/services">
            Заказать ещё
          </a>
        </p>
      )}
    </>
  );
}

/** What has just been done on the page of an order. */
export type OrderNews = 'placed' | 'unpaid' | 'cancelled' | 'moved';

interface OrderProps {
  readonly order: OwnOrder;
  readonly today: string;
  readonly timeZone: string;
  /** Days to which it can be moved; none where it cannot. */
  readonly days: readonly FreeDay[];
  readonly news: OrderNews | null;
  readonly typed: { readonly visitOn: string; readonly partOfDay: string };
  readonly errors: readonly FieldError[];
  readonly token: string;
  readonly account: string;
  readonly newKey: () => string;
  /** Whether it can be paid by card now. */
  readonly isOnline: boolean;
}

/** One order: how it stands, what is to be paid, what happened, and what can still be changed. */
export function OrderPage(props: OrderProps): VNode {
  const { order, errors, timeZone } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/orders">Все заказы</a>
      </p>
      <h1>{order.title}</h1>
      <News {...props} />
      <p class="lead">{withReason(capitalised(stateInWords(order.state)), order.cancelledBecause)}.</p>
      <Summary items={factsOf(order)} />
      <ToPay {...props} />
      <Change {...props} />
      <p>
        <a href={`/conversations/new?about=order/${order.orderId}`}>Спросить об этом заказе</a>
      </p>
      <h2>Что происходило</h2>
      <Table
        caption="Каждый шаг заказа"
        rows={order.history}
        empty="Здесь появится каждый шаг заказа."
        columns={[
          { title: 'Что', names: true, cell: (step) => stepInWords(step) },
          { title: 'Записано', cell: ({ recordedAt }) => instantInWords(recordedAt, timeZone) },
          {
            title: 'Сумма',
            number: true,
            cell: ({ amountKopecks }) => (amountKopecks === null ? '—' : <Money kopecks={amountKopecks} />),
          },
        ]}
      />
    </>
  );
}

function factsOf(order: OwnOrder) {
  const { orderId, visitOn, partOfDay, quantity, unit, unitPriceKopecks, amountKopecks, paid, comment } = order;
  return [
    { name: 'Когда', value: `${weekdayInWords(visitOn)}, ${PARTS_IN_WORDS[partOfDay]}` },
    { name: 'Сколько', value: `${String(quantity)}\u00a0${unit}` },
    { name: 'Цена', value: priceOfUnit(unitPriceKopecks, unit) },
    { name: 'Сумма', value: <Money kopecks={amountKopecks} /> },
    { name: 'Как оплатить', value: PAYMENT_IN_WORDS[paid] },
    ...(comment === null ? [] : [{ name: 'Специалисту', value: comment }]),
    { name: 'Номер заказа', value: orderId },
  ];
}

function News({ news, order }: OrderProps): VNode | null {
  if (news === null) return null;
  const words: Readonly<Record<OrderNews, readonly [string, string]>> = {
    placed: ['Заказ принят', 'Компания подтвердит его, и это будет видно здесь.'],
    unpaid: [
      'Заказ принят, но ещё не оплачен',
      'Страница банка сейчас не открылась, деньги не списаны. Попробуйте оплатить ниже через несколько минут.',
    ],
    moved: ['Заказ перенесён', `Теперь визит: ${weekdayInWords(order.visitOn)}, ${PARTS_IN_WORDS[order.partOfDay]}.`],
    cancelled: ['Заказ отменён', 'Никто не придёт, платить за него не нужно.'],
  };
  const [title, text] = words[news];
  return (
    <Notice kind={news === 'unpaid' ? 'warning' : 'done'} title={title}>
      <p>{text}</p>
    </Notice>
  );
}

function ToPay(props: OrderProps): VNode | null {
  const { order } = props;
  const { amountKopecks, paidKopecks, payableKopecks, refundDueKopecks, chargedOn, paid, state } = order;
  if (refundDueKopecks > 0) {
    return (
      <Notice kind="notice" title="Деньги вернутся">
        <p>
          Вы оплатили <Money kopecks={paidKopecks} />, из них <Money kopecks={refundDueKopecks} /> компания вернёт на ту
          же карту. Когда это произойдёт, запись появится ниже.
        </p>
      </Notice>
    );
  }
  if (chargedOn !== null) {
    const isReturned = order.history.findLast(({ kind }) => kind === 'charged')?.because === 'payment_returned';
    return (
      <p>
        {isReturned && 'Оплата этого заказа возвращена, а работа выполнена. '}
        <Money kopecks={amountKopecks} /> войдут в начисления {inMonth(chargedOn.slice(0, 7))} и в квитанцию. Если этот
        месяц уже закрыт, то в следующую.
      </p>
    );
  }
  if (state === 'cancelled') return null;
  if (payableKopecks === 0) {
    return (
      <p>
        Оплачено <Money kopecks={paidKopecks} />, больше платить не нужно.
      </p>
    );
  }
  if (paid === 'on_slip') {
    return <p>Платить сейчас не нужно: сумма войдёт в квитанцию того месяца, когда работу выполнят.</p>;
  }
  return <PayAtOnce {...props} />;
}

/** The sum is that of the order: there is no field in which another one could be typed. */
function PayAtOnce({ order, isOnline, token, account, newKey }: OrderProps): VNode {
  if (!isOnline) {
    return <p>Сейчас оплатить картой нельзя. Если так и останется, сумма войдёт в квитанцию.</p>;
  }
  return (
    <>
      <p>Оплатите заказ до визита. Если не успеете, сумма войдёт в квитанцию.</p>
      <ActionForm action={`/orders/${order.orderId}/pay`} token={token}>
        <input type="hidden" name="account" value={account} />
        <input type="hidden" name="key" value={newKey()} />
        <div class="buttons">
          <button class="button" type="submit" id="pay">
            Оплатить <Money kopecks={order.payableKopecks} />
          </button>
        </div>
      </ActionForm>
    </>
  );
}

function Change(props: OrderProps): VNode | null {
  const { order, today, days, typed, errors, token, account, newKey } = props;
  const { orderId, state, changeableUntil } = order;
  if (state === 'cancelled' || state === 'completed') return null;
  if (today > changeableUntil) {
    return (
      <p>
        Отменить или перенести заказ здесь можно было до конца дня {weekdayInWords(changeableUntil)}. Если планы
        изменились, позвоните на горячую линию.
      </p>
    );
  }
  return (
    <section aria-labelledby="change">
      <h2 id="change">Изменить заказ</h2>
      <p>Последний день, когда это можно сделать: {weekdayInWords(changeableUntil)}.</p>
      {days.length > 0 && (
        <details open={errors.length > 0}>
          <summary>Перенести на другой день</summary>
          <ActionForm action={`/orders/${orderId}/reschedule`} token={token}>
            <input type="hidden" name="account" value={account} />
            <input type="hidden" name="key" value={newKey()} />
            <DayFields days={days} visitOn={typed.visitOn} partOfDay={typed.partOfDay} errors={errors} />
            <button class="button button-second" type="submit">
              Перенести
            </button>
          </ActionForm>
        </details>
      )}
      <Details summary="Отменить заказ">
        <p>Заказ будет отменён сразу. Если он понадобится снова, его можно сделать заново, если останется место.</p>
        <ActionForm action={`/orders/${orderId}/cancel`} token={token}>
          <input type="hidden" name="account" value={account} />
          <input type="hidden" name="key" value={newKey()} />
          <button class="button button-second" type="submit">
            Да, отменить заказ
          </button>
        </ActionForm>
      </Details>
    </section>
  );
}
