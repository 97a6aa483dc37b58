import { VNode } from 'preact';
import {
  ActionForm,
  capitalised,
  countInWords,
  dayInWords,
  Details,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  payeeInWords,
} from '#libs/web';
import {
  ATTENTION_FINDINGS,
  AttentionVerdict,
  OnlinePaymentCard,
  PaymentsNeedingAttention,
} from '#services/payments/api/client';
import { attentionInWords, findingInWords, verdictInWords } from '../attention-words';

interface AttentionProps {
  readonly attention: PaymentsNeedingAttention;
  readonly token: string;
  readonly newKey: () => string;
  readonly mayClose: boolean;
  readonly errors: readonly FieldError[];
}

const VERDICTS = Object.keys(ATTENTION_FINDINGS) as readonly AttentionVerdict[];

/** Online payments of which the bank has not said what became: a person looks into the bank’s own records. */
export function AttentionPage({ attention, errors, ...form }: AttentionProps): VNode {
  const { payments, more, total } = attention;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Платежи, по которым нужно решение</h1>
      <p class="lead">
        {total === 0
          ? 'Таких платежей нет. Здесь появляются платежи картой, о которых банк не сказал, чем они кончились.'
          : `${countInWords(total, 'платёж', 'платежа', 'платежей')}. Посмотрите каждый в личном кабинете банка.`}
      </p>
      {payments.map((payment) => (
        <Waiting payment={payment} {...form} />
      ))}
      {more && <p>Показаны первые {String(payments.length)}: они ждут дольше всех.</p>}
    </>
  );
}

function Waiting({
  payment,
  ...form
}: Omit<AttentionProps, 'attention' | 'errors'> & { readonly payment: OnlinePaymentCard }): VNode {
  const { paymentId, account, payee, amountKopecks, orderId, attention, attentionSince, acquirerPaymentId } = payment;
  return (
    <section id={`payment-${paymentId}`}>
      <h2>
        <Money kopecks={amountKopecks} />, счёт {account}
      </h2>
      <p>
        {attention === null ? '' : capitalised(attentionInWords(attention))}
        {attentionSince === null ? '' : `, с ${dayInWords(attentionSince)}`}.{' '}
        {orderId === null ? capitalised(payeeInWords(payee)) : `Заказ ${orderId}`}. Номер здесь{' '}
        <span class="digits">{paymentId}</span>, у банка <span class="digits">{acquirerPaymentId ?? 'неизвестен'}</span>
        .
      </p>
      {form.mayClose && (
        <Details summary="Отметить, что выяснили">
          {VERDICTS.map((verdict) => (
            <Verdict verdict={verdict} paymentId={paymentId} {...form} />
          ))}
        </Details>
      )}
    </section>
  );
}

function Verdict(
  props: Pick<AttentionProps, 'token' | 'newKey'> & {
    readonly verdict: AttentionVerdict;
    readonly paymentId: string;
  },
): VNode {
  const { verdict, paymentId, token, newKey } = props;
  return (
    <ActionForm action={`/payments/attention/${encodeURIComponent(paymentId)}`} token={token}>
      <input type="hidden" name="key" value={newKey()} />
      <input type="hidden" name="verdict" value={verdict} />
      <Field
        id={`${verdict}-${paymentId}`}
        label={verdictInWords(verdict)}
        control={(by) => (
          <select {...by} name="finding">
            {ATTENTION_FINDINGS[verdict].map((finding) => (
              <option value={finding}>{findingInWords(finding)}</option>
            ))}
          </select>
        )}
      />
      <button class="button button-second" type="submit">
        {verdictInWords(verdict)}
      </button>
    </ActionForm>
  );
}
