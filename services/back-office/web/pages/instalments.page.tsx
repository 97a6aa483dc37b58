import { VNode } from 'preact';
import {
  ActionForm,
  countInWords,
  dayInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  payeeInWords,
  SelectField,
  Summary,
  Table,
} from '#libs/web';
import { InstalmentsCard } from '#services/billing/api/client';
import { INSTALMENTS_STATES } from '../../api/instalments.dto';
import { linkTo } from '../links';

const STATES: Readonly<Record<InstalmentsCard['state'], string>> = {
  running: 'действует',
  broken: 'нарушена',
  fulfilled: 'выплачена',
  withdrawn: 'прекращена',
};

/** Between the recall of a payment and the next night an agreement stands as paid although its debt is open. */
function isOpenAgain({ state, leftKopecks }: InstalmentsCard): boolean {
  return state === 'fulfilled' && leftKopecks > 0;
}

function stateInWords(agreement: InstalmentsCard): string {
  return isOpenAgain(agreement) ? 'была выплачена, платёж отозван' : STATES[agreement.state];
}

interface ListProps {
  readonly agreements: readonly InstalmentsCard[];
  readonly account: string;
  readonly state: string;
  readonly errors: readonly FieldError[];
}

/** Agreements to pay by parts: how each stands, what is next, what is overdue. */
export function InstalmentsPage({ agreements, account, state, errors }: ListProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Рассрочки</h1>
      <p>
        <a class="button" href={linkTo('/instalments/new', { account })}>
          Новая рассрочка
        </a>
      </p>
      <form method="get" action="/instalments" class="inline-forms" role="search">
        <Field
          id="account"
          label="Счёт"
          error={errorOf(errors, 'account')}
          input={{ type: 'search', value: account, maxLength: 20, class: 'short' }}
        />
        <SelectField
          id="state"
          label="Состояние"
          options={[{ value: '', text: 'Все' }, ...INSTALMENTS_STATES.map((value) => ({ value, text: STATES[value] }))]}
          chosen={state}
        />
        <button class="button" type="submit">
          Показать
        </button>
      </form>
      <Table
        caption="Рассрочки, сначала последние; суммы в рублях"
        empty="Рассрочек нет. Начните новую отсюда или из списка должников."
        rows={agreements}
        columns={[
          {
            title: 'Счёт',
            names: true,
            cell: (one) => (
              <a class="digits" href={`/instalments/${one.account}/${one.agreementId}`}>
                {one.account}
              </a>
            ),
          },
          { title: 'Получатель', cell: ({ payee }) => payeeInWords(payee) },
          { title: 'С какого дня', cell: ({ agreedOn }) => dayInWords(agreedOn) },
          { title: 'Состояние', cell: stateInWords },
          { title: 'Долг', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
          { title: 'Осталось', number: true, cell: ({ leftKopecks }) => <Money kopecks={leftKopecks} /> },
          { title: 'Следующая часть', cell: (one) => <Next {...one} /> },
          { title: 'Просрочено', number: true, cell: overdueOf },
        ]}
      />
    </>
  );
}

/** Of one that has ended nothing is due by it: what is owed is a debt like others. */
function overdueOf({ state, overdueKopecks }: InstalmentsCard): VNode | string {
  return state === 'running' ? <Money kopecks={overdueKopecks} /> : '—';
}

function Next({ next }: InstalmentsCard): VNode {
  if (next === null) return <>—</>;
  return (
    <>
      до {dayInWords(next.dueOn)} <Money kopecks={next.amountKopecks} />
    </>
  );
}

interface AgreementProps {
  readonly agreement: InstalmentsCard;
  readonly errors: readonly FieldError[];
  readonly token: string;
  readonly formKey: string;
}

/** One agreement: its months, its parts, and the form that ends it. */
export function AgreementPage({ agreement, errors, token, formKey }: AgreementProps): VNode {
  const { account, state, payee, agreedOn, endedOn, cause, document, suspendedUntil } = agreement;
  const { amountKopecks, leftKopecks, months, graceDays, withdrawnBecause } = agreement;
  const number = (actor: string) => actor.replace(/^staff:/, '№ ');
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/instalments">Все рассрочки</a>
      </p>
      <h1>
        Рассрочка по счёту <span class="digits">{account}</span>
      </h1>
      <p class="lead">
        {stateInWords(agreement)}: осталось <Money kopecks={leftKopecks} /> из <Money kopecks={amountKopecks} />
      </p>
      <OpenAgain {...agreement} />
      <Summary
        items={[
          { name: 'Счёт', value: <a href={`/accounts/${account}`}>{account}</a> },
          { name: 'Получатель', value: payeeInWords(payee) },
          { name: 'Пени не начисляются с', value: dayInWords(agreedOn) },
          ...(suspendedUntil === null ? [] : [{ name: 'Последний день без пени', value: dayInWords(suspendedUntil) }]),
          { name: 'За месяцы', value: months.map(({ period }) => monthInWords(period)).join(', ') },
          ...(agreement.state === 'running' ? [{ name: 'Просрочено', value: overdueOf(agreement) }] : []),
          { name: 'Запас на перевод денег', value: countInWords(graceDays, 'день', 'дня', 'дней') },
          { name: 'Причина', value: cause },
          ...(document === null ? [] : [{ name: 'Документ', value: document }]),
          { name: 'Попросил и согласовал', value: `${number(agreement.requestedBy)}, ${number(agreement.grantedBy)}` },
          ...(endedOn === null ? [] : [{ name: 'Кончилась', value: dayInWords(endedOn) }]),
          ...(withdrawnBecause === null ? [] : [{ name: 'Почему прекращена', value: withdrawnBecause }]),
        ]}
      />
      <Table
        caption="Части"
        empty=""
        rows={agreement.parts}
        columns={[
          { title: 'Заплатить до', names: true, cell: ({ dueOn }) => dayInWords(dueOn) },
          { title: 'Состояние', cell: ({ paid }) => (paid ? 'оплачена' : 'не оплачена') },
          { title: 'Сумма', number: true, cell: (part) => <Money kopecks={part.amountKopecks} /> },
        ]}
        total={['Всего', '', <Money kopecks={amountKopecks} />]}
      />
      {(state === 'running' || state === 'broken') && <WithdrawForm {...{ agreement, errors, token, formKey }} />}
    </>
  );
}

function OpenAgain(agreement: InstalmentsCard): VNode | null {
  if (!isOpenAgain(agreement)) return null;
  return (
    <p>Ночью части будут проверены без отозванного платежа: рассрочка снова начнёт действовать или будет нарушена.</p>
  );
}

function WithdrawForm({ agreement, errors, token, formKey }: AgreementProps): VNode {
  const { account, agreementId, state } = agreement;
  return (
    <>
      <h2>Прекратить рассрочку</h2>
      <ActionForm action={`/instalments/${account}/${agreementId}/withdrawals`} token={token}>
        <input type="hidden" name="key" value={formKey} />
        <Field
          id="cause"
          label="Причина"
          error={errorOf(errors, 'cause')}
          input={{ value: '', maxLength: 300, autocomplete: 'off' }}
        />
        <button class="button" type="submit">
          Прекратить рассрочку
        </button>
        <p class="hint">
          {state === 'running'
            ? 'С завтрашнего дня на весь остаток снова начисляются пени.'
            : 'Пени уже начисляются. После прекращения рассрочка не восстановится, даже если станет известно о платеже, сделанном в срок.'}
        </p>
      </ActionForm>
    </>
  );
}
