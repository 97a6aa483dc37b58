import { VNode } from 'preact';
import {
  ActionForm,
  Balance,
  capitalised,
  dayInWords,
  Details,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  Notice,
  payeeInWords,
  Summary,
  Table,
} from '#libs/web';
import { AccountPayment, LikeAccount, SetAsidePayment } from '#services/payments/api/client';
import { AccountInBrief } from '../debt-figures';
import { channelInWords, paymentStateInWords, setAsideReasonInWords, setAsideStatusInWords } from '../payment-words';

export interface Candidate extends AccountInBrief {
  readonly slips: LikeAccount['slips'];
}

export interface SetAsideProps {
  readonly payment: SetAsidePayment;
  /** The payment that it contradicts; null where it contradicts none. */
  readonly known: AccountPayment | null;
  readonly candidates: readonly Candidate[];
  /** The account that was chosen; null before. */
  readonly chosen: AccountInBrief | null;
  readonly token: string;
  readonly newKey: () => string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

const PAYER_FIELDS: Readonly<Record<string, string>> = {
  payerName: 'Плательщик',
  payerAddress: 'Адрес',
  purpose: 'Назначение платежа',
  statedAccount: 'Вместо номера счёта',
};

/** Who paid, in one line of a table. */
export function payerInWords(payer: SetAsidePayment['payer']): string {
  return payer === null ? 'в файле не сказано' : Object.values(payer).join(', ');
}

/** One payment that stands aside: what the bank wrote, accounts that are like it, and what is decided of it. */
export function SetAsidePage(props: SetAsideProps): VNode {
  const { payment, known, candidates, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>
        Платёж на <Money kopecks={payment.amountKopecks} /> от {dayInWords(payment.receivedOn)}
      </h1>
      <p class="lead">{capitalised(setAsideReasonInWords(payment.because))}</p>
      <WhatTheBankWrote payment={payment} />
      {known !== null && <Known known={known} />}
      <Decided payment={payment} />
      {payment.status === 'waiting' && (
        <>
          <Candidates payment={payment} candidates={candidates} />
          <Decisions {...props} />
        </>
      )}
    </>
  );
}

function WhatTheBankWrote({ payment }: Pick<SetAsideProps, 'payment'>): VNode {
  const { statedAccount, namedPeriod, payee, reference, registryId, line, payer } = payment;
  return (
    <>
      <h2>Что написал банк</h2>
      <Summary
        items={[
          { name: 'Лицевой счёт', value: statedAccount === '' ? 'не указан' : statedAccount },
          ...Object.entries(payer ?? {}).map(([field, value]) => ({ name: PAYER_FIELDS[field] ?? field, value })),
          { name: 'За какой месяц', value: namedPeriod === null ? 'не указан' : monthInWords(namedPeriod) },
          { name: 'Чьи деньги', value: payeeInWords(payee) },
          { name: 'Операция банка', value: reference ?? 'не указана' },
          {
            name: 'Откуда',
            value:
              registryId === null ? (
                'платёж на сайте, найден у банка'
              ) : (
                <>
                  <a href={`/registries/${registryId}`}>реестр</a>, строка {String(line)}
                </>
              ),
          },
        ]}
      />
    </>
  );
}

function Known({ known }: { readonly known: AccountPayment }): VNode {
  return (
    <>
      <h2>С чем расходится</h2>
      <Summary
        items={[
          { name: 'Платёж', value: <a href={`/payments/${known.paymentId}`}>{paymentStateInWords(known)}</a> },
          { name: 'Лицевой счёт', value: known.account },
          { name: 'Сумма', value: <Money kopecks={known.amountKopecks} /> },
          { name: 'Оплачен', value: dayInWords(known.receivedOn) },
          { name: 'Как пришёл', value: channelInWords(known.channel) },
        ]}
      />
    </>
  );
}

function Decided({ payment: { paymentId, status, decision } }: Pick<SetAsideProps, 'payment'>): VNode | null {
  if (decision === null) return null;
  const { decidedOn, reason, account, approvalId } = decision;
  return (
    <Notice kind="done" title={`Решено: ${setAsideStatusInWords(status)}`}>
      <p>
        {dayInWords(decidedOn)}: {reason}.{' '}
        {account !== null && <a href={`/payments/${paymentId}`}>Платёж по счёту {account}</a>}
        {approvalId !== null && <a href={`/approvals/${approvalId}`}>Кто согласовал</a>}
      </p>
    </Notice>
  );
}

function slipsInWords(slips: number): string {
  if (slips === 0) return 'тот же номер';
  return slips === 1 ? 'отличается одним знаком' : 'отличается двумя знаками';
}

/** The flat in an address as banks write it: «ул. Учебная, 1-4», «ул. Учебная, д. 1, кв. 4»; null where none is seen. */
function flatIn(address: string): string | null {
  return /(?:кв\.?\s*|\d\s*-\s*)(\d+[а-яё]?)\s*$/iu.exec(address)?.[1] ?? null;
}

function isFlatOf(payment: SetAsidePayment, { flat }: Candidate): boolean {
  const written = flatIn(payment.payer?.payerAddress ?? '');
  return written !== null && written.toLowerCase() === flat.toLowerCase();
}

/** The flat that the bank names tells more than a likeness of numbers; among the others the nearest stays first. */
function likeliestFirst(payment: SetAsidePayment, candidates: readonly Candidate[]): readonly Candidate[] {
  const named = candidates.filter((candidate) => isFlatOf(payment, candidate));
  return [...named, ...candidates.filter((candidate) => !named.includes(candidate))];
}

function Candidates({ payment, candidates }: Pick<SetAsideProps, 'payment' | 'candidates'>): VNode {
  return (
    <>
      <h2>Похожие счета</h2>
      <Table
        caption="Номера, которые легко спутать с указанным; сравните адрес с тем, что написал банк"
        empty="Похожих номеров нет. Найдите счёт по фамилии или адресу и впишите его ниже."
        rows={likeliestFirst(payment, candidates)}
        columns={[
          {
            title: 'Счёт',
            names: true,
            cell: ({ account }) => (
              <a class="digits" href={`/suspense/${payment.paymentId}?account=${account}#account`}>
                {account}
              </a>
            ),
          },
          { title: 'Номер', cell: ({ slips }) => slipsInWords(slips) },
          { title: 'Адрес', cell: (candidate) => <Address payment={payment} candidate={candidate} /> },
          { title: 'Сейчас', cell: ({ debtKopecks }) => <Balance kopecks={debtKopecks} /> },
        ]}
      />
    </>
  );
}

function Address({ payment, candidate }: Pick<SetAsideProps, 'payment'> & { readonly candidate: Candidate }): VNode {
  return (
    <>
      {candidate.address}, кв. {candidate.flat}
      {isFlatOf(payment, candidate) && <span class="note">квартира та же, что в файле банка</span>}
    </>
  );
}

function Decisions({ payment, chosen, token, newKey, typed, errors }: SetAsideProps): VNode {
  const here = `/suspense/${payment.paymentId}`;
  const reason = (id: string, hint: string) => (
    <Field
      id={id}
      label="Основание"
      hint={hint}
      error={errorOf(errors, id)}
      input={{ value: typed[id] ?? '', autocomplete: 'off', maxLength: 300 }}
    />
  );
  return (
    <>
      <h2>Записать на счёт</h2>
      {chosen !== null && <Chosen payment={payment} chosen={chosen} />}
      <ActionForm action={`${here}/assignment`} token={token}>
        <input type="hidden" name="key" value={newKey()} />
        <Field
          id="account"
          label="Лицевой счёт"
          error={errorOf(errors, 'account')}
          input={{ value: typed['account'] ?? chosen?.account ?? '', inputMode: 'numeric', maxLength: 32 }}
        />
        <Field
          id="namedPeriod"
          label="За какой месяц"
          hint="Если узнали у плательщика; иначе оставьте как есть"
          error={errorOf(errors, 'namedPeriod')}
          input={{ type: 'month', value: typed['namedPeriod'] ?? payment.namedPeriod ?? '' }}
        />
        {reason('reason', 'Как нашли счёт. Без имён: останется в журнале')}
        <button class="button" type="submit">
          Записать платёж от {dayInWords(payment.receivedOn)}
        </button>
      </ActionForm>
      <Details summary="Вернуть деньги" isOpen={errorOf(errors, 'returnReason') !== undefined}>
        <p>Возврат согласует второй сотрудник. До его ответа платёж остаётся невыясненным.</p>
        <ActionForm action={`${here}/return`} token={token}>
          <input type="hidden" name="key" value={newKey()} />
          <Field
            id="to"
            label="Кому"
            control={(by) => (
              <select {...by} name="to">
                <option value="bank">банку</option>
                <option value="payer">плательщику</option>
              </select>
            )}
          />
          {reason('returnReason', 'Например: номер заявления. Без имён: останется в журнале')}
          <button class="button button-second" type="submit">
            Попросить согласовать возврат
          </button>
        </ActionForm>
      </Details>
      {payment.because === 'conflict' && (
        <Details summary="Это не отдельный платёж" isOpen={errorOf(errors, 'refusalReason') !== undefined}>
          <ActionForm action={`${here}/refusal`} token={token}>
            <input type="hidden" name="key" value={newKey()} />
            {reason('refusalReason', 'Почему учитывается только известный платёж')}
            <button class="button button-second" type="submit">
              Отклонить
            </button>
          </ActionForm>
        </Details>
      )}
    </>
  );
}

function Chosen({ payment, chosen }: { readonly payment: SetAsidePayment; readonly chosen: AccountInBrief }): VNode {
  const { account, address, flat, debtKopecks } = chosen;
  return (
    <Summary
      items={[
        { name: `Счёт ${account}`, value: `${address}, кв. ${flat}` },
        { name: 'Сейчас', value: <Balance kopecks={debtKopecks} /> },
        { name: 'Станет', value: <Balance kopecks={debtKopecks - payment.amountKopecks} /> },
        {
          name: 'Каким днём',
          value: `${dayInWords(payment.receivedOn)}: так, будто платёж был на счёте с того дня; пени пересчитаются`,
        },
      ]}
    />
  );
}
