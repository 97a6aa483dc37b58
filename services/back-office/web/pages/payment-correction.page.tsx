import { ComponentChildren, VNode } from 'preact';
import { ActionForm, Balance, dayInWords, errorOf, ErrorSummary, Field, FieldError, Money, Summary } from '#libs/web';
import { PaymentAllocation } from '#services/billing/api/client';
import { OfficePayment } from '#services/payments/api/client';
import { DebtChange } from '../debt-figures';
import { Allocation } from './payment.page';

export type Correction = 'reversal' | 'transfer' | 'refund';

export interface CorrectionProps {
  readonly payment: OfficePayment;
  readonly allocation: PaymentAllocation | null;
  /** What becomes of the debt; null while it is not known how much goes. */
  readonly change: DebtChange | null;
  readonly today: string;
  readonly token: string;
  readonly formKey: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

const HEADINGS: Readonly<Record<Correction, string>> = {
  reversal: 'Отменить платёж',
  transfer: 'Перенести платёж',
  refund: 'Вернуть деньги плательщику',
};

export function correctionInWords(correction: Correction): string {
  return HEADINGS[correction];
}

/** A payment is recalled, moved to another account or given back: first what becomes of the debt, then the form. */
export function CorrectionPage({ correction, ...props }: CorrectionProps & { readonly correction: Correction }): VNode {
  const { payment, allocation, change, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{HEADINGS[correction]}</h1>
      <p class="lead">
        <a href={`/payments/${encodeURIComponent(payment.paymentId)}`}>
          <Money kopecks={payment.amountKopecks} /> от {dayInWords(payment.receivedOn)}
        </a>
        , счёт {payment.account}
      </p>
      {change !== null && <Change change={change} />}
      {allocation !== null && payment.state === 'received' && <Allocation allocation={allocation} />}
      {correction === 'refund' && <Refund {...props} />}
      {correction === 'reversal' && <Reversal {...props} />}
      {correction === 'transfer' && <Transfer {...props} />}
    </>
  );
}

function Change({ change: { beforeKopecks, afterKopecks } }: { readonly change: DebtChange }): VNode {
  return (
    <>
      <h2>Что станет со счётом</h2>
      <Summary
        items={[
          { name: 'Сейчас', value: <Balance kopecks={beforeKopecks} /> },
          { name: 'Станет', value: <Balance kopecks={afterKopecks} /> },
          { name: 'Пени', value: 'пересчитаются так, будто этих денег не было' },
        ]}
      />
    </>
  );
}

/** The fields of a form with its reason, which stands in the log. */
function Form(
  props: CorrectionProps & {
    readonly correction: Correction;
    readonly button: string;
    readonly children?: ComponentChildren;
  },
): VNode {
  const { payment, token, formKey, correction, button, typed, errors, children } = props;
  return (
    <ActionForm action={`/payments/${encodeURIComponent(payment.paymentId)}/${correction}`} token={token}>
      <input type="hidden" name="key" value={formKey} />
      {children}
      <Field
        id="reason"
        label="Основание"
        hint="Без имён: останется в журнале"
        error={errorOf(errors, 'reason')}
        input={{ value: typed['reason'] ?? '', autocomplete: 'off', maxLength: 300 }}
      />
      <button class="button" type="submit">
        {button}
      </button>
    </ActionForm>
  );
}

function Reversal(props: CorrectionProps): VNode {
  const { typed, today, errors } = props;
  return (
    <Form {...props} correction="reversal" button="Отменить весь платёж">
      <Field
        id="reversedOn"
        label="Каким днём"
        error={errorOf(errors, 'reversedOn')}
        input={{ type: 'date', value: typed['reversedOn'] ?? today, max: today }}
      />
    </Form>
  );
}

function Transfer(props: CorrectionProps): VNode {
  const { typed, errors } = props;
  return (
    <Form {...props} correction="transfer" button="Перенести весь платёж">
      <Field
        id="account"
        label="На какой лицевой счёт"
        error={errorOf(errors, 'account')}
        input={{ value: typed['account'] ?? '', inputMode: 'numeric', maxLength: 32 }}
      />
    </Form>
  );
}

/** First how much, then what becomes of the debt and the question to the second person. */
function Refund(props: CorrectionProps): VNode {
  const { payment, change, typed, errors } = props;
  const amount = (
    <Field
      id="amount"
      label="Сколько вернуть, рублей"
      hint="Весь платёж или часть"
      error={errorOf(errors, 'amount')}
      input={{ value: typed['amount'] ?? '', inputMode: 'decimal', maxLength: 20, autocomplete: 'off' }}
    />
  );
  if (change === null) {
    return (
      <form method="get" action={`/payments/${encodeURIComponent(payment.paymentId)}/refund`}>
        {amount}
        <button class="button" type="submit">
          Показать, что станет со счётом
        </button>
      </form>
    );
  }
  return (
    <Form {...props} correction="refund" button="Попросить руководителя согласовать возврат">
      {amount}
      <p>Деньги вернутся, когда согласует другой сотрудник. Сам себе никто не согласует.</p>
    </Form>
  );
}
