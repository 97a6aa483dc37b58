import { VNode } from 'preact';
import { sumKopecks } from '#libs/money';
import {
  countInWords,
  dayInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  payeeInWords,
  SelectField,
  Table,
} from '#libs/web';
import {
  AccountPayment,
  DayOfPayments,
  OfficePayments,
  OfficePaymentsFilter,
  PAYEES,
  PAYMENT_CHANNELS,
} from '#services/payments/api/client';
import { linkTo } from '../links';
import { channelInWords, paymentStateInWords } from '../payment-words';
import { Files } from '../sheet-parts';

export interface PaymentsProps {
  readonly payments: OfficePayments;
  readonly asked: OfficePaymentsFilter & { readonly find: string };
  /** Of payments that wait for a person. */
  readonly needingAttention: number;
  readonly errors: readonly FieldError[];
  /** The days as they were typed, where they are none. */
  readonly typed: Readonly<Record<string, unknown>>;
}

/** The payments of the company: by day and way, and one by one. */
export function PaymentsPage({
  payments: { payments, more, days },
  asked,
  needingAttention,
  errors,
  typed,
}: PaymentsProps): VNode {
  const received = sumKopecks(days.map(({ receivedKopecks }) => receivedKopecks));
  const reversed = sumKopecks(days.map(({ reversedKopecks }) => reversedKopecks));
  const { from, to, channel, state, payee, account } = asked;
  const filter = { from, to, channel, state, payee, account };
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Платежи</h1>
      {needingAttention > 0 && (
        <p>
          <a href="/payments/attention">
            Ждут решения: {countInWords(needingAttention, 'платёж', 'платежа', 'платежей')} картой
          </a>
        </p>
      )}
      <Filter asked={asked} errors={errors} typed={typed} />
      <p class="lead">
        Учтено <Money kopecks={received} />, отменено <Money kopecks={reversed} />
      </p>
      <Files
        to={(format) => linkTo('/payments/file', { ...filter, format })}
        count={days.reduce((count, day) => count + day.payments, 0)}
        shorter="сократите срок"
      />
      <Days days={days} />
      <PaymentsTable payments={payments} caption="По одному, сначала последние" />
      {more && <p>Показаны первые {String(payments.length)}. Сократите срок или скачайте все.</p>}
    </>
  );
}

function Filter({ asked, errors, typed }: Pick<PaymentsProps, 'asked' | 'errors' | 'typed'>): VNode {
  const day = (field: 'from' | 'to'): Pick<Parameters<typeof Field>[0], 'input' | 'error'> => {
    const error = errorOf(errors, field);
    // A field of the kind `date` would show nothing of what is no day.
    const asTyped = typed[field];
    if (error === undefined || typeof asTyped !== 'string')
      return { input: { type: 'date', value: asked[field] ?? '' } };
    return { error, input: { type: 'text', value: asTyped.slice(0, 32), maxLength: 32 } };
  };
  return (
    <form method="get" action="/payments" class="inline-forms" role="search">
      <Field id="from" label="Оплачены с" {...day('from')} />
      <Field id="to" label="по" {...day('to')} />
      <SelectField
        id="channel"
        label="Как пришёл"
        none="все"
        options={PAYMENT_CHANNELS.map((value) => ({ value, text: channelInWords(value) }))}
        chosen={asked.channel ?? null}
      />
      <SelectField
        id="state"
        label="Состояние"
        none="все"
        options={(['received', 'reversed'] as const).map((state) => ({
          value: state,
          text: paymentStateInWords({ state, amountKopecks: 0, refundedKopecks: 0 }),
        }))}
        chosen={asked.state ?? null}
      />
      <SelectField
        id="payee"
        label="Чьи деньги"
        none="все"
        options={PAYEES.map((value) => ({ value, text: payeeInWords(value) }))}
        chosen={asked.payee ?? null}
      />
      <Field
        id="find"
        label="Счёт или номер платежа"
        error={errorOf(errors, 'find')}
        input={{ type: 'search', value: asked.find, maxLength: 64 }}
      />
      <button class="button" type="submit">
        Показать
      </button>
    </form>
  );
}

function Days({ days }: { readonly days: readonly DayOfPayments[] }): VNode {
  return (
    <Table
      caption="По дням"
      empty="За эти дни платежей нет. Здесь появится каждый день, за который придут деньги."
      rows={days}
      columns={[
        { title: 'День', names: true, cell: ({ receivedOn }) => dayInWords(receivedOn) },
        { title: 'Как пришли', cell: ({ channel }) => channelInWords(channel) },
        { title: 'Платежей', number: true, cell: ({ payments }) => String(payments) },
        { title: 'Учтено', number: true, cell: ({ receivedKopecks }) => <Money kopecks={receivedKopecks} /> },
        { title: 'Отменено', number: true, cell: ({ reversedKopecks }) => <Money kopecks={reversedKopecks} /> },
      ]}
    />
  );
}

/** Payments one by one, each a link to its page. */
export function PaymentsTable(props: {
  readonly payments: readonly AccountPayment[];
  readonly caption: string;
}): VNode {
  return (
    <Table
      caption={props.caption}
      empty="Таких платежей нет."
      rows={props.payments}
      columns={[
        {
          title: 'Оплачен',
          names: true,
          cell: ({ paymentId, receivedOn }) => (
            <a href={`/payments/${encodeURIComponent(paymentId)}`}>{dayInWords(receivedOn)}</a>
          ),
        },
        {
          title: 'Счёт',
          cell: ({ account }) => (
            <a class="digits" href={`/payments?find=${account}`}>
              {account}
            </a>
          ),
        },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        { title: 'Как пришёл', cell: ({ channel }) => channelInWords(channel) },
        { title: 'Чьи деньги', cell: ({ payee }) => payeeInWords(payee) },
        { title: 'Состояние', cell: paymentStateInWords },
      ]}
    />
  );
}
