import { VNode } from 'preact';
import { ActionForm, dayInWords, errorOf, ErrorSummary, Field, FieldError, Money, Table } from '#libs/web';
import { CancellationReason, OrderRefunds, OrderToRefund } from '#services/support/api/client';

interface OrderRefundsProps {
  readonly refunds: OrderRefunds;
  /** Whether the reader may ask for a refund. */
  readonly mayAsk: boolean;
  readonly token: string;
  readonly newKey: () => string;
  readonly errors: readonly FieldError[];
}

const BECAUSE: Readonly<Record<CancellationReason, string>> = {
  resident_asked: 'отменил житель',
  specialist_unavailable: 'мастер не смог прийти',
  no_access: 'мастера не пустили',
  work_not_done: 'работа не сделана',
  mistake: 'заказ был ошибкой',
};

/** Why money has to go back. */
function whyInWords({ state, cancelledBecause }: OrderToRefund): string {
  if (cancelledBecause !== null) return BECAUSE[cancelledBecause];
  return state === 'completed' ? 'заплачено больше, чем надо, или заказ уже в квитанции' : 'заплачено больше, чем надо';
}

/** Orders that were paid at once and are not to be paid after all. */
export function OrderRefundsPage({ refunds: { due, agreed, more }, ...form }: OrderRefundsProps): VNode {
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <h1>Возвраты за заказы</h1>
      <p class="lead">
        {due.length === 0
          ? 'Согласовывать нечего. Здесь появляются оплаченные заказы, которые отменили или не выполнили.'
          : 'Эти заказы оплачены картой и отменены или не выполнены. Возврат согласует второй сотрудник.'}
      </p>
      {due.map((order) => (
        <Due order={order} {...form} />
      ))}
      {agreed.length > 0 && (
        <>
          <h2>Согласованы, ждут банка</h2>
          <p>Оформите каждый возврат в личном кабинете банка. Когда банк вернёт деньги, строка исчезнет сама.</p>
          <Table
            caption="Сначала самые старые"
            empty=""
            rows={agreed}
            columns={[
              { title: 'Заказ', names: true, cell: ({ title, visitOn }) => `${title}, ${dayInWords(visitOn)}` },
              { title: 'Счёт', cell: ({ account }) => <span class="digits">{account}</span> },
              { title: 'Вернуть', number: true, cell: ({ refundKopecks }) => <Money kopecks={refundKopecks} /> },
              { title: 'Платёж', cell: ({ paymentIds }) => <span class="digits">{paymentIds.join(', ')}</span> },
            ]}
          />
        </>
      )}
      {more && <p>Показаны не все: сначала самые старые.</p>}
    </>
  );
}

function Due({
  order,
  mayAsk,
  token,
  newKey,
  errors,
}: Omit<OrderRefundsProps, 'refunds'> & { readonly order: OrderToRefund }) {
  const { orderId, account, title, visitOn, refundKopecks, paidKopecks } = order;
  const id = `reason-${orderId}`;
  return (
    <section>
      <h2>
        {title}, счёт {account}: <Money kopecks={refundKopecks} />
      </h2>
      <p>
        На {dayInWords(visitOn)}, {whyInWords(order)}. Заплачено <Money kopecks={paidKopecks} />.
      </p>
      {mayAsk && (
        <ActionForm action={`/payments/orders/${orderId}`} token={token}>
          <input type="hidden" name="key" value={newKey()} />
          <Field
            id={id}
            label="Основание"
            hint="Без имён: останется в журнале"
            error={errorOf(errors, id)}
            control={(by) => <input {...by} name="reason" type="text" autocomplete="off" maxLength={300} />}
          />
          <button class="button" type="submit">
            Попросить согласовать возврат
          </button>
        </ActionForm>
      )}
    </section>
  );
}
