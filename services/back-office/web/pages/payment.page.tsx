import { VNode } from 'preact';
import {
  Balance,
  capitalised,
  dayInWords,
  instantInWords,
  Money,
  monthInWords,
  Notice,
  payeeInWords,
  Summary,
  Table,
} from '#libs/web';
import { PaymentAllocation } from '#services/billing/api/client';
import { OfficePayment } from '#services/payments/api/client';
import { AccountInBrief } from '../debt-figures';
import { channelInWords, paymentStateInWords } from '../payment-words';

interface PaymentProps {
  readonly payment: OfficePayment;
  readonly account: AccountInBrief;
  /** Null where billing has not heard of it yet. */
  readonly allocation: PaymentAllocation | null;
  /** Whether the reader may put it right. */
  readonly mayCorrect: boolean;
  readonly timeZone: string;
}

/** One payment: where it comes from, what it was spent on, and what can be done about it. */
export function PaymentPage({ payment, account, allocation, mayCorrect, timeZone }: PaymentProps): VNode {
  const { paymentId, state, amountKopecks, receivedOn, online } = payment;
  const here = `/payments/${encodeURIComponent(paymentId)}`;
  return (
    <>
      <h1>
        Платёж на <Money kopecks={amountKopecks} /> от {dayInWords(receivedOn)}
      </h1>
      {state === 'reversed' && <Reversed payment={payment} />}
      <Origin payment={payment} account={account} timeZone={timeZone} />
      {allocation !== null && state === 'received' && <Allocation allocation={allocation} />}
      {state === 'received' && mayCorrect && (
        <>
          <h2>Исправить</h2>
          <ul>
            <li>
              <a href={`${here}/transfer`}>Перенести на другой счёт</a> — день платежа сохранится
            </li>
            <li>
              <a href={`${here}/reversal`}>Отменить</a> — банк отозвал платёж или его не было
            </li>
            <li>
              {online === null ? (
                <>
                  <a href={`${here}/refund`}>Вернуть деньги плательщику</a> — согласует второй сотрудник
                </>
              ) : (
                'Вернуть деньги за платёж картой может только банк: оформите возврат в его личном кабинете. Здесь возврат появится сам.'
              )}
            </li>
          </ul>
        </>
      )}
    </>
  );
}

function Reversed({ payment }: Pick<PaymentProps, 'payment'>): VNode {
  const { reversedOn, reversalReason, refundedKopecks, replacedBy } = payment;
  return (
    <Notice kind="warning" title={capitalised(paymentStateInWords(payment))}>
      <p>
        {reversedOn !== null && dayInWords(reversedOn)}: {reversalReason}
        {refundedKopecks > 0 && (
          <>
            . Возвращено <Money kopecks={refundedKopecks} />
          </>
        )}
      </p>
      {replacedBy !== null && (
        <p>
          Вместо него учитывается <a href={`/payments/${encodeURIComponent(replacedBy)}`}>другой платёж</a> тем же днём.
        </p>
      )}
    </Notice>
  );
}

function Origin({ payment, account, timeZone }: Pick<PaymentProps, 'payment' | 'account' | 'timeZone'>): VNode {
  const { paymentId, payee, namedPeriod, channel, recordedAt, registryLine, setAside, replaces } = payment;
  return (
    <Summary
      items={[
        { name: 'Лицевой счёт', value: <a href={`/payments?find=${account.account}`}>{account.account}</a> },
        { name: 'Адрес', value: `${account.address}, кв. ${account.flat}` },
        { name: 'Сейчас по счёту', value: <Balance kopecks={account.debtKopecks} /> },
        { name: 'Состояние', value: paymentStateInWords(payment) },
        { name: 'Как пришёл', value: channelInWords(channel) },
        { name: 'Чьи деньги', value: payeeInWords(payee) },
        { name: 'За какой месяц', value: namedPeriod === null ? 'плательщик не указал' : monthInWords(namedPeriod) },
        { name: 'Стал известен', value: instantInWords(recordedAt, timeZone) },
        { name: 'Номер', value: <span class="digits">{paymentId}</span> },
        ...(registryLine === null
          ? []
          : [
              {
                name: 'Из реестра',
                value: (
                  <>
                    <a href={`/registries/${registryLine.registryId}`}>строка {String(registryLine.line)}</a>
                    {registryLine.reference === null ? '' : `, операция ${registryLine.reference}`}
                  </>
                ),
              },
            ]),
        ...(!setAside?.decision
          ? []
          : [
              {
                name: 'Был невыясненным',
                value: (
                  <a href={`/suspense/${paymentId}`}>
                    записан {dayInWords(setAside.decision.decidedOn)}: {setAside.decision.reason}
                  </a>
                ),
              },
            ]),
        ...(replaces === null
          ? []
          : [
              {
                name: 'Вместо',
                value: <a href={`/payments/${encodeURIComponent(replaces)}`}>отменённого платежа</a>,
              },
            ]),
      ]}
    />
  );
}

const PARTS: Readonly<Record<PaymentAllocation['parts'][number]['part'], string>> = {
  principal: 'начисления',
  penalty: 'пени',
};

/** What a payment was spent on, month by month. */
export function Allocation({
  allocation: { parts, restKopecks, amountKopecks },
}: {
  readonly allocation: PaymentAllocation;
}): VNode {
  return (
    <Table
      caption="На что разнесён"
      empty="Пока ни на что: платёж лежит авансом и погасит следующее начисление."
      rows={[
        ...parts.map(({ period, part, amountKopecks }) => ({
          what: `${monthInWords(period)}, ${PARTS[part]}`,
          amountKopecks,
        })),
        ...(restKopecks === 0 ? [] : [{ what: 'аванс', amountKopecks: restKopecks }]),
      ]}
      columns={[
        { title: 'За что', names: true, cell: ({ what }) => what },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
      ]}
      total={['Всего', <Money kopecks={amountKopecks} />]}
    />
  );
}
